import { columns } from '../gate/characters.ts';
import { type Cell, type Inline, wordsOf } from '../gate/document.ts';
import type { Dialect } from './dialect.ts';
import { type Frame, fencedLines, indent, type Line, plainLine } from './lines.ts';
import { type Cite, writeLines } from './write-lines.ts';
import { writeRuns } from './write-runs.ts';

/** A longer row would have to be cut. In UTF-16 code units. */
const maxRow = 3000;

/** A table in the dialect's way: with pipes, aligned in a code block, or as a list where that is not possible. */
export function writeTable(
  header: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  dialect: Dialect,
  cite: Cite,
): readonly Line[] {
  const table =
    dialect.tables.as === 'pipes'
      ? pipeTable(header, rows, dialect.tables, dialect, cite)
      : alignedTable(header, rows, dialect.tables.maxWidth, cite);
  return table ?? listTable(header, rows, dialect, cite);
}

function alignedTable(
  header: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  maxWidth: number,
  cite: Cite,
): readonly Line[] | undefined {
  if ([header, ...rows].some((row) => row.some(hasLink))) return undefined;
  const words = [header, ...rows].map((row) =>
    row.map((cell) =>
      wordsOf(cell, (page) => `[${cite(page).number}]`)
        .replace(/\s+/g, ' ')
        .trim(),
    ),
  );
  const widths = header.map((_, column) => words.reduce((most, row) => Math.max(most, columns(row[column] ?? '')), 1));
  if (widths.reduce((sum, width) => sum + width + 3, -3) > maxWidth) return undefined;
  const aligned = words.map((row) =>
    widths
      .map((width, column) => (row[column] ?? '') + ' '.repeat(width - columns(row[column] ?? '')))
      .join(' │ ')
      .trimEnd(),
  );
  aligned.splice(1, 0, widths.map((width) => '─'.repeat(width)).join('─┼─'));
  return fencedLines(aligned, '');
}

/** Whether a cell holds a link, which code cannot show. */
function hasLink(pieces: readonly Inline[]): boolean {
  return pieces.some((piece) => piece.type === 'link' || ('children' in piece && hasLink(piece.children)));
}

/** One entry a row, with the words of the header before each cell. */
function listTable(
  header: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  dialect: Dialect,
  cite: Cite,
): readonly Line[] {
  if (rows.length === 0) return header.flatMap((cell) => indent(writeLines(cell, dialect, cite, ['**']), '- ', '  '));
  return rows.flatMap((cells) => listRow(header, cells, dialect, cite));
}

function listRow(header: readonly Cell[], cells: readonly Cell[], dialect: Dialect, cite: Cite): readonly Line[] {
  return header.flatMap((label, column) => {
    const cell = cells[column] ?? [];
    const value: readonly Inline[] = column === 0 ? [{ type: 'strong', children: cell }] : cell;
    const pieces: readonly Inline[] = label.length === 0 ? value : [...label, { type: 'text', text: ': ' }, ...value];
    const lines = writeLines(pieces, dialect, cite, []);
    return column === 0 ? indent(lines, '- ', '  ') : indent(lines, '  - ', '    ');
  });
}

function pipeTable(
  header: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  { maxColumns, maxRows }: { readonly maxColumns: number; readonly maxRows: number },
  dialect: Dialect,
  cite: Cite,
): readonly Line[] | undefined {
  const row = (cells: readonly Cell[]): string =>
    `| ${header.map((_, column) => pipeCell(cells[column] ?? [], dialect, cite)).join(' | ')} |`;
  const head = row(header);
  if (header.length > maxColumns || head.length > maxRow) return undefined;
  const open = `${head}\n|${' --- |'.repeat(header.length)}`;
  if (rows.length === 0) return open.split('\n').map((text) => plainLine([{ text, as: 'whole', marks: [] }]));
  let frame: Frame = { open, close: '' };
  let count = 0;
  return rows.flatMap((cells) => {
    const text = row(cells);
    const tooLong = text.length > maxRow;
    const full = count === maxRows || tooLong;
    count = full ? 0 : count;
    if (full) frame = { open, close: '' };
    if (tooLong) return [plainLine([]), ...listRow(header, cells, dialect, cite), plainLine([])];
    count += 1;
    const line: Line = { first: '', rest: '', runs: [{ text, as: 'whole', marks: [] }], frame, together: true };
    return full ? [plainLine([]), line] : [line];
  });
}

function pipeCell(cell: Cell, dialect: Dialect, cite: Cite): string {
  const lines = writeLines(cell, dialect, cite, []);
  return lines
    .map(({ runs }) => writeRuns(runs, dialect, false).trim())
    .join(' ')
    .replaceAll('|', '\\|');
}
