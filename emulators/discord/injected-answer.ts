import type { Fault } from '../http/faults.ts';
import type { Bucket, RateLimits } from './rate-limits.ts';
import type { Answer } from './routes/route.ts';
import { type Rule, rules } from './rules.ts';

/** What a fault answers instead of the route; `undefined` when the fault lets the route answer. */
export function injectedAnswer(
  rates: RateLimits,
  bucket: Bucket | undefined,
  { status, error, retryAfterSeconds }: Fault,
): (Answer & { readonly outcome: string; readonly headers?: Record<string, string> }) | undefined {
  if (retryAfterSeconds !== undefined || status === 429) {
    const scope = error === 'global' || error === 'shared' ? error : 'user';
    const waitMs = (retryAfterSeconds ?? 1) * 1000;
    const { body, headers } = rates.refusal(waitMs, scope);
    const limited = { ...(bucket ? rates.headers(bucket) : {}), 'x-ratelimit-remaining': '0' };
    const reset = { 'x-ratelimit-reset-after': `${Object(body).retry_after}` };
    const told = scope === 'global' ? headers : { ...limited, ...reset, ...headers };
    return { status: status ?? 429, outcome: 'fault:429', body, headers: told };
  }
  if (status === undefined && error === undefined) return undefined;
  const all: readonly Rule[] = Object.values(rules);
  const known = all.find(({ refuses }) => refuses && `${refuses.code}` === error)?.refuses;
  const { code, message } = known ?? { code: Number(error) || 0, message: 'Injected fault' };
  const answered = status ?? known?.status ?? 500;
  return { status: answered, outcome: `fault:${error ?? answered}`, body: { message, code } };
}
