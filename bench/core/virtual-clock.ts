import type { Clock } from '../../src/core/ports/system.ts';

/** A clock that jumps to the next moment at which something is due, as soon as nothing else is left to do. */
export interface VirtualClock extends Clock {
  /** Lets time pass until the promise is settled. Rejects when it can never be. */
  runUntil(done: Promise<unknown>): Promise<void>;
  /** Real work, such as a call: time stands still until it is done. */
  during<T>(work: Promise<T>): Promise<T>;
}

interface Sleeper {
  readonly dueAt: number;
  wake: (() => void) | undefined;
}

/** It starts at the beginning of 2026. */
export function createVirtualClock(): VirtualClock {
  let now = Date.UTC(2026, 0, 1);
  /** By the time they are due, the earliest last. Few sleep at a time, so that a sorted list is quick. */
  const sleepers: Sleeper[] = [];
  const working = new Set<Promise<unknown>>();

  function add(sleeper: Sleeper): void {
    let at = sleepers.length;
    while (at > 0 && (sleepers[at - 1]?.dueAt ?? 0) <= sleeper.dueAt) at -= 1;
    sleepers.splice(at, 0, sleeper);
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
          sleeper.wake = undefined;
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const sleeper: Sleeper = { dueAt: now + Math.max(0, ms), wake };
        signal?.addEventListener('abort', wake, { once: true });
        add(sleeper);
      }),
    async during(work) {
      working.add(work);
      try {
        return await work;
      } finally {
        working.delete(work);
      }
    },
    async runUntil(done) {
      let settled = false;
      const settle = () => {
        settled = true;
      };
      done.then(settle, settle);
      await idle();
      while (!settled) {
        if (working.size > 0) {
          await Promise.allSettled(working);
          await idle();
          continue;
        }
        const next = sleepers.pop();
        if (!next) throw new Error('Nothing is due, and the work is not done.');
        if (!next.wake) continue;
        now = Math.max(now, next.dueAt);
        next.wake();
        await idle();
      }
      await done;
    },
  };
}

/** Resolves when no promise callback is left to run: ticks that are asked for by one come after all of them. */
const idle = () => new Promise<void>((resolve) => process.nextTick(resolve));
