import { columns, isReached, type Row, ratioOf, type Value } from './row.ts';

/** The rows as a Markdown table, padded so that it reads well in a terminal too; below it the reasons why figures are missing. */
export function formatTable(rows: readonly Row[]): string {
  const reasons: string[] = [];
  const write = (value: Value | undefined, unit: Row['unit']) =>
    typeof value === 'string' ? `failed (${numberOf(reasons, value)})` : formatValue(value, unit);
  const used = columns.filter((column) => rows.some(({ values }) => values[column] !== undefined));
  const head = ['figure', ...used, 'ratio', 'goal', 'reached'];
  const lines = rows.map((row) => [
    row.figure,
    ...used.map((column) => write(row.values[column], row.unit)),
    formatRatio(ratioOf(row)),
    row.goal ? `${row.goal.kind === 'below' ? '≤' : '≥'} ${formatValue(row.goal.limit, row.unit)}` : '–',
    { true: 'yes', false: '**no**', undefined: '–' }[`${isReached(row)}`],
  ]);
  const widths = head.map((title, at) => Math.max(title.length, 3, ...lines.map((line) => line[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const notes = reasons.map((reason, at) => `${at + 1}. ${reason}`);
  return [line(head), rule, ...lines.map(line), ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}

/** Equal reasons have one number. */
function numberOf(reasons: string[], reason: string): number {
  if (!reasons.includes(reason)) reasons.push(reason);
  return reasons.indexOf(reason) + 1;
}

/** A figure with its unit, rounded to what it is worth. */
export function formatValue(value: number | undefined, unit: Row['unit']): string {
  if (value === undefined) return '–';
  const digits = unit === 'ms' && value < 10 && !Number.isInteger(value) ? 1 : unit === '%' || unit === 'x' ? 1 : 0;
  // Rounding must not make a missing word look like none.
  const rounded = unit === '%' && value < 100 ? Math.min(value, 99.9) : value;
  const number = rounded
    .toFixed(digits)
    .replace(/\.0$/, '')
    .replace(/\B(?=(?:\d{3})+(?!\d))/g, ',');
  return unit === '' ? number : `${number} ${unit}`;
}

function formatRatio(ratio: number | undefined): string {
  if (ratio === undefined) return '–';
  return `${ratio.toFixed(ratio < 10 ? 1 : 0)}x`;
}
