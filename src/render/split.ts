import { cutRuns } from './cut.ts';
import type { Dialect } from './dialect.ts';
import { type Frame, type Line, type Section, writeRuns } from './lines.ts';

// How full a message may be before the next heading, block or line begins in a new one. This looks only at what stands
// before, so that a text that still grows does not move what is shown already.
const fullForHeading = 0.7;
const fullForBlock = 0.85;
const fullForLine = 0.95;

/** Fills messages with sections, each message within the dialect's length. */
export interface MessageSplitter {
  /** Adds a section. Messages before the last one never change again. */
  add(section: Section): void;
  /** The messages so far; at least one, which may be empty. */
  messages(): readonly string[];
  /** A splitter that goes on from here on its own. */
  fork(): MessageSplitter;
}

/**
 * A splitter with one empty message. It cuts between blocks, else between lines, else between words; fences are closed and
 * opened again, links and footnotes stay whole.
 */
export function createMessageSplitter(dialect: Dialect): MessageSplitter {
  return splitterFrom(dialect, [], '', 0);
}

function splitterFrom(dialect: Dialect, full: string[], begun: string, begunSize: number): MessageSplitter {
  const max = dialect.maxLength;
  let text = begun;
  let size = begunSize;
  let separator = '';
  let frame: Frame | undefined;

  const sizeOf = (line: string) => dialect.measure(text === '' ? line : separator + line);
  const put = (line: string) => {
    size += sizeOf(line);
    text += text === '' ? line : separator + line;
    separator = '\n';
  };
  const isFresh = () => text === '' || text === frame?.open;
  const room = () => max - size - (frame?.close ? dialect.measure(`\n${frame.close}`) : 0);
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

  function addLine(line: Line): void {
    if (line.frame !== frame) leaveFrame();
    if (!isFresh() && size > max * fullForLine) turnPage();
    if (line.frame && !frame) enterFrame(line.frame, line);
    let lead = line.first;
    let runs = line.runs;
    for (;;) {
      // What begins a block does so behind a quote mark or a bullet as well, but not in a heading or in small print.
      const atLineStart = !lead.endsWith('# ');
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
      if (text !== '' && size > max * (section.heading ? fullForHeading : fullForBlock)) turnPage();
      separator = section.gap;
      for (const line of section.lines) addLine(line);
      leaveFrame();
    },
    messages: () => (text === '' && full.length > 0 ? full : [...full, text.trimEnd()]),
    fork: () => splitterFrom(dialect, [...full], text, size),
  };
}
