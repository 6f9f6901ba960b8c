/** What a client would make of a message: its words as people see them, and whatever is more than words. */
export interface Seen {
  readonly text: string;
  readonly found: readonly Found[];
}

/** `link`: words or a number that lead somewhere; `bare`: a URL that the client finds itself and may preview; `stray`: markup that is not closed. */
export interface Found {
  readonly kind: 'mention' | 'link' | 'bare' | 'image' | 'stray' | 'invisible';
  readonly what: string;
}

/**
 * Reads a message as Discord's client does, rule by rule and on the careful side: what one version of a client might
 * show as a mention or link counts as one. Written from https://docs.discord.com/developers/reference#message-formatting.
 */
export function readDiscord(content: string): Seen {
  const found: Found[] = [];
  const note = (kind: Found['kind'], what: string) => found.push({ kind, what });
  const text = read(content, note);
  for (const line of text.unclosed) note('stray', line);
  return { text: text.words.replaceAll('\u200b', ''), found };
}

type Note = (kind: Found['kind'], what: string) => void;

function read(source: string, note: Note): { words: string; unclosed: readonly string[] } {
  let words = '';
  let marks = 0;
  const unclosed: string[] = [];
  let at = 0;
  let lineStart = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match) at += match[0].length;
    return match;
  };
  while (at < source.length) {
    const block = take(/```(?:[a-z0-9_+\-.#]+?\n)?\n*([^\n][\s\S]*?)\n*```/iy);
    if (block) {
      words += block[1];
      continue;
    }
    const everyone = take(/@(?:everyone|here)/iy);
    if (everyone) {
      note('mention', everyone[0]);
      words += everyone[0];
      continue;
    }
    const escaped = take(/\\([^0-9A-Za-z\s@])/y);
    if (escaped) {
      words += escaped[1];
      continue;
    }
    if (take(/```/y)) {
      unclosed.push('a fence');
      continue;
    }
    const code = take(/(`+)([\s\S]*?[^`])\1(?!`)/y);
    if (code) {
      words += code[2];
      continue;
    }
    const angle = take(/<(?:@[!&]?\d*|#\d*|a?:\w*:?\d*|t:-?\d*(?::\w)?|\/[^>\n]*|id:\w*|sound:\d*|\d+:[\w-]*)>/iy);
    if (angle) {
      note('mention', angle[0]);
      continue;
    }
    const masked = take(/\[((?:\\[\s\S]|\[[^\]]*\]|[^\]\\])*)\]\(\s*(<?)([^\s)>]+)(>?)[^)\n]*\)/y);
    if (masked) {
      const inner = read(masked[1] ?? '', note);
      words += inner.words;
      // Without angle brackets the page may be previewed.
      note(masked[2] === '<' && masked[4] === '>' ? 'link' : 'bare', masked[3] ?? '');
      continue;
    }
    const bare =
      take(/<?[a-z][a-z0-9+.-]*:\/\/[^\s<>]+>?/iy) ??
      take(/(?:(?<![\p{L}\p{N}])www\.|discord\.gg\/|discord(?:app)?\.com\/invite\/)\S/iuy);
    if (bare) {
      note(/^<.*>$/.test(bare[0]) ? 'link' : 'bare', bare[0]);
      words += bare[0];
      continue;
    }
    const character = source[at] ?? '';
    if (character === '`') unclosed.push('a backtick');
    if (character === '*' || character === '~') marks += 1;
    else words += character;
    at += 1;
    if (character === '\n' || at === source.length) {
      if (marks % 2 === 1) unclosed.push(source.slice(lineStart, at));
      marks = 0;
      lineStart = at;
    }
  }
  return { words, unclosed };
}
