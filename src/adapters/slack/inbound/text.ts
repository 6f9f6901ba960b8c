/** Slack's markers (`<@U1>`, `<#C1|name>`, `<!here>`, `<https://…|label>`) and its three entities, as they stand in a message's text. */
const marker = /<(?:([@#!])([^<>|]*)|([a-z][a-z\d+.-]*:[^<>|]*))(?:\|([^<>]*))?>|&(?:amp|lt|gt);/gi;
const userMention = /<@([A-Z0-9]+)(?:\|[^<>]*)?>([ \t]*)/g;
const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
const decode = (text: string) => text.replace(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity);

/** What a person sees of a text that Slack delivered: names for mentions and channels, bare URLs, no entities. */
export function toPlainText(text: string): string {
  return text.replace(marker, (whole: string, sigil?: string, id = '', url?: string, label = '') => {
    if (sigil) return decode(named(sigil, id, label));
    return url ? decode(url.replace(/^(?:mailto|tel):/i, '')) : decode(whole);
  });
}

function named(sigil: string, id: string, label: string): string {
  if (id.startsWith('date^')) return label;
  const name = label || id.replace(/^subteam\^/, '');
  const sign = sigil === '#' ? '#' : '@';
  return name.startsWith(sign) ? name : `${sign}${name}`;
}

/** The words of a text as Slack delivered it, plain and without the mention of the bot. */
export const readText = (written: string, botUserId: string) => toPlainText(withoutMention(written, botUserId)).trim();

/** A text as Slack delivered it, without the mentions of one user; what stood around them stays readable. */
export function withoutMention(text: string, userId: string): string {
  let rest = '';
  let from = 0;
  for (const { 0: mention, 1: id, 2: after = '', index } of text.matchAll(userMention)) {
    if (id !== userId) continue;
    const before = rest + text.slice(from, index);
    from = index + mention.length;
    const kept = before.endsWith(' ') ? before.trimEnd() : before;
    const apart = kept !== before || after !== '';
    const followedBySign = after === '' && /[,.;:!?]/.test(text.charAt(from));
    rest = kept !== '' && apart && !followedBySign ? `${kept} ` : kept;
  }
  const words = rest + text.slice(from);
  const isAddress = text.trimStart().startsWith(`<@${userId}`);
  return (isAddress ? words.replace(/^\s*[,:]/, '') : words).trim();
}

/** Whether a text as Slack delivered it mentions this user. */
export function mentions(text: string, userId: string): boolean {
  return [...text.matchAll(userMention)].some(([, id]) => id === userId);
}

/** Whether a text as Slack delivered it calls on anybody: a user, a group, or everybody here. */
export const mentionsAnybody = (text: string) => /<@|<!(?!date\^)/.test(text);
