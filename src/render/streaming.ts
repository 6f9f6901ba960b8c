import { openFormula } from './math.ts';

/** How far back a link, a code span or an emphasis may have begun and still be waited for. */
const longestWait = 600;

/**
 * What of a text that is still arriving can be shown: nothing half-made at its end (link, URL, code span, emphasis,
 * fence line, table row, list marker). The text itself is never changed, only shown a little later.
 */
export function showablePart(text: string): string {
  // Half of a character arrives as a replacement character.
  return beginning(text.replace(/\ufffd$/, '')).trimEnd();
}

function beginning(text: string): string {
  const lineStart = text.lastIndexOf('\n') + 1;
  const line = text.slice(lineStart);
  const before = text.slice(0, lineStart);
  if (isInFence(before)) return /^\s*`{1,3}$/.test(line) ? before : text;
  const formula = openFormula(text);
  if (formula !== undefined) return text.slice(0, formula);
  if (/^\s*\|/.test(line) || line === '') return withoutLoneTableHead(before);
  if (/^(?:[`~]|[-=*_+#>\s]*$|\d+[.)]?\s*$|[$\\]$)/.test(line.trimStart())) return before;
  return before + line.slice(0, settledLength(line));
}

/** The head of a table looks like plain text until the line below it has come. */
function withoutLoneTableHead(text: string): string {
  const head = /(?:^|\n)[ \t]*\|[^\n]*\n$/.exec(text);
  if (!head) return text;
  const before = text.slice(0, head.index);
  return /\|[ \t]*$/.test(before) ? text : before;
}

function isInFence(text: string): boolean {
  let open = false;
  for (const [line] of text.matchAll(/^[ \t]*(?:```|~~~).*$/gm))
    open = !open || !/^[ \t]*(?:```|~~~)[ \t]*$/.test(line);
  return open;
}

/** The length of the beginning of a line in which every construct is closed, but for those that have been open for too long. */
function settledLength(line: string): number {
  const earliest = Math.max(0, line.length - longestWait);
  const unfinished = line.slice(earliest).search(unfinishedEnd);
  const held = [...openConstructs(line), unfinished === -1 ? -1 : earliest + unfinished];
  return Math.min(line.length, ...held.filter((at) => at >= earliest));
}

// What the next characters may turn into a URL, an entity, an escape, a mark, an image or a formula.
const unfinishedEnd =
  /(?:<|(?<![\p{L}\p{N}]))(?:h(?:t(?:t(?:p(?:s?(?::(?:\/(?:\/[^\s<>]*)?)?)?)?)?)?)?|w(?:w(?:w(?:\.[^\s<>]*)?)?)?)$|&#?\w{0,10}$|\$[a-zA-Z\\{(][^$\n]{0,60}$|\\$|[<*_~`![$]+$/iu;

/** Where links, code spans and emphases begin that are not closed on this line. */
function openConstructs(line: string): readonly number[] {
  const open = new Map<string, number>();
  const lastParenthesis = line.lastIndexOf('\\)');
  const lastBracket = line.lastIndexOf('\\]');
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === '\\') {
      const mark = line.slice(at, at + 2);
      const end = mark === '\\(' ? lastParenthesis : mark === '\\[' ? lastBracket : line.length;
      if (end < at && !open.has(mark)) open.set(mark, at);
      at += 1;
    } else if (character === '`') {
      const end = closingTicks(line, at);
      if (end === -1) return [...open.values(), at];
      at = end;
    } else if (character === '[') {
      const end = linkEnd(line, at);
      if (end === -1) return [...open.values(), line[at - 1] === '!' ? at - 1 : at];
      at = end;
    } else if (character === '*' || character === '_' || character === '~') at = mark(line, at, open);
  }
  return [...open.values()];
}

/** Notes that a run of `*`, `_` or `~` opens or closes an emphasis, as far as that can be told from its neighbours; gives its last index. */
function mark(line: string, from: number, open: Map<string, number>): number {
  let end = from;
  while (line[end + 1] === line[from]) end += 1;
  const run = line.slice(from, end + 1);
  const before = line[from - 1] ?? ' ';
  const after = line[end + 1] ?? ' ';
  const inWord = /[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(after);
  if (run === '~' || inWord) return end;
  if (open.has(run) && !/\s/.test(before)) open.delete(run);
  else if (!/\s/.test(after)) open.set(run, from);
  return end;
}

function closingTicks(line: string, from: number): number {
  const ticks = /^`+/.exec(line.slice(from))?.[0] ?? '`';
  for (const { 0: run, index } of line.slice(from + ticks.length).matchAll(/`+/g))
    if (run === ticks) return from + ticks.length + index + run.length - 1;
  return -1;
}

/** The last index of a link, or of brackets that are none; -1 when more text may still make a link of them. */
function linkEnd(line: string, from: number): number {
  const words = closing(line, from, '[', ']');
  if (words === -1 || words === line.length - 1) return -1;
  return line[words + 1] === '(' ? closing(line, words + 1, '(', ')') : words;
}

function closing(line: string, from: number, opener: string, closer: string): number {
  let depth = 0;
  for (let at = from; at < line.length; at += 1) {
    if (line[at] === '\\') at += 1;
    else if (line[at] === opener) depth += 1;
    else if (line[at] === closer) depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}
