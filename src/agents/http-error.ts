import { type ErrorHint, type ErrorKind, FootnoteError } from '../core/errors.ts';

/** What a service said instead of an answer. */
export interface Refusal {
  readonly status: number;
  /** What the body says: short, without secrets. */
  readonly description: string;
}

/** A service's own reading of a refusal; `undefined` leaves it to the status. */
export type Classify = (refusal: Refusal) => { readonly kind: ErrorKind; readonly hint?: ErrorHint } | undefined;

/** How long to wait after a 429 that does not say (facts of Reka's documentation: 60 requests a minute). */
const defaultRateLimitWaitMs = 60_000;

/** The error of a refusal. `retryAfterMs`: what its headers asked for. */
export function refusalError(
  service: string,
  refusal: Refusal,
  details: { classify?: Classify | undefined; retryAfterMs?: number | undefined; requestId?: string | undefined },
): FootnoteError {
  const { kind, hint } = details.classify?.(refusal) ?? { kind: kindOfStatus(refusal.status), hint: undefined };
  const said = refusal.description === '' ? 'with an empty body' : refusal.description;
  const request = details.requestId === undefined ? '' : ` (x-request-id ${details.requestId})`;
  const waits = kind === 'rate-limited' || kind === 'upstream';
  const fallbackMs = kind === 'rate-limited' ? defaultRateLimitWaitMs : undefined;
  return new FootnoteError(kind, `${service} answered ${refusal.status}: ${said}${request}`, {
    hint,
    retryAfterMs: waits ? (details.retryAfterMs ?? fallbackMs) : undefined,
  });
}

function kindOfStatus(status: number): ErrorKind {
  if (status === 401 || status === 403) return 'auth';
  if (status === 402) return 'no-credit';
  if (status === 408 || status === 504) return 'timeout';
  if (status === 429) return 'rate-limited';
  if (status === 400 || status === 413 || status === 422) return 'input';
  return status >= 500 ? 'upstream' : 'protocol';
}

const timeoutCodes = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);

/** The error of a connection that failed, by its `code`: several copies of undici may be loaded, so classes do not tell. */
export function connectionError(service: string, thrown: unknown): FootnoteError {
  const code = errorCode(thrown);
  const message = `The connection to ${service} failed: ${code ?? 'unknown reason'}`;
  const isTimeout = code !== undefined && timeoutCodes.has(code);
  return new FootnoteError(isTimeout ? 'timeout' : 'upstream', message, { cause: thrown });
}

/** Whether the connection broke, as opposed to a service that answered with an error. */
export function isBrokenConnection(error: unknown): boolean {
  return error instanceof FootnoteError && error.kind === 'upstream' && error.cause !== undefined;
}

function errorCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}
