import type { Clock } from '../ports/system.ts';

/** A moment by which something has to have happened. */
export interface Deadline {
  /** It does not count for now. */
  hold(): void;
  /** It counts again, and has passed at once where it is over already. */
  resume(): void;
}

/** Counts from now on. `onPassed` is called when it passes, at most once each time it counts. */
export function createDeadline(clock: Clock, at: number, onPassed: () => void): Deadline {
  let holding = new AbortController();

  async function watch({ signal }: AbortController): Promise<void> {
    while (!signal.aborted && clock.now() < at) await clock.sleep(at - clock.now(), signal);
    if (!signal.aborted) onPassed();
  }
  void watch(holding);

  return {
    hold: () => holding.abort(),
    resume() {
      holding.abort();
      holding = new AbortController();
      void watch(holding);
    },
  };
}
