import { type FootnoteError, toFootnoteError } from '../errors.ts';
import type { Budget } from '../ports/place.ts';
import type { EditBudget } from './edit-budget.ts';
import { heedWait } from './heed-wait.ts';

/** Makes one write of an end, after as many waits as the platform asks for; gives the error that refused it. */
export async function writeOnce(
  budget: EditBudget,
  allowanceNow: () => Budget,
  write: () => Promise<void>,
): Promise<FootnoteError | undefined> {
  for (;;) {
    const allowance = allowanceNow();
    try {
      await budget.spend(allowance, 'final', write);
      return undefined;
    } catch (thrown) {
      const error = toFootnoteError(thrown);
      if (!heedWait(budget, error, allowance)) return error;
    }
  }
}
