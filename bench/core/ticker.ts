import type { Pace } from './stage.ts';

/** Paces many streams with one timer: what is due wakes together, every few milliseconds. */
export interface Ticker {
  /** For one stream, which keeps its pace: what came late makes the next wait shorter. */
  createPace(): Pace;
  stop(): void;
}

/** A running ticker. */
export function createTicker(everyMs: number): Ticker {
  let waiting: { readonly dueAt: number; readonly wake: () => void }[] = [];
  const timer = setInterval(() => {
    const now = performance.now();
    const due = waiting.filter(({ dueAt }) => dueAt <= now);
    if (due.length === 0) return;
    waiting = waiting.filter(({ dueAt }) => dueAt > now);
    for (const { wake } of due) wake();
  }, everyMs);
  return {
    createPace() {
      let dueAt = performance.now();
      return (ms) => {
        dueAt += ms;
        return new Promise((resolve) => waiting.push({ dueAt, wake: resolve }));
      };
    },
    stop: () => clearInterval(timer),
  };
}
