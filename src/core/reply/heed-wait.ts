import type { FootnoteError } from '../errors.ts';
import type { Budget } from '../ports/place.ts';
import type { EditBudget } from './edit-budget.ts';

/** Has the budget wait where the platform only asked to wait. False when the error is any other. */
export function heedWait(budget: EditBudget, { kind, hint, retryAfterMs }: FootnoteError, allowance: Budget): boolean {
  if (kind !== 'rate-limited' || retryAfterMs === undefined) return false;
  budget.limited((hint === 'all-limited' ? allowance.within : undefined) ?? allowance, retryAfterMs);
  return true;
}
