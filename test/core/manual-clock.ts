import type { Clock } from '../../src/core/ports/system.ts';

/** A clock that stands still until the test moves it. */
export interface ManualClock extends Clock {
  /** Moves the time on. Sleeps that become due end in order, and what each one resumes runs before the next ends. */
  advance(ms: number): Promise<void>;
  /** How many sleeps have not ended yet. */
  sleeping(): number;
}

interface Sleeper {
  readonly dueAt: number;
  readonly wake: () => void;
}

/** Resolves when no promise callback is left to run. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** It starts at the beginning of 2026. */
export function createManualClock(): ManualClock {
  let now = Date.UTC(2026, 0, 1);
  const sleepers = new Set<Sleeper>();

  function nextDue(until: number): Sleeper | undefined {
    let next: Sleeper | undefined;
    for (const sleeper of sleepers) {
      if (sleeper.dueAt <= until && (!next || sleeper.dueAt < next.dueAt)) next = sleeper;
    }
    return next;
  }

  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) {
          resolve();
          return;
        }
        const wake = () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const sleeper = { dueAt: now + Math.max(0, ms), wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', wake);
      }),
    async advance(ms) {
      const until = now + ms;
      await settled();
      for (let next = nextDue(until); next; next = nextDue(until)) {
        now = next.dueAt;
        next.wake();
        await settled();
      }
      now = until;
    },
    sleeping: () => sleepers.size,
  };
}
