/** Markdown with its prose changed and its code as it was. In doubt a line counts as code. */
export function mapProse(markdown: string, change: (prose: string) => string): string {
  const kinds = createLineReader();
  let out = '';
  let prose = '';
  const flush = () => {
    out += outsideSpans(prose, change);
    prose = '';
  };
  for (const line of markdown.split(/(?<=\n)/)) {
    const kind = kinds(line);
    if (kind === 'prose') {
      prose += line;
      continue;
    }
    // Code spans do not go over the end of a paragraph.
    flush();
    out += line;
  }
  flush();
  return out;
}

type LineKind = 'prose' | 'code' | 'blank';

/** Tells of one line after another whether it is code. */
function createLineReader(): (line: string) => LineKind {
  let fence: string | undefined;
  let inList = false;
  let last: LineKind = 'blank';
  return (line) => {
    // Quotes and list items may hold fences.
    const [, mark = ''] = /^(?:[\s>]|[-*+]\s|\d{1,9}[.)]\s)*(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence !== undefined) {
      if (mark.startsWith(fence) && /^[\s>]*[`~]+\s*$/.test(line)) fence = undefined;
      return 'code';
    }
    if (mark !== '' && !(mark.startsWith('`') && line.slice(line.indexOf(mark) + mark.length).includes('`'))) {
      fence = mark;
      last = 'blank';
      return 'code';
    }
    if (line.trim() === '') return isCode(last) ? 'blank' : setLast('blank');
    const indent = /^(?: {4}|\t)( {4}|\t)?/.exec(line);
    const isIndented = indent !== null && (!inList || indent[1] !== undefined) && last !== 'prose';
    if (isIndented) return setLast('code');
    if (indent === null) inList = /^ {0,3}(?:[-*+]|\d{1,9}[.)])\s/.test(line) || (inList && /^ /.test(line));
    return setLast('prose');
  };

  function setLast(kind: LineKind): LineKind {
    last = kind;
    return kind;
  }
}

const isCode = (kind: LineKind) => kind === 'code';

/** A paragraph with everything changed but its code spans. */
function outsideSpans(paragraph: string, change: (prose: string) => string): string {
  let out = '';
  let from = 0;
  for (const { start, end } of codeSpans(paragraph)) {
    out += change(paragraph.slice(from, start)) + paragraph.slice(start, end);
    from = end;
  }
  return out + change(paragraph.slice(from));
}

/** A span goes from one run of backticks to the next of the same length. */
function codeSpans(paragraph: string): readonly { readonly start: number; readonly end: number }[] {
  const runs = Array.from(paragraph.matchAll(/`+/g), ({ 0: { length }, index }) => ({ index, length }));
  const nextOfLength = new Map<number, number>();
  const closing = runs.map(() => -1);
  for (const [at, { length }] of [...runs.entries()].reverse()) {
    closing[at] = nextOfLength.get(length) ?? -1;
    nextOfLength.set(length, at);
  }
  const spans: { start: number; end: number }[] = [];
  for (let at = 0; at < runs.length; at += 1) {
    const run = runs[at];
    const close = runs[closing[at] ?? -1];
    if (!run || !close || paragraph[run.index - 1] === '\\') continue;
    spans.push({ start: run.index, end: close.index + close.length });
    at = closing[at] ?? at;
  }
  return spans;
}
