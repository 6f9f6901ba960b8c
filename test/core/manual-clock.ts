import type { Clock } from '../../src/core/ports/system.ts';

/** A clock that stands still until the test moves it. */
export interface ManualClock extends Clock {
  /** Moves the time on. Sleeps that become due end in order, and what each one resumes runs before the next ends. */
  advance(ms: number): Promise<void>;
  /** Moves the time on at once, from within what is tested. Sleeps that become due end in order. */
  jump(ms: number): void;
  /** How many sleeps have not ended yet. */
  sleeping(): number;
  /** The short sleeps that were passed over, in milliseconds. */
  readonly passedOver: readonly number[];
}

/** How a clock begins. */
export interface ManualClockOptions {
  /** The beginning of 2026 unless given. */
  readonly startsAt?: number;
  /** Sleeps of up to so long end at once and move the time on; none does unless given. */
  readonly passOverMs?: number;
}

interface Sleeper {
  readonly dueAt: number;
  readonly wake: () => void;
}

/** Resolves when no promise callback is left to run. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Creates a clock that stands still at its beginning. */
export function createManualClock(options: ManualClockOptions = {}): ManualClock {
  const { startsAt = Date.UTC(2026, 0, 1), passOverMs = Number.NEGATIVE_INFINITY } = options;
  let now = startsAt;
  const sleepers = new Set<Sleeper>();
  const passedOver: number[] = [];

  /** Ends the sleep that is due first; false when none is due by then. */
  function wakeNext(until: number): boolean {
    let next: Sleeper | undefined;
    for (const sleeper of sleepers) {
      if (sleeper.dueAt <= until && (!next || sleeper.dueAt < next.dueAt)) next = sleeper;
    }
    if (!next) return false;
    now = Math.max(now, next.dueAt);
    next.wake();
    return true;
  }

  function sleepUntil(dueAt: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        sleepers.delete(sleeper);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper = { dueAt, wake };
      sleepers.add(sleeper);
      signal?.addEventListener('abort', wake);
    });
  }

  return {
    now: () => now,
    async sleep(ms, signal) {
      if (signal?.aborted) return;
      if (ms > passOverMs) return sleepUntil(now + Math.max(0, ms), signal);
      passedOver.push(ms);
      now += ms;
    },
    async advance(ms) {
      const until = now + ms;
      await settled();
      while (wakeNext(until)) await settled();
      now = Math.max(now, until);
    },
    jump(ms) {
      const until = now + ms;
      while (wakeNext(until));
      now = Math.max(now, until);
    },
    sleeping: () => sleepers.size,
    passedOver,
  };
}
