/** How far back a link, a code span or an emphasis may have begun and still be waited for. */
const longestWait = 600;

/**
 * What of a text that is still arriving can be shown: nothing half-made at its end (link, URL, code span, emphasis,
 * fence line, table row, list marker). The text itself is never changed, only shown a little later.
 */
export function showablePart(text: string): string {
  return beginning(text).trimEnd();
}

function beginning(text: string): string {
  const lineStart = text.lastIndexOf('\n') + 1;
  const line = text.slice(lineStart);
  const before = text.slice(0, lineStart);
  if (isInFence(before)) return /^\s*`{1,3}$/.test(line) ? before : text;
  if (/^\s*\|/.test(line) || line === '') return withoutLoneTableHead(before);
  if (/^\s*(?:[`~]|[-=*_+#>\s]*$|\d+[.)]?\s*$)/.test(line)) return before;
  const from = Math.max(lineStart, text.length - longestWait);
  return text.slice(0, from + settled(text.slice(from)));
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

/** The length of the beginning of a line in which every construct is closed. */
function settled(line: string): number {
  let at = line.length;
  const holdBack = (index: number) => {
    if (index !== -1 && index < at) at = index;
  };
  holdBack(line.search(/\b[a-z][a-z0-9+.-]*:\/{0,2}[^\s<>]*$/i));
  holdBack(line.search(/(?:www\.[^\s<>]*|<[^<>\s][^<>]*|&#?\w*|\\|<)$/i));
  holdBack(openBracket(line));
  holdBack(openMark(line, /`+/g));
  holdBack(openMark(line, /\*\*|~~|(?<![\p{L}\p{N}_])__(?=\S)|(?<=\S)__(?![\p{L}\p{N}_])/gu));
  holdBack(line.search(/[*_~`![]+$/));
  return at;
}

/** Where a link begins that is not closed yet: `[words`, `[words](url` or `[words]` at the very end. */
function openBracket(line: string): number {
  let open = -1;
  let depth = 0;
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at];
    if (character === '\\') at += 1;
    else if (character === '[') {
      if (depth === 0) open = line[at - 1] === '!' ? at - 1 : at;
      depth += 1;
    } else if (character === ']' && depth > 0) {
      depth -= 1;
      if (depth > 0) continue;
      if (at === line.length - 1) return open;
      if (line[at + 1] !== '(') continue;
      const end = closingParenthesis(line, at + 1);
      if (end === -1) return open;
      at = end;
    }
  }
  return depth > 0 ? open : -1;
}

function closingParenthesis(line: string, from: number): number {
  let depth = 0;
  for (let at = from; at < line.length; at += 1) {
    if (line[at] === '(') depth += 1;
    else if (line[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

/** Where the last mark stands that opens something and is not closed; -1 when all are. */
function openMark(line: string, marks: RegExp): number {
  const open = new Map<string, number>();
  for (const { 0: mark, index } of line.matchAll(marks)) {
    if (open.has(mark)) open.delete(mark);
    else open.set(mark, index);
  }
  return open.size === 0 ? -1 : Math.min(...open.values());
}
