import { createHash } from 'node:crypto';
import { RuleError } from './rule-error.ts';
import { type RateRule, rules } from './rules.ts';
import { createSlidingWindow, type SlidingWindow } from './sliding-window.ts';

/** Who shares a limit, as `x-ratelimit-scope` tells it. */
export type RateScope = 'user' | 'shared' | 'global';

/** A limit that a request counts against, and for which channel, interaction or bot. */
export interface Bucket {
  readonly rule: RateRule;
  readonly key: string;
}

/** The emulator's clock, and how many times faster than real time it runs. */
export interface EmulatedTime {
  readonly now: () => number;
  readonly speed: number;
}

/** The limits on how often something is asked for. */
export interface RateLimits {
  /** Counts a request. Throws a `RuleError` with the wait when there is no room for it. */
  count(bucket: Bucket): void;
  /** What the headers of every answer tell about its bucket. */
  headers(bucket: Bucket): Record<string, string>;
  /** The body and headers of a 429. Waits are told in real time: what waits for them lives in it. */
  refusal(
    waitMs: number,
    scope: RateScope,
    bucket?: Bucket,
    code?: number,
    message?: string,
  ): { readonly body: object; readonly headers: Record<string, string> };
}

/** Sliding windows for every limit of the table. */
export function createRateLimits({ now, speed }: EmulatedTime): RateLimits {
  const windows = new Map<RateRule, SlidingWindow>();

  function windowOf(rule: RateRule): SlidingWindow {
    const held = windows.get(rule) ?? createSlidingWindow(rules[rule].max, rules[rule].windowMs, now);
    windows.set(rule, held);
    return held;
  }

  const realSeconds = (ms: number) => Math.ceil(ms / speed) / 1000;

  function headers({ rule, key }: Bucket) {
    const resetAfterMs = windowOf(rule).resetAfterMs(key);
    return {
      'x-ratelimit-limit': `${rules[rule].max}`,
      'x-ratelimit-remaining': `${windowOf(rule).remaining(key)}`,
      'x-ratelimit-reset': `${(now() + resetAfterMs) / 1000}`,
      'x-ratelimit-reset-after': `${realSeconds(resetAfterMs)}`,
      'x-ratelimit-bucket': createHash('md5').update(rule).digest('hex'),
    };
  }

  return {
    count({ rule, key }) {
      const retryAfterMs = windowOf(rule).take(key);
      if (retryAfterMs > 0) throw new RuleError(rule, { retryAfterMs });
    },
    headers,
    refusal(waitMs, scope, bucket, code = 0, message = 'You are being rate limited.') {
      const seconds = realSeconds(waitMs);
      return {
        body: { message, retry_after: seconds, global: scope === 'global', ...(code === 0 ? {} : { code }) },
        headers: {
          ...(bucket && scope !== 'global' ? headers(bucket) : {}),
          // Discord rounds up to whole seconds, which are too coarse for a clock that runs faster.
          'retry-after': `${speed === 1 ? Math.ceil(seconds) : seconds}`,
          'x-ratelimit-scope': scope,
          ...(scope === 'global' ? { 'x-ratelimit-global': 'true' } : {}),
        },
      };
    },
  };
}

/** Whose limit a rule is. */
export function scopeOf(rule: RateRule): RateScope {
  if (rule === 'globalRate') return 'global';
  return rule === 'threadRate' ? 'shared' : 'user';
}
