import type { Budget } from '../../../src/core/ports/place.ts';
import { createEditBudget, type Priority } from '../../../src/core/reply/edit-budget.ts';
import { tight } from '../fakes.ts';
import { createManualClock } from '../manual-clock.ts';

/** An edit budget, and what it granted and refused in this order. */
export function setUp() {
  const clock = createManualClock();
  const budget = createEditBudget({ clock });
  const granted: string[] = [];
  const gaveUp: string[] = [];
  const ask = (name: string, priority: Priority = 'progress', of: Budget = tight, signal?: AbortSignal) => {
    void budget.take(of, priority, signal).then((permit) => {
      (permit ? granted : gaveUp).push(name);
      permit?.release(true);
    });
  };
  /** An answer that writes again as soon as it may; when it was granted a write, in milliseconds since it began. */
  const stream = (of: Budget, priority: Priority = 'progress') => {
    const beganAt = clock.now();
    const grantedAt: number[] = [];
    const goOn = async () => {
      for (;;) {
        const permit = await budget.take(of, priority);
        grantedAt.push(clock.now() - beganAt);
        permit?.release(true);
      }
    };
    void goOn();
    return grantedAt;
  };
  return { clock, budget, granted, gaveUp, ask, stream };
}
