import { createHash } from 'node:crypto';

/** Headers of a request that is far from any limit. Strict buckets per route and channel take their place here. */
export function rateLimitHeaders(route: string, now: number): Record<string, string> {
  return {
    'x-ratelimit-limit': '1000',
    'x-ratelimit-remaining': '999',
    'x-ratelimit-reset': `${now / 1000 + 1}`,
    'x-ratelimit-reset-after': '1',
    'x-ratelimit-bucket': bucket(route),
  };
}

/** The answer to a request over a limit. */
export function rateLimited(route: string, retryAfterSeconds: number, scope: 'user' | 'shared' | 'global') {
  return {
    body: {
      message: 'You are being rate limited.',
      retry_after: retryAfterSeconds,
      global: scope === 'global',
    },
    headers: {
      'retry-after': `${Math.ceil(retryAfterSeconds)}`,
      'x-ratelimit-limit': '5',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset-after': `${retryAfterSeconds}`,
      'x-ratelimit-bucket': bucket(route),
      'x-ratelimit-scope': scope,
      ...(scope === 'global' ? { 'x-ratelimit-global': 'true' } : {}),
    },
  };
}

const bucket = (route: string) => createHash('md5').update(route).digest('hex');
