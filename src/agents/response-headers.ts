/** Response headers by lower-case name. */
export type ResponseHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** The value of a header, the first of several; empty when it is absent. */
export function headerText(headers: ResponseHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
}

const minWaitMs = 1_000;
const maxWaitMs = 120_000;

/**
 * The wait that a response asks for, in milliseconds, held between 1 s and 120 s: `retry-after` (seconds or an HTTP
 * date), else `x-ratelimit-reset` (seconds since the epoch, as Reka sends it). `undefined` when it names none.
 */
export function retryAfterMs(headers: ResponseHeaders, now: number): number | undefined {
  const wait = fromRetryAfter(headers['retry-after'], now) ?? fromReset(headers['x-ratelimit-reset'], now);
  return wait === undefined ? undefined : Math.min(Math.max(Math.ceil(wait), minWaitMs), maxWaitMs);
}

function fromRetryAfter(value: ResponseHeaders[string], now: number): number | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : date - now;
}

function fromReset(value: ResponseHeaders[string], now: number): number | undefined {
  if (typeof value !== 'string' || !/^\s*\d+(\.\d+)?\s*$/.test(value)) return undefined;
  return Number(value) * 1000 - now;
}
