/** A response that refuses a request for its rate. */
interface RateRefusal {
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;
}

/** Counts the requests of one key. */
export interface RateLimit {
  /** Counts a request, or gives what it is refused with; a refused request does not count. */
  take(): RateRefusal | undefined;
}

const minuteMs = 60_000;

/** So many in any minute: where the documented minute begins is not known, and a sliding one is the strictest. The refusal is the documentation's. */
export function createRateLimit(perMinute: number, now: () => number): RateLimit {
  let taken: readonly number[] = [];
  return {
    take() {
      taken = taken.filter((at) => at > now() - minuteMs);
      const [oldest] = taken;
      if (oldest === undefined || taken.length < perMinute) {
        taken = [...taken, now()];
        return undefined;
      }
      const resetAt = oldest + minuteMs;
      return {
        body: { error: `Rate limit exceeded: ${perMinute} per 1 minute` },
        headers: {
          'x-ratelimit-limit': String(perMinute),
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(resetAt / 1000),
          'retry-after': String(Math.ceil((resetAt - now()) / 1000)),
        },
      };
    },
  };
}
