import type { Answer, Page } from '../../core/answer/answer.ts';
import {
  createFootnotes,
  deliveredBy,
  type Footnote,
  type FootnoteList,
  type FootnoteRegistry,
} from '../../core/answer/footnotes.ts';
import type { AnswerFile } from '../../core/ports/place.ts';
import * as words from '../../words/en.ts';
import { toDataDocument } from '../data/data-document.ts';
import { dataFiles } from '../data/data-files.ts';
import { withoutSchemes } from '../gate/addresses.ts';
import { visibleLine } from '../gate/characters.ts';
import { type Block, wordsOf } from '../gate/document.ts';
import { createLinkGate, type LinkGate, type LinkPolicy } from '../gate/links.ts';
import { createGrowingDocument, type GrowingDocument } from '../growing/growing-document.ts';
import { shorten } from '../messages/cut.ts';
import { createMessageSplitter, type MessageSplitter } from '../messages/split.ts';
import { writeDocument } from '../writing/blocks.ts';
import type { Dialect } from '../writing/dialect.ts';
import { fileDialect } from '../writing/file-dialect.ts';
import type { Section } from '../writing/lines.ts';
import { consulted, sourceSections } from './sources.ts';
import { footerOf, noticesOf, statusOf } from './status.ts';

/** What a person sees of an answer, in a platform's words. */
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

/** What the operator decides about how answers look. */
export interface ViewOptions {
  readonly links: LinkPolicy;
  /** Of an answer of more messages, the next one shows the last that is shown, and all of it is in a file, where files are possible. */
  readonly maxMessages: number;
}

/**
 * Views one answer again and again while it grows. What it shows depends on its arguments alone, but that a link which is
 * delivered late becomes a footnote only at the end. Without `filesAllowed` the messages show all of it.
 */
export type ViewAnswer = (answer: Answer, earlier: FootnoteList, filesAllowed?: boolean) => View;

const maxSummary = 200;

/** The view of one answer: what is finished of it is parsed, gated, written and put into messages once. */
export function createAnswerView(dialect: Dialect, { links, maxMessages }: ViewOptions): ViewAnswer {
  let done: Done | undefined;
  let last: { answer: Answer; earlier: FootnoteList; filesAllowed: boolean; view: View } | undefined;

  function write(answer: Answer, earlier: FootnoteList, filesAllowed: boolean): View {
    const working = answer.state === 'working';
    const delivered = deliveredBy(answer, earlier);
    const outdated =
      done?.earlier !== earlier ||
      done.filesAllowed !== filesAllowed ||
      (!working && [...done.inert].some((url) => delivered(url) !== undefined));
    if (!done || outdated) done = nothingDone(earlier, filesAllowed);
    const gate = remembering(createLinkGate(delivered, links), done.inert);
    const { anew, finished, open } = answer.data
      ? { anew: true, finished: [], open: toDataDocument(answer.data.value, gate) }
      : done.document.update(answer.text, !working, gate);
    if (anew) done = { ...nothingDone(earlier, filesAllowed), document: done.document, inert: done.inert };
    addBlocks(done, finished, dialect);
    const whole = { ...done, registry: done.registry.fork(), splitter: done.splitter.fork() };
    addBlocks(whole, open, dialect);
    const text = whole.splitter.messages().slice(0, maxMessages + 1);
    const view = complete(answer, whole, dialect, filesAllowed);
    // A file takes the place of messages only where there are two or more: one has to say that it is there.
    if (!filesAllowed || view.messages.length <= maxMessages + 1) return view;
    return {
      ...view,
      messages: shortened(text, view.used, answer, dialect, maxMessages),
      files: working ? [] : [...view.files, toFile(answer, earlier, links)],
    };
  }

  /** Nothing that still arrives can be seen, because the messages that may be shown are full. */
  function isFull(answer: Answer, earlier: FootnoteList, filesAllowed: boolean): boolean {
    if (!filesAllowed || answer.state !== 'working' || !done || last?.earlier !== earlier || !last.filesAllowed)
      return false;
    return done.splitter.messages().length > maxMessages + 1 && answer.text.length >= last.answer.text.length;
  }

  function nothingDone(earlier: FootnoteList, filesAllowed: boolean): Done {
    return {
      earlier,
      filesAllowed,
      document: createGrowingDocument(),
      registry: createFootnotes(earlier),
      splitter: createMessageSplitter(dialect, filesAllowed ? { halfAfter: maxMessages } : {}),
      inert: new Set(),
      last: undefined,
      words: '',
    };
  }

  return (answer, earlier, filesAllowed = false) => {
    const same = last?.answer === answer && last.earlier === earlier && last.filesAllowed === filesAllowed;
    const view =
      last && (same || isFull(answer, earlier, filesAllowed)) ? last.view : write(answer, earlier, filesAllowed);
    last = { answer, earlier, filesAllowed, view };
    return view;
  };
}

/** What is written of an answer, and what it takes to go on. */
interface Done {
  readonly earlier: FootnoteList;
  readonly filesAllowed: boolean;
  readonly document: GrowingDocument;
  readonly registry: FootnoteRegistry;
  readonly splitter: MessageSplitter;
  /** URLs that were not delivered when they were written. */
  readonly inert: Set<string>;
  last: Block | undefined;
  words: string;
}

function remembering(gate: LinkGate, inert: Set<string>): LinkGate {
  return (url) => {
    const verdict = gate(url);
    if (verdict.kind !== 'cite') inert.add(url);
    return verdict;
  };
}

function addBlocks(done: Done, blocks: readonly Block[], dialect: Dialect): void {
  for (const section of writeDocument(blocks, dialect, done.registry.cite, done.last)) done.splitter.add(section);
  done.last = blocks.at(-1) ?? done.last;
  for (const block of blocks) if (done.words.length <= maxSummary) done.words += `${blockWords(block)} `;
}

function complete(answer: Answer, done: Done, dialect: Dialect, filesAllowed: boolean): View {
  const { registry, splitter } = done;
  const working = answer.state === 'working';
  const hasText = done.last !== undefined;
  const said = noticesOf(answer);
  splitter.useAll();
  addBlocks(done, said.map(paragraph), dialect);
  const used = registry.used();
  if (!working) for (const section of sourceSections(used, consulted(answer, used), dialect)) splitter.add(section);
  const smallPrint = working ? statusOf(answer, hasText) : footerOf(answer);
  const inline = addSmallPrint(splitter, smallPrint, dialect);
  return {
    messages: splitter.messages(),
    smallPrint: inline ? undefined : smallPrint,
    summary: shorten(withoutSchemes(visibleLine(done.words)), maxSummary),
    used,
    footnotes: registry.list(),
    files: filesAllowed && answer.data && !working ? dataFiles(answer.data.value) : [],
  };
}

/** Adds the small print where the dialect has a line for it; false where it has not. */
function addSmallPrint(splitter: MessageSplitter, text: string | undefined, { smallPrint }: Dialect): boolean {
  if (text === undefined || smallPrint === undefined) return false;
  splitter.add(smallSection(text, smallPrint));
  return true;
}

/**
 * The first messages of a long answer, and what follows in one that says where the rest is, with the sources if they fit
 * there or into one more.
 */
function shortened(
  text: readonly string[],
  used: readonly Footnote[],
  answer: Answer,
  dialect: Dialect,
  maxMessages: number,
): readonly string[] {
  const working = answer.state === 'working';
  const said = [words.restInFile(working), ...noticesOf(answer)];
  const closing = (sources: readonly Footnote[]) => {
    const splitter = createMessageSplitter(dialect, { begun: text[maxMessages] });
    for (const section of writeDocument(said.map(paragraph), dialect, unnumbered)) splitter.add(section);
    for (const section of sourceSections(sources, [], dialect)) splitter.add(section);
    addSmallPrint(splitter, working ? statusOf(answer, true) : footerOf(answer), dialect);
    return splitter.messages();
  };
  const last = working ? closing([]) : closing(used);
  return [...text.slice(0, maxMessages), ...(last.length <= 2 ? last : closing([]))];
}

function toFile(answer: Answer, earlier: FootnoteList, links: LinkPolicy): AnswerFile {
  const view = createAnswerView(fileDialect, { links, maxMessages: Number.POSITIVE_INFINITY });
  return { name: 'answer.md', text: `${view(answer, earlier).messages.join('\n\n')}\n` };
}

/** For the bot's own words, which cite nothing. */
const unnumbered = (page: Page): Footnote => ({ number: 0, url: page.url });

function smallSection(text: string, prefix: string): Section {
  return {
    lines: [{ first: prefix, rest: prefix, runs: [{ text, as: 'words', marks: [] }] }],
    gap: '\n',
    heading: false,
  };
}

const paragraph = (text: string): Block => ({ type: 'paragraph', children: [{ type: 'text', text }] });

function blockWords(block: Block): string {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return wordsOf(block.children);
    case 'quote':
      return block.children.map(blockWords).join(' ');
    case 'list':
      return block.items.flatMap((item) => item.children.map(blockWords)).join(' ');
    case 'code':
    case 'table':
    case 'rule':
      return '';
  }
}
