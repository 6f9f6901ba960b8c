import type { Dialect } from '../writing/dialect.ts';
import type { Run } from '../writing/lines.ts';
import { writeRuns } from '../writing/write-runs.ts';

/**
 * The longest beginning of a line that fits `room`, and the rest: cut between words where there are any, else between
 * characters as people see them. With `force` something is always taken, even from what is otherwise never cut.
 */
export function cutRuns(
  runs: readonly Run[],
  room: number,
  dialect: Dialect,
  force: boolean,
): readonly [head: readonly Run[], tail: readonly Run[]] {
  const sizeOf = (head: readonly Run[]) => dialect.measure(writeRuns(head, dialect, true));
  const count = longest(mayFit(runs, room), room, (n) => sizeOf(runs.slice(0, n)));
  const head = runs.slice(0, count);
  const next = runs[count];
  if (!next) return [head, []];
  const rest = runs.slice(count + 1);
  if (next.as !== 'whole') {
    const most = Math.min(next.text.length, 2 * room + 2);
    const length = longest(most, room, (n) => sizeOf([...head, { ...next, text: next.text.slice(0, n) }]));
    const at = wordBreak(next.text, length);
    if (at > 0) return split(head, next, at, rest);
    if (!endsWord(head.at(-1)) && !/^\s/.test(next.text)) return backToWord(head, [next, ...rest], next, length, force);
    if (head.length === 0 && force) return split(head, next, characterBreak(next.text, length), rest);
    return [head, [next, ...rest]];
  }
  if (head.length > 0 || !force) return [head, [next, ...rest]];
  // Half a link is not a link: what must be cut after all is shown as words.
  const raw: Run = { ...next, as: 'words' };
  const length = longest(Math.min(raw.text.length, 2 * room + 2), room, (n) =>
    sizeOf([{ ...raw, text: raw.text.slice(0, n) }]),
  );
  return split([], raw, characterBreak(raw.text, length), rest);
}

/**
 * The line up to the end of its first sentence that takes more than `least` and no more than `room`, and the rest, which is
 * not empty; `undefined` without such an end. A footnote's marker belongs to the sentence before it.
 */
export function cutAtSentence(
  runs: readonly Run[],
  least: number,
  room: number,
  dialect: Dialect,
): readonly [head: readonly Run[], tail: readonly Run[]] | undefined {
  // A character takes at least half a unit and seldom more than two with its escape.
  const near = runs.slice(0, mayFit(runs, room) + 1);
  if (near.reduce((sum, { text }) => sum + text.length, 0) <= least / 2) return undefined;
  const plain = near.map(({ text, as }) => (as === 'words' ? text : stand.repeat(text.length))).join('');
  // What stands farther on cannot fit and would be looked through again for every message.
  const fitting = plain.slice(0, Math.max(0, 2 * room + 2));
  const ends = [...fitting.matchAll(sentenceEnd)].map(({ 0: end, index }) => index + end.length);
  const cutAt = (at: number) => splitAt(runs, at);
  const sizeOf = (count: number) => dialect.measure(writeRuns(cutAt(ends[count - 1] ?? 0)[0], dialect, true));
  const tooEarly = longest(ends.length, Math.max(0, Math.floor(least)), sizeOf);
  const end = ends[tooEarly];
  if (end === undefined || sizeOf(tooEarly + 1) > room) return undefined;
  const [head, tail] = cutAt(end);
  return tail.length === 0 ? undefined : [head, tail];
}

/** Takes the place of what is no words: no sentence ends or begins in it. */
const stand = '\u{fffc}';
const sentenceEnd =
  /[.!?\u{2026}]["')\]\u{201d}\u{2019}]*(?:\s?\u{fffc})*(?=\s+["'(\u{201c}\u{2018}]*[\p{Lu}\p{Lo}])|[\u{3002}\u{ff01}\u{ff1f}]\u{fffc}*(?=\p{Lo})/gu;

/** A line before and after a character, without the space around the cut. */
function splitAt(runs: readonly Run[], at: number): readonly [readonly Run[], readonly Run[]] {
  let before = 0;
  for (const [index, run] of runs.entries()) {
    if (before + run.text.length > at) return split(runs.slice(0, index), run, at - before, runs.slice(index + 1));
    before += run.text.length;
  }
  return [runs, []];
}

/** How many runs need to be tried: each takes some room, and each of its characters at least half a unit. */
function mayFit(runs: readonly Run[], room: number): number {
  let length = 0;
  let count = 0;
  while (count < runs.length && count < 2 * room + 2) {
    length += runs[count]?.text.length ?? 0;
    if (length > 2 * room + 2) break;
    count += 1;
  }
  return count;
}

function split(
  head: readonly Run[],
  run: Run,
  at: number,
  rest: readonly Run[],
): readonly [readonly Run[], readonly Run[]] {
  const before = run.text.slice(0, at);
  const after = run.as === 'words' ? run.text.slice(at).trimStart() : run.text.slice(at);
  const left = run.as === 'words' ? before.trimEnd() : before;
  return [
    left === '' ? head : [...head, { ...run, text: left }],
    after === '' ? rest : [{ ...run, text: after }, ...rest],
  ];
}

/** A word goes over the border of two runs: the cut goes back to the last space before it, or through the word if there is none. */
function backToWord(
  head: readonly Run[],
  tail: readonly Run[],
  next: Run,
  length: number,
  force: boolean,
): readonly [readonly Run[], readonly Run[]] {
  const last = head.at(-1);
  const at = last?.as === 'words' ? wordBreak(last.text, last.text.length) : 0;
  if (last && at > 0) return split(head.slice(0, -1), last, at, tail);
  if (head.length > 1 || !force) return [head, tail];
  return split(head, next, characterBreak(next.text, length), tail.slice(1));
}

const endsWord = (run: Run | undefined) => run === undefined || run.as === 'whole' || /\s$/.test(run.text);

/** The last place at or before `max` where a new word begins; 0 when the text before is one word. */
function wordBreak(text: string, max: number): number {
  if (max >= text.length) return text.length;
  const before = text.slice(0, max + 1);
  const space = before.search(/\s\S*$/);
  const wide = before
    .slice(0, max)
    .search(
      /[\u{3000}-\u{9fff}\u{ac00}-\u{d7a3}\u{ff00}-\u{ffef}][^\u{3000}-\u{9fff}\u{ac00}-\u{d7a3}\u{ff00}-\u{ffef}]*$/u,
    );
  return Math.max(space, wide === -1 ? 0 : wide, 0);
}

/** The last border between two characters as people see them at or before `max`; the first one after it when there is none. */
function characterBreak(text: string, max: number): number {
  let at = 0;
  for (const { index, segment } of new Intl.Segmenter().segment(text.slice(0, max + 100))) {
    const end = index + segment.length;
    if (end > max) return at > 0 ? at : Math.max(1, max);
    at = end;
  }
  return at;
}

/** The greatest n up to `most` whose size is at most `room`; the size never falls as n grows. 0 when there is none. */
function longest(most: number, room: number, sizeOf: (n: number) => number): number {
  let low = 0;
  let high = most;
  let guess = Math.min(most, room);
  for (let tries = 1; low < high; tries += 1) {
    const n = Math.min(Math.max(guess, low + 1), high);
    const size = sizeOf(n);
    if (size <= room) low = n;
    else high = n - 1;
    // Sizes grow evenly in most texts, so the place is near where this one says; in others halving finds it.
    guess = tries < 6 ? n + Math.trunc(((room - size) * n) / Math.max(1, size)) : Math.ceil((low + high) / 2);
  }
  return low;
}
