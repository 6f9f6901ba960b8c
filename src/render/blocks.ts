import type { Dialect } from './dialect.ts';
import type { Block, ListItem } from './document.ts';
import { type Cite, fencedLines, indent, indented, type Line, plainLine, type Section, writeLines } from './lines.ts';
import { writeTable } from './tables.ts';

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
      const inner = writeBlocks(block.children, dialect, cite);
      return indent(dialect.nestsQuotes ? inner : inner.map(unquoted), '> ', '> ');
    }
    case 'list':
      return block.items.flatMap((item, index) => writeItem(item, block.start, index, dialect, cite));
    case 'table':
      return writeTable(block.header, block.rows, dialect, cite);
    case 'rule':
      return [plainLine([{ text: dialect.rule, as: 'whole', marks: [] }])];
  }
}

function writeBlocks(blocks: readonly Block[], dialect: Dialect, cite: Cite): readonly Line[] {
  return blocks.flatMap((block, index) => {
    const lines = writeBlock(block, dialect, cite);
    const tight = index === 0 || block.type === 'list' || block.type === 'code';
    return tight ? lines : [plainLine([]), ...lines];
  });
}

function unquoted(line: Line): Line {
  return line.first.startsWith('> ') ? { ...line, first: line.first.slice(2), rest: line.rest.slice(2) } : line;
}

function writeItem(
  item: ListItem,
  start: number | undefined,
  index: number,
  dialect: Dialect,
  cite: Cite,
): readonly Line[] {
  const bullet = start === undefined ? '- ' : `${start + index}. `;
  const task = item.done === undefined ? '' : item.done ? '☑ ' : '☐ ';
  const lines = writeBlocks(item.children, dialect, cite);
  const space = ' '.repeat(bullet.length);
  if (lines.length === 0) return [plainLine([{ text: `${bullet}${task}`, as: 'whole', marks: [] }])];
  const unframed = dialect.indentsCode ? undefined : lines.findIndex((line) => line.frame);
  if (unframed === 0) return [plainLine([{ text: `${bullet}${task}`, as: 'whole', marks: [] }]), ...lines];
  return lines.map((line, at) => {
    if (line.frame && !dialect.indentsCode) return line;
    const first = at === 0 ? bullet + task : space;
    return { ...indented(line, space), first: first + line.first };
  });
}
