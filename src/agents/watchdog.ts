import { FootnoteError } from '../core/errors.ts';
import type { Clock } from '../core/ports/system.ts';

/** A timer that aborts its signal when nothing touched it for its whole time. */
export interface Watchdog {
  /** Aborts with a `FootnoteError` of kind `timeout` as its reason. */
  readonly signal: AbortSignal;
  /** Starts the time anew. */
  touch(): void;
  stop(): void;
}

/** Starts at once. `message` is for the operator. */
export function createWatchdog(clock: Clock, timeoutMs: number, message: string): Watchdog {
  const expired = new AbortController();
  const stopped = new AbortController();
  let touchedAt = clock.now();

  async function watch(): Promise<void> {
    while (!stopped.signal.aborted) {
      const leftMs = touchedAt + timeoutMs - clock.now();
      if (leftMs <= 0) return expired.abort(new FootnoteError('timeout', message));
      await clock.sleep(leftMs, stopped.signal);
    }
  }
  void watch();

  return {
    signal: expired.signal,
    touch: () => {
      touchedAt = clock.now();
    },
    stop: () => stopped.abort(),
  };
}
