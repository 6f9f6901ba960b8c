/** A place in a text that a client may make a link of. */
export interface FoundAddress {
  readonly index: number;
  readonly address: string;
}

// Wherever it stands: Discord makes a link even of `https://` within a word. It shows invitations without a scheme as cards.
const address =
  /(?:[a-z][a-z0-9+.-]{0,30}:\/\/|(?<![\p{L}\p{N}])www\.|discord\.gg\/|discord(?:app)?\.com\/invite\/)[^\s<>"'`()[\]{}|]*/giu;

/** The URLs in plain words, and what clients take for one; without the punctuation that follows them. */
export function findAddresses(text: string): readonly FoundAddress[] {
  if (!/:\/\/|www\.|discord/i.test(text)) return [];
  return [...text.matchAll(address)].map(({ 0: found, index }) => ({ index, address: withoutPunctuation(found) }));
}

function withoutPunctuation(found: string): string {
  let end = found.length;
  while (end > 0 && '.,;:!?*_~'.includes(found[end - 1] ?? '')) end -= 1;
  return found.slice(0, end);
}

/** Words in which no client finds a link: an invisible space stands in each URL. */
export function unlinked(text: string): string {
  return text
    .replace(/:(?=\/\/)/g, ':\u200b')
    .replace(
      /(?<![\p{L}\p{N}])www(?=\.)|discord(?=\.gg\/|\.com\/invite\/)|discordapp(?=\.com\/invite\/)/giu,
      '$&\u200b',
    );
}

/** Plain words for a place that shows no code: hosts without the scheme that would make links of them. */
export function withoutSchemes(text: string): string {
  // What is left after something was taken away may be a URL again.
  return unlinked(text.replace(/[a-z][a-z0-9+.-]{0,30}:\/\/|(?<![\p{L}\p{N}])www\./giu, ''));
}
