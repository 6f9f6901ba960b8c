import type { RateScope } from './rate-limits.ts';
import { RuleError } from './rule-error.ts';
import { rules } from './rules.ts';
import { createSlidingWindow } from './sliding-window.ts';

/** The requests that were answered with 401, 403 or 429: when there are too many, Discord bans the address for a while. */
export interface InvalidRequests {
  /** How many there were in the last ten minutes. */
  readonly count: number;
  /** Counts an answer, if it is one that counts: a limit that is shared with others is not. */
  add(status: number, scope: RateScope): void;
  /** Throws a `RuleError` while the address is banned. */
  refuseBanned(): void;
}

/** None so far. `used`: how many there were just before the emulator began. */
export function createInvalidRequests(now: () => number, used: number): InvalidRequests {
  const { max, windowMs } = rules.invalidRequests;
  const seen = createSlidingWindow(max, windowMs, now, used);
  return {
    get count() {
      return max - seen.remaining('');
    },
    add(status, scope) {
      if ((status === 401 || status === 403 || status === 429) && scope !== 'shared') seen.take('');
    },
    refuseBanned() {
      if (seen.remaining('') > 0) return;
      throw new RuleError('invalidRequests', { retryAfterMs: seen.resetAfterMs('') });
    },
  };
}
