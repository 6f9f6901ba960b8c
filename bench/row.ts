/** The columns of the table after the figure's name, as they are headed. */
export const columns = ['Footnote', 'chat', 'chat, edits', 'Bolt chatStream', 'discord.js loop'] as const;

/** Who was measured. */
export type Column = (typeof columns)[number];

/** A number in the row's unit, or why there is none. */
export type Value = number | string;

/** What a figure must be. */
export interface Goal {
  /** `below`: at most the limit; `above`: at least. */
  readonly kind: 'below' | 'above';
  readonly limit: number;
}

/** One line of the table. */
export interface Row {
  /** What it is called on the command line. */
  readonly id: string;
  readonly figure: string;
  readonly unit: 'ms' | '%' | 'MB' | 'x' | '';
  readonly values: Readonly<Partial<Record<Column, Value>>>;
  /** Absent for figures that explain others. */
  readonly goal?: Goal | undefined;
}

/** Whether Footnote's figure is as the goal wants it; `undefined` without a goal. What could not be measured is not reached. */
export function isReached({ values, goal }: Row): boolean | undefined {
  if (!goal) return undefined;
  const value = values.Footnote;
  if (typeof value !== 'number') return false;
  return goal.kind === 'below' ? value <= goal.limit : value >= goal.limit;
}

/** How many times better Footnote's figure is than `chat`'s better one; `undefined` where there is nothing to compare. */
export function ratioOf({ values, goal }: Row): number | undefined {
  const own = values.Footnote;
  const others = [values.chat, values['chat, edits']].filter((value) => typeof value === 'number');
  if (typeof own !== 'number' || others.length === 0) return undefined;
  const ratio = goal?.kind === 'above' ? own / Math.max(...others) : Math.min(...others) / own;
  return Number.isFinite(ratio) ? ratio : undefined;
}
