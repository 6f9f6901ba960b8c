import { openFormula } from '../gate/math.ts';

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
  const shown = /^\s*\|/.test(line) ? '' : line.slice(0, settledLength(line));
  if (shown.trim() === '') return withoutLoneTableHead(before);
  return onlyBegins.test(shown.trimStart()) ? before : before + shown;
}

// A fence, an underline, a rule, a bullet, a task or a formula that may still become any of the others.
const onlyBegins = /^(?:[`~]|[-=*_+#>\s]*$|\d+[.)]?\s*$|(?:[-*+]|\d+[.)])\s+\[[ xX]?\]?\s*$|[$\\]$)/;

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
  /<(?:b(?:r\s{0,9}\/?)?)?$|(?:<|(?<![\p{L}\p{N}]))(?:h(?:t(?:t(?:p(?:s?(?::(?:\/(?:\/[^\s<>]*)?)?)?)?)?)?)?|w(?:w(?:w(?:\.[^\s<>]*)?)?)?)$|&#?\w{0,10}$|\$[a-zA-Z\\{(][^$\n]{0,60}$|\\$|[<*_~`![$]+$/iu;

/** Where links, code spans, formulas and emphases begin that are not closed on this line. */
function openConstructs(line: string): readonly number[] {
  const marks: OpenMark[] = [];
  const lastParenthesis = line.lastIndexOf('\\)');
  const lastBracket = line.lastIndexOf('\\]');
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === '\\') {
      const next = line[at + 1];
      if ((next === '(' && lastParenthesis < at) || (next === '[' && lastBracket < at)) return [...starts(marks), at];
      at += 1;
    } else if (character === '`') {
      const end = closingTicks(line, at);
      if (end === -1) return [...starts(marks), at];
      at = end;
    } else if (character === '[') {
      const end = linkEnd(line, at);
      if (end === -1) return [...starts(marks), line[at - 1] === '!' ? at - 1 : at];
      at = end;
    } else if (character === '*' || character === '_' || character === '~') at = readMarks(line, at, marks);
  }
  return starts(marks);
}

/** A run of `*`, `_` or `~` of which so many may still be closed. */
interface OpenMark {
  readonly character: string;
  readonly at: number;
  count: number;
}

const starts = (marks: readonly OpenMark[]) => marks.slice(0, 1).map(({ at }) => at);

/** Notes what a run of marks opens and closes, as CommonMark tells it from its neighbours; gives its last index. */
function readMarks(line: string, from: number, open: OpenMark[]): number {
  const character = line[from] ?? '';
  let end = from;
  while (line[end + 1] === character) end += 1;
  let count = end - from + 1;
  const before = line[from - 1] ?? ' ';
  const after = line[end + 1];
  // With the next character it may be of another kind.
  if (after === undefined || (character === '~' && count === 1)) return end;
  const inWord = /[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(after);
  if (inWord && character === '_') return end;
  for (let at = open.length - 1; at >= 0 && count > 0 && !/\s/.test(before); at -= 1) {
    const opener = open[at];
    if (opener?.character !== character) continue;
    const closed = Math.min(opener.count, count);
    opener.count -= closed;
    count -= closed;
    open.length = opener.count === 0 ? at : at + 1;
  }
  if (count > 0 && !inWord && !/\s/.test(after)) open.push({ character, at: from, count });
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
