/** Counts what happened per key in the time just past: strict, without bursts. */
export interface SlidingWindow {
  /** Counts one more. Returns the milliseconds until there is room again, and counts nothing, when there is none; else 0. */
  take(key: string): number;
  /** How many more there is room for now. */
  remaining(key: string): number;
  /** Milliseconds until the oldest that still counts does so no more; 0 when none counts. */
  resetAfterMs(key: string): number;
}

/** A window in which nothing happened yet. `used`: how many count as if they had happened now, for every key. */
export function createSlidingWindow(max: number, windowMs: number, now: () => number, used = 0): SlidingWindow {
  const taken = new Map<string, number[]>();

  function counting(key: string): number[] {
    const since = now() - windowMs;
    const all = taken.get(key) ?? Array.from({ length: used }, now);
    const still = all.filter((at) => at > since);
    taken.set(key, still);
    return still;
  }
  const resetAfterMs = (key: string) => {
    const [oldest] = counting(key);
    return oldest === undefined ? 0 : oldest + windowMs - now();
  };

  return {
    take(key) {
      const still = counting(key);
      if (still.length >= max) return resetAfterMs(key);
      still.push(now());
      return 0;
    },
    remaining: (key) => max - counting(key).length,
    resetAfterMs,
  };
}
