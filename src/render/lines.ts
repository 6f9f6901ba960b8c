import type { Page } from '../core/answer.ts';
import type { Footnote } from '../core/footnotes.ts';
import { columns } from './characters.ts';
import type { Dialect } from './dialect.ts';
import { type Block, type Cell, type Inline, type ListItem, wordsOf } from './document.ts';
import { hostOf } from './links.ts';

/** A stretch of a line under the same marks (`**`, `*`, `~~`, outermost first). */
export interface Run {
  readonly text: string;
  /** `words` are escaped when written and may be cut; `code` is written as code and may be cut; `whole` is written as it is and never cut. */
  readonly as: 'words' | 'code' | 'whole';
  readonly marks: readonly string[];
}

/** What stands around lines that belong together, and is closed and opened again where they are cut: a fence, the head of a table. */
export interface Frame {
  readonly open: string;
  /** Empty when nothing closes it. */
  readonly close: string;
}

/** One line of a message. */
export interface Line {
  /** What the line begins with, and what it goes on with after a cut: indentation, bullets, quote marks. */
  readonly first: string;
  readonly rest: string;
  readonly runs: readonly Run[];
  readonly frame?: Frame | undefined;
  /** A line that is moved to the next message rather than cut, if it fits there. */
  readonly together?: boolean | undefined;
}

/** A top-level block as lines; `gap` stands between it and what is before it. */
export interface Section {
  readonly lines: readonly Line[];
  readonly gap: '\n' | '\n\n';
  readonly heading: boolean;
}

/** Gives each cited page its footnote, in the order of the text. */
export type Cite = (page: Page) => Footnote;

/** A document in a platform's words. Pages are cited in the order in which they stand in the text. */
export function writeDocument(blocks: readonly Block[], dialect: Dialect, cite: Cite): readonly Section[] {
  let afterHeading = false;
  return blocks.map((block) => {
    const gap = afterHeading && !dialect.gapAfterHeading ? '\n' : '\n\n';
    afterHeading = block.type === 'heading';
    return { lines: writeBlock(block, dialect, cite), gap, heading: afterHeading };
  });
}

/** Short lines, one an entry, each beginning with `prefix`. */
export function writeList(
  entries: readonly (readonly Inline[])[],
  prefix: string,
  dialect: Dialect,
  cite: Cite,
): readonly Line[] {
  return entries.flatMap((entry) => indent(writeLines(entry, dialect, cite, []), prefix, prefix));
}

function writeBlock(block: Block, dialect: Dialect, cite: Cite): readonly Line[] {
  switch (block.type) {
    case 'paragraph':
      return writeLines(block.children, dialect, cite, []);
    case 'heading': {
      const { prefix, marks } = dialect.heading(block.depth);
      return indent(writeLines(block.children, dialect, cite, marks), prefix, prefix);
    }
    case 'code':
      return fenced(block.text.split('\n'), block.language);
    case 'quote': {
      const inner = writeBlocks(block.children, dialect, cite);
      return indent(dialect.nestsQuotes ? inner : inner.map(unquoted), '> ', '> ');
    }
    case 'list':
      return block.items.flatMap((item, index) => writeItem(item, block.start, index, dialect, cite));
    case 'table':
      return writeTable(block.header, block.rows, dialect, cite);
    case 'rule':
      return [plainLine([{ text: dialect.rule, as: 'whole', marks: [] }])];
  }
}

function writeBlocks(blocks: readonly Block[], dialect: Dialect, cite: Cite): readonly Line[] {
  return blocks.flatMap((block, index) => {
    const lines = writeBlock(block, dialect, cite);
    const tight = index === 0 || block.type === 'list' || block.type === 'code';
    return tight ? lines : [plainLine([]), ...lines];
  });
}

function unquoted(line: Line): Line {
  return line.first.startsWith('> ') ? { ...line, first: line.first.slice(2), rest: line.rest.slice(2) } : line;
}

function writeItem(
  item: ListItem,
  start: number | undefined,
  index: number,
  dialect: Dialect,
  cite: Cite,
): readonly Line[] {
  const bullet = start === undefined ? '- ' : `${start + index}. `;
  const task = item.done === undefined ? '' : item.done ? '☑ ' : '☐ ';
  const lines = writeBlocks(item.children, dialect, cite);
  const space = ' '.repeat(bullet.length);
  if (lines.length === 0) return [plainLine([{ text: `${bullet}${task}`, as: 'whole', marks: [] }])];
  const unframed = dialect.indentsCode ? undefined : lines.findIndex((line) => line.frame);
  if (unframed === 0) return [plainLine([{ text: `${bullet}${task}`, as: 'whole', marks: [] }]), ...lines];
  return lines.map((line, at) => {
    if (line.frame && !dialect.indentsCode) return line;
    const first = at === 0 ? bullet + task : space;
    return { ...indented(line, space), first: first + line.first };
  });
}

function indented(line: Line, space: string): Line {
  if (!line.frame) return { ...line, first: space + line.first, rest: space + line.rest };
  const frame = framesIndented.get(line.frame)?.get(space) ?? indentFrame(line.frame, space);
  return { ...line, first: space + line.first, rest: space + line.rest, frame };
}

// Lines of one frame share the frame object: that is how the splitter knows that they belong together.
const framesIndented = new WeakMap<Frame, Map<string, Frame>>();

function indentFrame(frame: Frame, space: string): Frame {
  const pad = (text: string) => (text === '' ? '' : text.replace(/^/gm, space));
  const result = { open: pad(frame.open), close: pad(frame.close) };
  const bySpace = framesIndented.get(frame) ?? new Map<string, Frame>();
  framesIndented.set(frame, bySpace.set(space, result));
  return result;
}

function indent(lines: readonly Line[], first: string, rest: string): readonly Line[] {
  return lines.map((line, index) => {
    const line2 = indented(line, rest);
    return index === 0 ? { ...line2, first: first + line.first } : line2;
  });
}

const plainLine = (runs: readonly Run[]): Line => ({ first: '', rest: '', runs });

function fenced(lines: readonly string[], language: string): readonly Line[] {
  const frame = { open: `\`\`\`${language}`, close: '```' };
  return lines.map((text) => ({ first: '', rest: '', runs: [{ text, as: 'code', marks: [] }], frame, together: true }));
}

function writeLines(
  children: readonly Inline[],
  dialect: Dialect,
  cite: Cite,
  marks: readonly string[],
): readonly Line[] {
  const lines: Run[][] = [[]];
  const walk = (pieces: readonly Inline[], under: readonly string[]) => {
    for (const piece of pieces) {
      switch (piece.type) {
        case 'break':
          lines.push([]);
          break;
        case 'strong':
        case 'emphasis':
        case 'strike': {
          const mark = markOf[piece.type];
          walk(piece.children, under.includes(mark) ? under : [...under, mark]);
          break;
        }
        default:
          lines.at(-1)?.push(...writePiece(piece, dialect, cite, under));
      }
    }
  };
  walk(children, marks);
  return lines.map(plainLine);
}

const markOf = { strong: '**', emphasis: '*', strike: '~~' } as const;

const maxLinkWords = 120;

type Leaf = Extract<Inline, { type: 'text' | 'code' | 'cite' | 'link' | 'inert' }>;

function writePiece(piece: Leaf, dialect: Dialect, cite: Cite, marks: readonly string[]): readonly Run[] {
  switch (piece.type) {
    case 'text':
      return [{ text: piece.text, as: 'words', marks }];
    case 'cite':
      return [{ text: dialect.marker(cite(piece.page)), as: 'whole', marks }];
    case 'link': {
      const words = wordsOf(piece.children);
      const link = (label: string): Run => ({
        text: dialect.link(dialect.escape(label, false), piece.url),
        as: 'whole',
        marks,
      });
      // A link is never cut, so long words stand before it.
      return words.length <= maxLinkWords
        ? [link(words)]
        : [{ text: `${words} `, as: 'words', marks }, link(hostOf(piece.url))];
    }
    case 'code':
    case 'inert': {
      const text = piece.type === 'code' ? piece.text : piece.url;
      return spans(text).map((span) => ({ text: dialect.codeSpan(span), as: 'whole', marks }));
    }
  }
}

/** A very long code span becomes several, so that each fits a message. */
function spans(text: string): readonly string[] {
  if (text.trim() === '') return [];
  if (text.length <= 400) return [text];
  return text.match(/.{1,400}/gsu) ?? [];
}

function writeTable(
  header: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  dialect: Dialect,
  cite: Cite,
): readonly Line[] {
  if (dialect.tables.as === 'pipes') return pipeTable(header, rows, dialect, cite);
  const words = [header, ...rows].map((row) => row.map((cell) => cellWords(cell, cite)));
  const widths = header.map((_, column) => Math.max(1, ...words.map((row) => columns(row[column] ?? ''))));
  const total = widths.reduce((sum, width) => sum + width + 3, -3);
  if (total > dialect.tables.maxColumns) return listTable(header, rows, dialect, cite);
  const aligned = words.map((row) =>
    widths
      .map((width, column) => (row[column] ?? '') + ' '.repeat(width - columns(row[column] ?? '')))
      .join(' │ ')
      .trimEnd(),
  );
  aligned.splice(1, 0, widths.map((width) => '─'.repeat(width)).join('─┼─'));
  return fenced(aligned, '');
}

function cellWords(cell: Cell, cite: Cite): string {
  const pieces = cell.map((piece) => (piece.type === 'cite' ? `[${cite(piece.page).number}]` : wordsOf([piece])));
  return pieces.join('').replace(/\s+/g, ' ').trim();
}

function listTable(
  header: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  dialect: Dialect,
  cite: Cite,
): readonly Line[] {
  return rows.flatMap(([head, ...cells]) => {
    const lines = indent(writeLines(head ?? [], dialect, cite, ['**']), '- ', '  ');
    const named = cells.flatMap((cell, column) => {
      if (wordsOf(cell).trim() === '' && !cell.some((piece) => piece.type === 'cite')) return [];
      const label: Inline = { type: 'text', text: `${wordsOf(header[column + 1] ?? []).trim()}: ` };
      return indent(writeLines([label, ...cell], dialect, cite, []), '  - ', '    ');
    });
    return [...lines, ...named];
  });
}

function pipeTable(
  header: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  dialect: Dialect,
  cite: Cite,
): readonly Line[] {
  const row = (cells: readonly Cell[]): readonly Run[] => {
    const whole = header.map((_, column) => pipeCell(cells[column] ?? [], dialect, cite));
    return [{ text: `| ${whole.join(' | ')} |`, as: 'whole', marks: [] }];
  };
  const head = row(header)[0]?.text ?? '';
  const frame = { open: `${head}\n|${' --- |'.repeat(header.length)}`, close: '' };
  if (rows.length === 0) return [{ ...plainLine([{ text: frame.open, as: 'whole', marks: [] }]) }];
  return rows.map((cells) => ({ first: '', rest: '', runs: row(cells), frame, together: true }));
}

function pipeCell(cell: Cell, dialect: Dialect, cite: Cite): string {
  const lines = writeLines(cell, dialect, cite, []);
  return lines
    .map(({ runs }) => writeRuns(runs, dialect, false))
    .join(' ')
    .replaceAll('|', '\\|');
}

/** A line's text: marks are opened and closed around words, never around the white space at their edges. */
export function writeRuns(runs: readonly Run[], dialect: Dialect, atLineStart: boolean): string {
  let text = '';
  let open: readonly string[] = [];
  const change = (marks: readonly string[]) => {
    let shared = 0;
    while (shared < open.length && shared < marks.length && open[shared] === marks[shared]) shared += 1;
    const closing = open.slice(shared).reverse().join('');
    const end = text.trimEnd();
    text = closing === '' ? text : end + closing + text.slice(end.length);
    open = marks;
    return marks.slice(shared).join('');
  };
  for (const { text: raw, as, marks } of runs) {
    const opening = change(raw.trim() === '' ? open.filter((mark, at) => marks[at] === mark) : marks);
    const lead = as === 'words' ? (/^\s*/.exec(raw)?.[0] ?? '') : '';
    const body = raw.slice(lead.length);
    const start = atLineStart && text === '' && opening === '';
    const written = as === 'words' ? dialect.escape(body, start) : as === 'code' ? dialect.verbatim(body) : body;
    text += lead + opening + written;
  }
  change([]);
  return text;
}
