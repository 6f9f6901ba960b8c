import type { Found, Seen } from './discord-client.ts';

type Note = (kind: Found['kind'], what: string) => void;

/**
 * Reads a `markdown` block as Slack does, on the careful side: what may be a link, a mention or a token counts as one.
 * CommonMark with GFM's tables and autolinks, and Slack's own `<…>` tokens, which are looked for even in code.
 */
export function readSlack(markdown: string): Seen {
  const found: Found[] = [];
  const note: Note = (kind, what) => found.push({ kind, what });
  const words: string[] = [];
  let fence: string | undefined;
  let indent = 0;
  for (const line of markdown.split('\n')) {
    const inner = line.slice(linePrefix(line).length).trim();
    const ticks = /^`{3,}/.exec(inner)?.[0];
    if (fence !== undefined) {
      if (ticks !== undefined && ticks.length >= fence.length && inner === ticks) fence = undefined;
      else {
        const code = line.slice(indent);
        noteTokens(code, note);
        words.push(code);
      }
    } else if (ticks !== undefined && !inner.slice(ticks.length).includes('`')) {
      fence = ticks;
      indent = line.indexOf(ticks);
    } else if (inner.startsWith('|')) {
      // Readers do not agree on a pipe after two backslashes.
      const cells = inner.split(/(?<!\\)\|/);
      for (const cell of cells) words.push(readLine(cell.replaceAll('\\|', '|'), note));
      for (const cell of inner.split(/(?<=(?<!\\)(?:\\\\)*)\|/)) readLine(cell.replaceAll('\\|', '|'), note);
    } else words.push(readLine(line, note));
  }
  if (fence !== undefined) note('stray', 'a fence');
  return { text: words.join('\n').replaceAll('\u200b', ''), found };
}

/** Reads plain text, on the careful side: as if Slack looked for tokens and URLs there too. */
export function readPlainText(text: string): readonly Found[] {
  const found: Found[] = [];
  noteTokens(text, (kind, what) => found.push({ kind, what }));
  for (const [url] of text.matchAll(/[a-z][a-z0-9+.-]*:\/\/\S|(?<![\p{L}\p{N}])www\.\S/giu))
    found.push({ kind: 'bare', what: url });
  return found;
}

/** The quote marks, bullets and numbers that a line begins with. */
const linePrefix = (line: string) => /^(?: *(?:>|[-*+](?= |$)|\d{1,9}[.)](?= |$)) ?)*/.exec(line)?.[0] ?? '';

function noteTokens(text: string, note: Note): void {
  for (const [token] of text.matchAll(/<(?:[!@#]|[a-z][\w+.-]*:)[^\n]{0,20}/gi)) note('mention', token);
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

function readLine(source: string, note: Note): string {
  let words = '';
  let marks = 0;
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match) at += match[0].length;
    return match;
  };
  if (/^ {0,3}\[[^\]]*\]:/.test(source)) note('link', source);
  while (at < source.length) {
    const before = source[at - 1] ?? ' ';
    const escaped = take(/\\([!-/:-@[-`{-~])/y);
    if (escaped) {
      words += escaped[1];
      continue;
    }
    const ticks = take(/`+/y)?.[0];
    if (ticks) {
      const rest = source.slice(at);
      const end = [...rest.matchAll(/`+/g)].find(([run]) => run === ticks);
      if (!end) note('stray', ticks);
      else {
        const code = rest.slice(0, end.index);
        noteTokens(code, note);
        words += code;
        at += end.index + ticks.length;
      }
      continue;
    }
    const entity = take(/&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]\w{0,40});/iy);
    if (entity) {
      const name = entity[0].slice(1, -1);
      // The renderer resolves what it knows; another entity in the output would be resolved by Slack.
      if (entities[name] === undefined) note('stray', entity[0]);
      words += entities[name] ?? entity[0];
      continue;
    }
    if (take(/!(?=\[)/y)) note('image', source.slice(at - 1, at + 30));
    const angle = take(/<[!@#/?a-z][^>]*>?/iy);
    if (angle) {
      note('mention', angle[0]);
      continue;
    }
    const link = take(/\[((?:\\.|\[(?:\\.|[^\]\\])*\]|[^\][\\])*)\]\(\s*<?([^\s)>]*)>?[^)]*\)/y);
    if (link) {
      words += readLine(link[1] ?? '', note);
      note('link', link[2] ?? '');
      continue;
    }
    const bare =
      take(/[a-z][a-z0-9+.-]*:\/\/[^\s<]+/iy) ?? (/[\p{L}\p{N}]/u.test(before) ? null : take(/www\.[^\s<]+/iy));
    if (bare) {
      note('bare', bare[0]);
      words += bare[0];
      continue;
    }
    const character = source[at] ?? '';
    if (character === '*' || character === '~') marks += 1;
    else words += character;
    at += 1;
  }
  const bullets = linePrefix(source).match(/\*/g)?.length ?? 0;
  if ((marks - bullets) % 2 === 1) note('stray', source);
  return words;
}
