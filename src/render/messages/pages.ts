import type { Dialect } from '../writing/dialect.ts';
import type { Frame, Line } from '../writing/lines.ts';
import { writeRuns } from '../writing/write-runs.ts';

/** The messages of one answer, as far as they are filled. */
export interface Progress {
  readonly full: readonly string[];
  /** The last message so far, and its size. */
  readonly text: string;
  readonly size: number;
  /** The index of the message of which half is kept free. */
  readonly half: number | undefined;
}

/** Messages that are filled with written text; which text goes where is decided elsewhere. */
export interface Pages {
  /** The size of the last message. */
  size(): number;
  /** The size that the last message may have. */
  max(): number;
  /** The size that still fits into it, with what closes its frame. */
  room(): number;
  /** The size of a line there, with what stands between it and the text before. */
  sizeOf(line: string): number;
  isEmpty(): boolean;
  /** Whether the last message holds nothing, but for what opens its frame. */
  isFresh(): boolean;
  /** The next line comes behind this gap, all others behind a line break. */
  separate(gap: string): void;
  put(line: string): void;
  /** Begins a new message, in which the frame is opened again. */
  turn(): void;
  /** Closes the frame, unless it is this one. */
  leaveFrame(unless?: Frame): void;
  /** Opens the frame of a line, unless it is open. */
  enterFrame(line: Line): void;
  /** The text of a line without words; empty unless only this lets a frame be seen. */
  placeholder(): string;
  /** Keeps nothing free any more. */
  useAll(): void;
  messages(): readonly string[];
  progress(): Progress;
}

/** Goes on where the messages stand. */
export function createPages(dialect: Dialect, begun: Progress): Pages {
  const full = [...begun.full];
  let { text, size, half } = begun;
  let separator = '';
  let frame: Frame | undefined;

  const sizeOf = (line: string) => dialect.measure(text === '' ? line : separator + line);
  const put = (line: string) => {
    size += sizeOf(line);
    text += text === '' ? line : separator + line;
    separator = '\n';
  };
  const max = () => (full.length === half ? dialect.maxLength / 2 : dialect.maxLength);
  const room = () => max() - size - (frame?.close ? dialect.measure(`\n${frame.close}`) : 0);
  const turn = () => {
    if (frame?.close) put(frame.close);
    full.push(text.trimEnd());
    text = '';
    size = 0;
    if (frame) put(frame.open);
  };

  return {
    size: () => size,
    max,
    room,
    sizeOf,
    isEmpty: () => text === '',
    isFresh: () => text === '' || text === frame?.open,
    separate(gap) {
      separator = gap;
    },
    put,
    turn,
    leaveFrame(unless) {
      if (frame === unless) return;
      if (frame?.close) put(frame.close);
      frame = undefined;
    },
    enterFrame(line) {
      if (!line.frame || frame) return;
      const { open, close } = line.frame;
      const opening = sizeOf(`${open}\n${line.first}${close}\n`);
      const words = Math.min(200, writeRuns(line.runs, dialect, true).length);
      if (text !== '' && opening + words > room()) turn();
      put(open);
      frame = line.frame;
    },
    // Discord does not read a fence as one when only line breaks are in it.
    placeholder: () => (frame?.close && text.endsWith(frame.open) ? ' ' : ''),
    useAll() {
      half = undefined;
    },
    messages: () => (text === '' && full.length > 0 ? full : [...full, text.trimEnd()]),
    progress: () => ({ full, text, size, half }),
  };
}
