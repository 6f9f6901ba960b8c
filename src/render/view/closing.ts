import type { Answer, Page } from '../../core/answer/answer.ts';
import type { Footnote } from '../../core/answer/footnotes.ts';
import type { Words } from '../../words/words.ts';
import type { Block } from '../gate/document.ts';
import { createMessageSplitter, type MessageSplitter } from '../messages/split.ts';
import { writeDocument } from '../writing/blocks.ts';
import type { Dialect } from '../writing/dialect.ts';
import { sourceSections } from './sources.ts';
import { footerOf, noticesOf, statusOf } from './status.ts';

/** A paragraph of the bot's own words. */
export const paragraph = (text: string): Block => ({ type: 'paragraph', children: [{ type: 'text', text }] });

/** The line of small print under an answer. */
export function smallPrintOf(answer: Answer, hasText: boolean, words: Words): string | undefined {
  return answer.state === 'working' ? statusOf(answer, hasText, words) : footerOf(answer, words);
}

/** Adds the small print where the dialect has a line for it; false where it has not. */
export function addSmallPrint(
  splitter: MessageSplitter,
  text: string | undefined,
  { smallPrint: prefix }: Dialect,
): boolean {
  if (text === undefined || prefix === undefined) return false;
  const runs = [{ text, as: 'words', marks: [] } as const];
  splitter.add({ lines: [{ first: prefix, rest: prefix, runs }], gap: '\n', heading: false });
  return true;
}

/** A long answer whose whole is in a file. */
export interface LongAnswer {
  readonly answer: Answer;
  /** Its text in messages, of which `maxMessages` are shown whole; the one after them is gone on with. */
  readonly text: readonly string[];
  readonly maxMessages: number;
  readonly used: readonly Footnote[];
  readonly fileName: string;
}

/**
 * The first messages of a long answer, and what follows in one that says where the rest is, with the sources if they fit
 * there or into one more.
 */
export function shortened(long: LongAnswer, dialect: Dialect, words: Words): readonly string[] {
  const { answer, text, maxMessages, used, fileName } = long;
  const working = answer.state === 'working';
  const said = [words.messages.restInFile(working, fileName), ...noticesOf(answer, words)];
  const closing = (sources: readonly Footnote[]) => {
    const splitter = createMessageSplitter(dialect, { begun: text[maxMessages] });
    for (const section of writeDocument(said.map(paragraph), dialect, unnumbered)) splitter.add(section);
    for (const section of sourceSections(sources, [], dialect, words.sources)) splitter.add(section);
    addSmallPrint(splitter, smallPrintOf(answer, true, words), dialect);
    return splitter.messages();
  };
  const last = working ? closing([]) : closing(used);
  return [...text.slice(0, maxMessages), ...(last.length <= 2 ? last : closing([]))];
}

/** For the bot's own words, which cite nothing. */
const unnumbered = (page: Page): Footnote => ({ number: 0, url: page.url });
