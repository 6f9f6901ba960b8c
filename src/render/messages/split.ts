import type { Dialect } from '../writing/dialect.ts';
import type { Line, Run, Section } from '../writing/lines.ts';
import { writeRuns } from '../writing/write-runs.ts';
import { cutAtSentence, cutRuns } from './cut.ts';
import { createPages, type Pages } from './pages.ts';

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
  /** Lets the next sections use what was kept free. */
  useAll(): void;
  /** The messages so far; at least one, which may be empty. */
  messages(): readonly string[];
  /** A splitter that goes on from here on its own. */
  fork(): MessageSplitter;
}

/** The beginning of a splitter. */
export interface SplitterOptions {
  /** The text that the first message holds already. */
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
  const pages = createPages(dialect, { full: [], text: begun, size: dialect.measure(begun), half: halfAfter });
  return splitterOn(pages, dialect, false);
}

function splitterOn(pages: Pages, dialect: Dialect, behindHeading: boolean): MessageSplitter {
  let afterHeading = behindHeading;
  return {
    add(section) {
      // A heading stays with what follows it.
      const enough = section.heading ? fullForHeading : afterHeading ? fullForLine : fullForBlock;
      if (!pages.isEmpty() && pages.size() > pages.max() * enough) pages.turn();
      afterHeading = section.heading;
      pages.separate(section.gap);
      for (const line of section.lines) addLine(line, pages, dialect);
      pages.leaveFrame();
    },
    useAll: pages.useAll,
    messages: pages.messages,
    fork: () => splitterOn(createPages(dialect, pages.progress()), dialect, afterHeading),
  };
}

function addLine(line: Line, pages: Pages, dialect: Dialect): void {
  pages.leaveFrame(line.frame);
  if (!pages.isFresh() && pages.size() > pages.max() * fullForLine) pages.turn();
  pages.enterFrame(line);
  let lead = line.first;
  let runs = line.runs;
  for (;;) {
    // What begins a block does so behind a quote mark or a bullet as well, but not in a heading or in small print.
    const atLineStart = !lead.endsWith('# ');
    const sentence = line.together || !atLineStart ? undefined : firstSentence(runs, lead, pages, dialect);
    if (!sentence && putWhole(lead, runs, pages, dialect, atLineStart)) return;
    if (!sentence && line.together && !pages.isFresh()) {
      pages.turn();
      continue;
    }
    const [head, tail] = sentence ?? cutRuns(runs, pages.room() - pages.sizeOf(lead), dialect, pages.isFresh());
    if (head.length > 0) {
      pages.put(lead + writeRuns(head, dialect, atLineStart));
      lead = line.rest;
      runs = tail;
    }
    if (tail.length === 0) return;
    pages.turn();
  }
}

/** The line up to the first sentence after which the message is nearly full, and the rest of it; `undefined` without such a sentence. */
function firstSentence(
  runs: readonly Run[],
  lead: string,
  pages: Pages,
  dialect: Dialect,
): ReturnType<typeof cutAtSentence> {
  const left = pages.room() - pages.sizeOf(lead);
  // What has no end is never nearly full.
  if (left === Number.POSITIVE_INFINITY) return undefined;
  return cutAtSentence(runs, left - pages.max() * (1 - fullForSentence), left, dialect);
}

/** Puts the rest of a line if all of it fits; false when it does not. */
function putWhole(lead: string, runs: readonly Run[], pages: Pages, dialect: Dialect, atLineStart: boolean): boolean {
  // A character is at least half a unit long, so longer ones need not be written to know that they do not fit.
  if (runs.reduce((sum, run) => sum + run.text.length, 0) > 2 * pages.room()) return false;
  const whole = lead + (writeRuns(runs, dialect, atLineStart) || pages.placeholder());
  if (pages.sizeOf(whole) > pages.room()) return false;
  pages.put(whole);
  return true;
}
