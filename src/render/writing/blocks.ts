import type { Block, ListItem } from '../gate/document.ts';
import type { Dialect } from './dialect.ts';
import { fencedLines, indent, indented, type Line, plainLine, type Section } from './lines.ts';
import { writeTable } from './tables.ts';
import { type Cite, writeLines } from './write-lines.ts';

/** A document, or what follows the block `before`, in a platform's words. Pages are cited in the order in which they stand in the text. */
export function writeDocument(
  blocks: readonly Block[],
  dialect: Dialect,
  cite: Cite,
  before?: Block | undefined,
): readonly Section[] {
  let afterHeading = before?.type === 'heading';
  return blocks.map((block) => {
    const gap = afterHeading && !dialect.gapAfterHeading ? '\n' : '\n\n';
    afterHeading = block.type === 'heading';
    return { lines: writeBlock(block, dialect, cite), gap, heading: afterHeading };
  });
}

function writeBlock(block: Block, dialect: Dialect, cite: Cite): readonly Line[] {
  switch (block.type) {
    case 'paragraph':
      return writeLines(block.children, dialect, cite, []);
    case 'heading': {
      const { prefix, marks } = dialect.heading(block.depth);
      return indent(writeLines(block.children, dialect, cite, marks), prefix, prefix);
    }
    case 'code':
      return fencedLines(block.text.split('\n'), block.language);
    case 'quote': {
      const children = dialect.nestsQuotes ? block.children : block.children.flatMap(unquoted);
      return indent(writeBlocks(children, dialect, cite), '> ', '> ');
    }
    case 'list':
      return block.items.flatMap((item, index) => writeItem(item, bulletOf(block, index, dialect), dialect, cite));
    case 'table':
      return writeTable(block.header, block.rows, dialect, cite);
    case 'rule':
      return [plainLine([{ text: dialect.rule, as: 'whole', marks: [] }])];
  }
}

function writeBlocks(blocks: readonly Block[], dialect: Dialect, cite: Cite): readonly Line[] {
  return blocks.flatMap((block, index) => {
    const lines = writeBlock(block, dialect, cite);
    return index === 0 || interrupts(block, blocks[index - 1]) ? lines : [plainLine([]), ...lines];
  });
}

/** Whether a block begins a new one without a blank line before it; of the lists those from 1 on do, but not behind a list. */
function interrupts(block: Block, before: Block | undefined): boolean {
  return block.type === 'code' || (block.type === 'list' && (block.start ?? 1) === 1 && before?.type !== 'list');
}

/** The blocks of a quote, without the quotes within it. */
function unquoted(block: Block): readonly Block[] {
  return block.type === 'quote' ? block.children.flatMap(unquoted) : [block];
}

function bulletOf({ start, mark }: Block & { readonly type: 'list' }, index: number, { listMarks }: Dialect): string {
  if (start === undefined) return listMarks ? `${mark} ` : '- ';
  return `${start + index}${listMarks ? mark : '.'} `;
}

function writeItem(item: ListItem, bullet: string, dialect: Dialect, cite: Cite): readonly Line[] {
  const task = item.done === undefined ? '' : item.done ? '☑ ' : '☐ ';
  const lines = writeBlocks(item.children, dialect, cite);
  const space = ' '.repeat(bullet.length);
  const behind = (line: Line) => (line.frame && !dialect.indentsCode ? line : indented(line, space));
  if (lines.length === 0) return [plainLine([{ text: `${bullet}${task}`, as: 'whole', marks: [] }])];
  if (lines[0]?.frame) {
    const marker = plainLine([{ text: `${bullet}${task}`, as: 'whole', marks: [] }]);
    return [marker, ...lines.map(behind)];
  }
  return lines.map((line, at) => (at === 0 ? { ...behind(line), first: bullet + task + line.first } : behind(line)));
}
