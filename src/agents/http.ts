import type { Dispatcher } from 'undici';
import { FootnoteError } from '../core/errors.ts';
import type { Clock } from '../core/ports/system.ts';
import { retry } from '../core/retry.ts';
import { describeErrorBody, scrubSecrets } from './error-body.ts';
import { type Classify, connectionError, refusalError } from './http-error.ts';
import { type HttpResponse, openResponse } from './http-response.ts';
import { readStart } from './response-body.ts';
import { headerText, type ResponseHeaders, retryAfterMs } from './response-headers.ts';
import { createSender, type HttpRequest, type HttpTimeouts, type Sender } from './sender.ts';
import { createWatchdog } from './watchdog.ts';

/** What a client of one service needs. */
export interface HttpClientOptions {
  /** Its name in error messages. */
  readonly service: string;
  /** Paths are added to it. */
  readonly baseUrl: string;
  /** Sent as `Authorization: Bearer`; appears in no error. */
  readonly token: string;
  readonly clock: Clock;
  readonly timeouts: HttpTimeouts;
  readonly classify?: Classify | undefined;
  /** Whether a call that the service refused for its rate is made again; true unless given. */
  readonly retryRateLimited?: boolean | undefined;
  /** A longer wait is not slept through but thrown; 10,000 unless given. */
  readonly maxRetryAfterMs?: number | undefined;
  /** A server error that comes later than this is not retried, since work was done; 10,000 unless given. */
  readonly immediateMs?: number | undefined;
  /** Longest response, decompressed; 32 MB unless given. */
  readonly maxResponseBytes?: number | undefined;
  /** From 0 to below 1, for the jitter of waits; `Math.random` unless given. */
  readonly random?: (() => number) | undefined;
}

/** A client of one service. */
export interface HttpClient {
  /** Sends JSON. Throws a `FootnoteError`, `stopped` when the signal aborts; a `FootnoteError` as its reason is thrown itself. */
  post(path: string, payload: unknown, options: CallOptions): Promise<HttpResponse>;
  /** Asks for something. Throws like `post`. */
  get(path: string, options: CallOptions): Promise<HttpResponse>;
}

/** What a call needs besides its address. */
interface CallOptions {
  readonly signal: AbortSignal;
  readonly accept: string;
}

const maxAttempts = 3;
const firstWaitMs = 500;
const maxErrorBytes = 64_000;

/**
 * Makes a client of one service. A call has at most 3 attempts, and only where the service cannot have begun to work on
 * the question: no connection, 429, a server error at once. A call that cost money is not repeated.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { service, clock, timeouts } = options;
  const { maxRetryAfterMs = 10_000, maxResponseBytes = 32_000_000, random = Math.random } = options;
  const sender = createSender(options);

  async function call(sent: HttpRequest, caller: AbortSignal): Promise<HttpResponse> {
    const total = createWatchdog(clock, timeouts.totalMs, `${service} took longer than ${timeouts.totalMs} ms.`);
    const signal = AbortSignal.any([caller, total.signal]);
    const toError = (thrown: unknown) => errorOf(service, signal, thrown);
    const repeatable = new WeakSet<FootnoteError>();
    try {
      const response = await retry(() => attempt(sender, sent, { ...options, signal, toError, repeatable }), {
        attempts: maxAttempts,
        when(error, attempts) {
          if (!repeatable.has(error)) return undefined;
          const waitMs = error.retryAfterMs ?? random() * firstWaitMs * 2 ** (attempts - 1);
          return waitMs <= maxRetryAfterMs ? waitMs : undefined;
        },
        async sleep(ms) {
          await clock.sleep(ms, signal);
          if (signal.aborted) throw toError(signal.reason);
        },
      });
      const refusal: HttpResponse['refusal'] = (status, body) => refusalOf(options, status, response.headers, body);
      return openResponse(response, { maxBytes: maxResponseBytes, toError, refusal, onEnd: total.stop });
    } catch (error) {
      total.stop();
      throw error;
    }
  }

  return {
    post: (path, payload, { signal, accept }) => call({ method: 'POST', path, payload, accept }, signal),
    get: (path, { signal, accept }) => call({ method: 'GET', path, accept }, signal),
  };
}

interface AttemptOptions extends HttpClientOptions {
  readonly signal: AbortSignal;
  readonly toError: (thrown: unknown) => FootnoteError;
  /** Takes the errors after which the call may be made again. */
  readonly repeatable: WeakSet<FootnoteError>;
}

async function attempt(sender: Sender, sent: HttpRequest, options: AttemptOptions): Promise<Dispatcher.ResponseData> {
  const { clock, signal, toError, repeatable, retryRateLimited = true, immediateMs = 10_000 } = options;
  const fail = (thrown: unknown): never => {
    const error = toError(thrown);
    if (error.kind === 'upstream' && sender.neverConnected(thrown)) repeatable.add(error);
    throw error;
  };
  const startedAt = clock.now();
  const response = await sender.send(sent, signal).catch(fail);
  const { statusCode: status, headers, body } = response;
  if (status >= 200 && status < 300) return response;
  const isImmediate = clock.now() - startedAt <= immediateMs;
  const error = refusalOf(options, status, headers, await readStart(body, maxErrorBytes).catch(fail));
  const isUndone = error.kind === 'rate-limited' ? retryRateLimited : error.kind === 'upstream' && isImmediate;
  if (isUndone) repeatable.add(error);
  throw error;
}

/** What was thrown, or why the call was aborted. */
function errorOf(service: string, signal: AbortSignal, thrown: unknown): FootnoteError {
  const reason: unknown = signal.aborted ? signal.reason : thrown;
  if (reason instanceof FootnoteError) return reason;
  if (signal.aborted) return new FootnoteError('stopped', `The call to ${service} was stopped.`, { cause: reason });
  return connectionError(service, thrown);
}

function refusalOf(
  { service, token, clock, classify }: HttpClientOptions,
  status: number,
  headers: ResponseHeaders,
  body: string,
): FootnoteError {
  const refusal = { status, description: describeErrorBody(body, [token]) };
  return refusalError(service, refusal, {
    classify,
    retryAfterMs: retryAfterMs(headers, clock.now()),
    requestId: scrubSecrets(headerText(headers, 'x-request-id'), [token]).slice(0, 100) || undefined,
  });
}
