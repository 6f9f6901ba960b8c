import { isTransient, toFootnoteError } from '../../../core/errors.ts';
import type { Clock } from '../../../core/ports/system.ts';

const maxAttempts = 3;
const maxWaitMs = 10_000;
const firstWaitMs = 500;

/** Makes a call that is harmless to repeat up to three times, with the wait that Discord asks for. Throws the last error. */
export async function persist<T>(clock: Clock, call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (thrown) {
      const error = toFootnoteError(thrown);
      const waitMs = error.retryAfterMs ?? firstWaitMs * 2 ** (attempt - 1);
      if (attempt === maxAttempts || !isTransient(error) || waitMs > maxWaitMs) throw error;
      await clock.sleep(waitMs);
    }
  }
}
