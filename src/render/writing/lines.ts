import type { Page } from '../../core/answer/answer.ts';
import type { Footnote } from '../../core/answer/footnotes.ts';
import { type Inline, wordsOf } from '../gate/document.ts';
import { hostOf, safeUrl } from '../gate/links.ts';
import type { Dialect } from './dialect.ts';

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

/** Short lines, one an entry, each beginning with `prefix`. */
export function writeList(
  entries: readonly (readonly Inline[])[],
  prefix: string,
  dialect: Dialect,
  cite: Cite,
): readonly Line[] {
  return entries.flatMap((entry) => indent(writeLines(entry, dialect, cite, []), prefix, prefix));
}

/** A line, and the frame it stands in, behind a prefix. */
export function indented(line: Line, space: string): Line {
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

/** Lines behind a prefix: `first` before the first of them, `rest` before the others. */
export function indent(lines: readonly Line[], first: string, rest: string): readonly Line[] {
  return lines.map((line, index) => {
    const line2 = indented(line, rest);
    return index === 0 ? { ...line2, first: first + line.first } : line2;
  });
}

/** A line without anything around it. */
export const plainLine = (runs: readonly Run[]): Line => ({ first: '', rest: '', runs });

/** Lines of code inside their fence. */
export function fencedLines(lines: readonly string[], language: string): readonly Line[] {
  const frame = { open: `\`\`\`${language}`, close: '```' };
  return lines.map((text) => ({ first: '', rest: '', runs: [{ text, as: 'code', marks: [] }], frame, together: true }));
}

/** The lines of a text, one a line break; `marks` stand around all of it. */
export function writeLines(
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
          if (piece.hard && dialect.hardBreak) lines.at(-1)?.push({ text: dialect.hardBreak, as: 'whole', marks: [] });
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
      return [marker(cite(piece.page), dialect, marks)];
    case 'link': {
      const words = wordsOf(piece.children);
      const link = (label: string): Run => ({
        text: dialect.link(label, piece.url),
        as: 'whole',
        marks,
      });
      // A link is never cut, so long words stand before it.
      return words.length <= maxLinkWords
        ? [link(words)]
        : [{ text: `${words.trimEnd()} `, as: 'words', marks }, link(hostOf(piece.url))];
    }
    case 'code':
    case 'inert': {
      const text = piece.type === 'code' ? piece.text : piece.url;
      const around = dialect.closesMarksAroundCode ? [] : marks;
      return spans(text).map((span) => ({ text: dialect.codeSpan(span), as: 'whole', marks: around }));
    }
  }
}

function marker(footnote: Footnote, dialect: Dialect, marks: readonly string[]): Run {
  // Footnotes of earlier answers come from the store.
  const url = safeUrl(footnote.url);
  return url === undefined
    ? { text: `[${footnote.number}]`, as: 'words', marks }
    : { text: dialect.marker({ ...footnote, url }), as: 'whole', marks };
}

/** A very long code span becomes several, so that each fits a message. */
function spans(text: string): readonly string[] {
  if (text.trim() === '') return [];
  if (text.length <= 400) return [text];
  return text.match(/.{1,400}(?:\s|$)|.{1,400}/gsu) ?? [];
}

/** A line's text: marks are opened and closed around words, never around the white space at their edges. */
export function writeRuns(runs: readonly Run[], dialect: Dialect, atLineStart: boolean): string {
  let text = '';
  // The end of the text; asking the growing text itself would take its whole length each time.
  let last = '';
  let space = '';
  let open: readonly string[] = [];
  for (const run of joined(runs)) {
    const words = run.as === 'words';
    const core = words ? run.text.trim() : run.text;
    const blank = core.trim() === '';
    const marks = blank ? open.filter((mark, at) => run.marks[at] === mark) : run.marks;
    const shared = sharedStart(open, marks);
    const closing = open.slice(shared).reverse().join('');
    const opening = marks.slice(shared).join('');
    open = marks;
    text += closing;
    if (blank) {
      space += run.text;
      continue;
    }
    space += words ? run.text.slice(0, run.text.length - run.text.trimStart().length) : '';
    const start = atLineStart && text === '' && opening === '';
    const written = words ? dialect.escape(core, start) : run.as === 'code' ? dialect.verbatim(core) : core;
    const between = space === '' ? seam(closing || last, opening + written) : space;
    text += between + opening + written;
    last = written;
    space = words ? run.text.slice(run.text.trimEnd().length) : '';
  }
  return text + open.toReversed().join('') + space;
}

function sharedStart(open: readonly string[], marks: readonly string[]): number {
  let shared = 0;
  while (shared < open.length && shared < marks.length && open[shared] === marks[shared]) shared += 1;
  return shared;
}

/** What keeps two pieces apart that would be read as one: an image, a longer run of backticks or of marks. */
function seam(before: string, next: string): string {
  const apart =
    (before.endsWith('!') && next.startsWith('[')) ||
    (before.endsWith('`') && next.startsWith('`')) ||
    (/[*~]$/.test(before) && /^[*~]/.test(next));
  return apart ? '\u200b' : '';
}

/** Runs of words under the same marks as one, so that nothing hides at their border. */
function joined(runs: readonly Run[]): readonly Run[] {
  const result: Run[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    if (last?.as === 'words' && run.as === 'words' && sameMarks(last.marks, run.marks))
      result[result.length - 1] = { ...last, text: last.text + run.text };
    else result.push(run);
  }
  return result;
}

const sameMarks = (a: readonly string[], b: readonly string[]) =>
  a === b || (a.length === b.length && a.every((mark, at) => mark === b[at]));
