import type { Dialect } from '../writing/dialect.ts';
import { type Frame, type Line, type Run, type Section, writeRuns } from '../writing/lines.ts';
import { cutAtSentence, cutRuns } from './cut.ts';

// How full a message may be before the next heading, block, sentence or line begins in a new one. This looks only at what
// stands before, so that a text that still grows does not move what is shown already.
const fullForHeading = 0.85;
const fullForBlock = 0.92;
const fullForSentence = 0.94;
const fullForLine = 0.95;

/** Fills messages with sections, each message within the dialect's length. */
export interface MessageSplitter {
  /** Adds a section. Messages before the last one never change again. */
  add(section: Section): void;
  /** What is added from now on may use what was kept free. */
  useAll(): void;
  /** The messages so far; at least one, which may be empty. */
  messages(): readonly string[];
  /** A splitter that goes on from here on its own. */
  fork(): MessageSplitter;
}

/** How a splitter begins. */
export interface SplitterOptions {
  /** What the first message says already. */
  readonly begun?: string | undefined;
  /** Of the message after so many, half is kept free for what closes the answer. */
  readonly halfAfter?: number | undefined;
}

/**
 * A splitter with one message. It cuts between blocks, else between lines, else between sentences, else between words;
 * fences are closed and opened again, links and footnotes stay whole.
 */
export function createMessageSplitter(
  dialect: Dialect,
  { begun = '', halfAfter }: SplitterOptions = {},
): MessageSplitter {
  return splitterFrom(dialect, {
    full: [],
    text: begun,
    size: dialect.measure(begun),
    afterHeading: false,
    half: halfAfter,
  });
}

/** How far a splitter has come. */
interface Progress {
  readonly full: string[];
  readonly text: string;
  readonly size: number;
  readonly afterHeading: boolean;
  /** The index of the message of which half is kept free. */
  readonly half: number | undefined;
}

function splitterFrom(dialect: Dialect, begun: Progress): MessageSplitter {
  const { full } = begun;
  let { text, size, afterHeading, half } = begun;
  let separator = '';
  let frame: Frame | undefined;

  const sizeOf = (line: string) => dialect.measure(text === '' ? line : separator + line);
  const put = (line: string) => {
    size += sizeOf(line);
    text += text === '' ? line : separator + line;
    separator = '\n';
  };
  const max = () => (full.length === half ? dialect.maxLength / 2 : dialect.maxLength);
  const isFresh = () => text === '' || text === frame?.open;
  const room = () => max() - size - (frame?.close ? dialect.measure(`\n${frame.close}`) : 0);
  const leaveFrame = () => {
    if (frame?.close) put(frame.close);
    frame = undefined;
  };
  const turnPage = () => {
    if (frame?.close) put(frame.close);
    full.push(text.trimEnd());
    text = '';
    size = 0;
    if (frame) put(frame.open);
  };

  /** Discord does not read a fence as one when only line breaks are in it. */
  const placeholder = () => (frame?.close && text.endsWith(frame.open) ? ' ' : '');

  function enterFrame(next: Frame, firstLine: Line): void {
    const needed =
      sizeOf(`${next.open}\n${firstLine.first}${next.close}\n`) +
      Math.min(200, writeRuns(firstLine.runs, dialect, true).length);
    if (text !== '' && needed > room()) turnPage();
    put(next.open);
    frame = next;
  }

  /** The line up to the first sentence after which the message is nearly full, and the rest of it; `undefined` without such a sentence. */
  function sentenceFor(runs: readonly Run[], leadSize: number): ReturnType<typeof cutAtSentence> {
    const left = room() - leadSize;
    // What has no end is never nearly full.
    if (left === Number.POSITIVE_INFINITY) return undefined;
    return cutAtSentence(runs, left - max() * (1 - fullForSentence), left, dialect);
  }

  function addLine(line: Line): void {
    if (line.frame !== frame) leaveFrame();
    if (!isFresh() && size > max() * fullForLine) turnPage();
    if (line.frame && !frame) enterFrame(line.frame, line);
    let lead = line.first;
    let runs = line.runs;
    for (;;) {
      // What begins a block does so behind a quote mark or a bullet as well, but not in a heading or in small print.
      const atLineStart = !lead.endsWith('# ');
      const sentence = line.together || !atLineStart ? undefined : sentenceFor(runs, sizeOf(lead));
      if (sentence) {
        put(lead + writeRuns(sentence[0], dialect, atLineStart));
        lead = line.rest;
        runs = sentence[1];
        turnPage();
        continue;
      }
      // A character is at least half a unit long, so longer ones need not be written to know that they do not fit.
      if (runs.reduce((sum, run) => sum + run.text.length, 0) <= 2 * room()) {
        const whole = lead + (writeRuns(runs, dialect, atLineStart) || placeholder());
        if (sizeOf(whole) <= room()) {
          put(whole);
          return;
        }
      }
      if (line.together && !isFresh()) {
        turnPage();
        continue;
      }
      const [head, tail] = cutRuns(runs, room() - sizeOf(lead), dialect, isFresh());
      if (head.length > 0) {
        put(lead + writeRuns(head, dialect, atLineStart));
        lead = line.rest;
        runs = tail;
      }
      if (tail.length === 0) return;
      turnPage();
    }
  }

  return {
    add(section) {
      // A heading stays with what follows it.
      const enough = section.heading ? fullForHeading : afterHeading ? fullForLine : fullForBlock;
      if (text !== '' && size > max() * enough) turnPage();
      afterHeading = section.heading;
      separator = section.gap;
      for (const line of section.lines) addLine(line);
      leaveFrame();
    },
    useAll() {
      half = undefined;
    },
    messages: () => (text === '' && full.length > 0 ? full : [...full, text.trimEnd()]),
    fork: () => splitterFrom(dialect, { full: [...full], text, size, afterHeading, half }),
  };
}
