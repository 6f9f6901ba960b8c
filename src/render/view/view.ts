import type { Answer } from '../../core/answer/answer.ts';
import { deliveredBy, type Footnote, type FootnoteList } from '../../core/answer/footnotes.ts';
import type { AnswerFile } from '../../core/ports/place.ts';
import { shorten } from '../../core/shorten.ts';
import type { Words } from '../../words/words.ts';
import { toDataDocument } from '../data/data-document.ts';
import { dataFiles } from '../data/data-files.ts';
import { withoutSchemes } from '../gate/addresses.ts';
import { visibleLine } from '../gate/characters.ts';
import { createLinkGate, type LinkPolicy } from '../gate/links.ts';
import type { Dialect } from '../writing/dialect.ts';
import { fileDialect } from '../writing/file-dialect.ts';
import { addSmallPrint, paragraph, shortened, smallPrintOf } from './closing.ts';
import { consulted, sourceSections } from './sources.ts';
import { noticesOf } from './status.ts';
import { addBlocks, forkWritten, maxSummary, nothingWritten, remembering, type Written } from './written.ts';

/** An answer as a person sees it, in a platform's dialect. */
export interface View {
  /** At least one, which may be empty. */
  readonly messages: readonly string[];
  /** One plain line of small print, not escaped, where the dialect has no line for it: what happens now, or how the answer came about. */
  readonly smallPrint: string | undefined;
  /** The beginning of the answer without markup and without URLs, for notifications. */
  readonly summary: string;
  readonly used: readonly Footnote[];
  readonly footnotes: FootnoteList;
  /** To be attached at the end: the data of a structured answer, and the whole of one of which the messages show only the beginning. */
  readonly files: readonly AnswerFile[];
}

/** The look of answers, apart from the platform's dialect. */
export interface ViewOptions {
  readonly words: Words;
  readonly links: LinkPolicy;
  /** Of an answer of more messages, the next one shows the last that is shown, and all of it is in a file, where files are possible. */
  readonly maxMessages: number;
}

/**
 * Views one answer again and again while it grows. What it shows depends on its arguments alone, but that a link which is
 * delivered late becomes a footnote only at the end. Without `filesAllowed` the messages show all of it.
 */
export type ViewAnswer = (answer: Answer, earlier: FootnoteList, filesAllowed?: boolean) => View;

/** The view of one answer: what is finished of it is parsed, gated, written and put into messages once. */
export function createAnswerView(dialect: Dialect, options: ViewOptions): ViewAnswer {
  const { words, links, maxMessages } = options;
  const fileName = `${words.messages.fileName}.md`;
  let done: Written | undefined;
  let last: { answer: Answer; earlier: FootnoteList; filesAllowed: boolean; view: View } | undefined;

  const begin = (earlier: FootnoteList, filesAllowed: boolean) =>
    nothingWritten(dialect, earlier, filesAllowed, filesAllowed ? maxMessages : undefined);

  function write(answer: Answer, earlier: FootnoteList, filesAllowed: boolean): View {
    const working = answer.state === 'working';
    const delivered = deliveredBy(answer, earlier);
    const outdated =
      done?.earlier !== earlier ||
      done.filesAllowed !== filesAllowed ||
      (!working && [...done.inert].some((url) => delivered(url) !== undefined));
    if (!done || outdated) done = begin(earlier, filesAllowed);
    const gate = remembering(createLinkGate(delivered, links), done.inert);
    const { anew, finished, open } = answer.data
      ? { anew: true, finished: [], open: toDataDocument(answer.data.value, gate, words.data) }
      : done.document.update(answer.text, !working, gate);
    if (anew) done = { ...begin(earlier, filesAllowed), document: done.document, inert: done.inert };
    addBlocks(done, finished, dialect);
    const whole = forkWritten(done);
    addBlocks(whole, open, dialect);
    const text = whole.splitter.messages().slice(0, maxMessages + 1);
    const view = close(answer, whole, dialect, words);
    // A file takes the place of messages only where there are two or more: one has to say that it is there.
    if (!filesAllowed || view.messages.length <= maxMessages + 1) return view;
    const long = { answer, text, maxMessages, used: view.used, fileName };
    const messages = shortened(long, dialect, words);
    if (working) return { ...view, messages, files: [] };
    const file = { name: fileName, text: wholeText(answer, earlier, options) };
    return { ...view, messages, files: [...view.files, file] };
  }

  /** Nothing that still arrives can be seen, because the messages that may be shown are full. */
  function isFull(answer: Answer, earlier: FootnoteList, filesAllowed: boolean): boolean {
    if (!filesAllowed || answer.state !== 'working' || !done || last?.earlier !== earlier || !last.filesAllowed)
      return false;
    return done.splitter.messages().length > maxMessages + 1 && answer.text.length >= last.answer.text.length;
  }

  return (answer, earlier, filesAllowed = false) => {
    const same = last?.answer === answer && last.earlier === earlier && last.filesAllowed === filesAllowed;
    const view =
      last && (same || isFull(answer, earlier, filesAllowed)) ? last.view : write(answer, earlier, filesAllowed);
    last = { answer, earlier, filesAllowed, view };
    return view;
  };
}

/** The view of an answer whose text is written: with what must be known about it, its sources and its small print. */
function close(answer: Answer, written: Written, dialect: Dialect, words: Words): View {
  const { registry, splitter } = written;
  const working = answer.state === 'working';
  const smallPrint = smallPrintOf(answer, written.last !== undefined, words);
  splitter.useAll();
  addBlocks(written, noticesOf(answer, words).map(paragraph), dialect);
  const used = registry.used();
  if (!working)
    for (const section of sourceSections(used, consulted(answer, used), dialect, words.sources)) splitter.add(section);
  const inline = addSmallPrint(splitter, smallPrint, dialect);
  const filesAllowed = written.filesAllowed && !working;
  return {
    messages: splitter.messages(),
    smallPrint: inline ? undefined : smallPrint,
    summary: shorten(withoutSchemes(visibleLine(written.words)), maxSummary),
    used,
    footnotes: registry.list(),
    files: filesAllowed && answer.data ? dataFiles(answer.data.value, words.messages.fileName) : [],
  };
}

/** All of an answer as one Markdown text. */
function wholeText(answer: Answer, earlier: FootnoteList, options: ViewOptions): string {
  const view = createAnswerView(fileDialect, { ...options, maxMessages: Number.POSITIVE_INFINITY });
  return `${view(answer, earlier).messages.join('\n\n')}\n`;
}
