import { columns } from './characters.ts';
import type { Dialect } from './dialect.ts';
import { type Cell, type Inline, wordsOf } from './document.ts';
import { type Cite, fencedLines, indent, type Line, plainLine, type Run, writeLines, writeRuns } from './lines.ts';

/** A table in the dialect's way: with pipes, aligned in a code block, or as a list where it is too wide for one. */
export function writeTable(
  header: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  dialect: Dialect,
  cite: Cite,
): readonly Line[] {
  if (dialect.tables.as === 'pipes') return pipeTable(header, rows, dialect, cite);
  const words = [header, ...rows].map((row) => row.map((cell) => cellWords(cell, cite)));
  const widths = header.map((_, column) => Math.max(1, ...words.map((row) => columns(row[column] ?? ''))));
  const total = widths.reduce((sum, width) => sum + width + 3, -3);
  if (total > dialect.tables.maxColumns) return listTable(header, rows, dialect, cite);
  const aligned = words.map((row) =>
    widths
      .map((width, column) => (row[column] ?? '') + ' '.repeat(width - columns(row[column] ?? '')))
      .join(' │ ')
      .trimEnd(),
  );
  aligned.splice(1, 0, widths.map((width) => '─'.repeat(width)).join('─┼─'));
  return fencedLines(aligned, '');
}

function cellWords(cell: Cell, cite: Cite): string {
  const pieces = cell.map((piece) => (piece.type === 'cite' ? `[${cite(piece.page).number}]` : wordsOf([piece])));
  return pieces.join('').replace(/\s+/g, ' ').trim();
}

function listTable(
  header: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  dialect: Dialect,
  cite: Cite,
): readonly Line[] {
  return rows.flatMap(([head, ...cells]) => {
    const lines = indent(writeLines(head ?? [], dialect, cite, ['**']), '- ', '  ');
    const named = cells.flatMap((cell, column) => {
      if (wordsOf(cell).trim() === '' && !cell.some((piece) => piece.type === 'cite')) return [];
      const label: Inline = { type: 'text', text: `${wordsOf(header[column + 1] ?? []).trim()}: ` };
      return indent(writeLines([label, ...cell], dialect, cite, []), '  - ', '    ');
    });
    return [...lines, ...named];
  });
}

function pipeTable(
  header: readonly Cell[],
  rows: readonly (readonly Cell[])[],
  dialect: Dialect,
  cite: Cite,
): readonly Line[] {
  const row = (cells: readonly Cell[]): readonly Run[] => {
    const whole = header.map((_, column) => pipeCell(cells[column] ?? [], dialect, cite));
    return [{ text: `| ${whole.join(' | ')} |`, as: 'whole', marks: [] }];
  };
  const head = row(header)[0]?.text ?? '';
  const frame = { open: `${head}\n|${' --- |'.repeat(header.length)}`, close: '' };
  if (rows.length === 0) return [{ ...plainLine([{ text: frame.open, as: 'whole', marks: [] }]) }];
  return rows.map((cells) => ({ first: '', rest: '', runs: row(cells), frame, together: true }));
}

function pipeCell(cell: Cell, dialect: Dialect, cite: Cite): string {
  const lines = writeLines(cell, dialect, cite, []);
  return lines
    .map(({ runs }) => writeRuns(runs, dialect, false))
    .join(' ')
    .replaceAll('|', '\\|');
}
