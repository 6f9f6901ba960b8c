import { createFootnotes, type FootnoteList, type FootnoteRegistry } from '../../core/answer/footnotes.ts';
import { type Block, wordsOf } from '../gate/document.ts';
import type { LinkGate } from '../gate/links.ts';
import { createGrowingDocument, type GrowingDocument } from '../growing/growing-document.ts';
import { createMessageSplitter, type MessageSplitter } from '../messages/split.ts';
import { writeDocument } from '../writing/blocks.ts';
import type { Dialect } from '../writing/dialect.ts';

/** Code points of a summary. */
export const maxSummary = 200;

/** An answer as far as it is written, and what it takes to go on. */
export interface Written {
  readonly earlier: FootnoteList;
  readonly filesAllowed: boolean;
  readonly document: GrowingDocument;
  readonly registry: FootnoteRegistry;
  readonly splitter: MessageSplitter;
  /** URLs that were not delivered when they were written. */
  readonly inert: Set<string>;
  /** The last block. */
  last: Block | undefined;
  /** The beginning without markup, at least as long as a summary. */
  words: string;
}

/** An answer of which nothing is written. `halfAfter`: of the message after so many, half is kept free. */
export function nothingWritten(
  dialect: Dialect,
  earlier: FootnoteList,
  filesAllowed: boolean,
  halfAfter: number | undefined,
): Written {
  return {
    earlier,
    filesAllowed,
    document: createGrowingDocument(),
    registry: createFootnotes(earlier),
    splitter: createMessageSplitter(dialect, { halfAfter }),
    inert: new Set(),
    last: undefined,
    words: '',
  };
}

/** A copy that is gone on with on its own. */
export function forkWritten(written: Written): Written {
  return { ...written, registry: written.registry.fork(), splitter: written.splitter.fork() };
}

/** Writes blocks behind what is written. */
export function addBlocks(written: Written, blocks: readonly Block[], dialect: Dialect): void {
  for (const section of writeDocument(blocks, dialect, written.registry.cite, written.last))
    written.splitter.add(section);
  written.last = blocks.at(-1) ?? written.last;
  for (const block of blocks) if (written.words.length <= maxSummary) written.words += `${blockWords(block)} `;
}

/** The gate, which notes in `inert` what it does not let through as a footnote. */
export function remembering(gate: LinkGate, inert: Set<string>): LinkGate {
  return (url) => {
    const verdict = gate(url);
    if (verdict.kind !== 'cite') inert.add(url);
    return verdict;
  };
}

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
