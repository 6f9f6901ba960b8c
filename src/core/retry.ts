import { type FootnoteError, isTransient, toFootnoteError } from './errors.ts';

/** How often something is tried, and after which errors. */
export interface RetryOptions {
  /** How often it is tried at most, the first time included. */
  readonly attempts: number;
  /** How long to wait until it is tried again after this error; `undefined` when it is not. Attempts count from 1. */
  readonly when: (error: FootnoteError, attempt: number) => number | undefined;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Does a work again for as long as its errors allow. Throws the last of them, as a `FootnoteError`. */
export async function retry<T>(work: () => Promise<T>, { attempts, when, sleep }: RetryOptions): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (thrown) {
      const error = toFootnoteError(thrown);
      const waitMs = attempt < attempts ? when(error, attempt) : undefined;
      if (waitMs === undefined) throw error;
      await sleep(waitMs);
    }
  }
}

/** Whether and how long to wait where trouble may pass: as long as the other side asks for, else twice as long each time. */
export function whenTransient(firstMs: number, maxMs: number = Number.POSITIVE_INFINITY): RetryOptions['when'] {
  return (error, attempt) => {
    if (!isTransient(error)) return undefined;
    const waitMs = error.retryAfterMs ?? firstMs * 2 ** (attempt - 1);
    return waitMs <= maxMs ? waitMs : undefined;
  };
}
