import type { Clock } from '../../src/core/ports/system.ts';

/** A clock that stands still until `advance`. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
  /** The short sleeps that were passed over, in milliseconds. */
  readonly waits: readonly number[];
}

/** Sleeps of up to `passOverMs` pass at once and move the time on; longer ones wait for `advance`. */
export function createManualClock(passOverMs = 20_000): ManualClock {
  let now = Date.UTC(2026, 0, 1);
  const waits: number[] = [];
  const sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  return {
    waits,
    now: () => now,
    sleep(ms, signal) {
      if (signal?.aborted) return Promise.resolve();
      if (ms <= passOverMs) {
        waits.push(ms);
        now += ms;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const sleeper = { until: now + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          resolve();
        });
      });
    },
    advance(ms) {
      now += ms;
      for (const sleeper of [...sleepers]) {
        if (sleeper.until > now) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
  };
}
