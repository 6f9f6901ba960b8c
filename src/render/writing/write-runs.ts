import type { Dialect } from './dialect.ts';
import type { Run } from './lines.ts';

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
