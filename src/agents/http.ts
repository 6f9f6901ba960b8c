import { Agent, type Dispatcher, request } from 'undici';
import { FootnoteError } from '../core/errors.ts';
import type { Clock } from '../core/ports/system.ts';
import { describeErrorBody, scrubSecrets } from './error-body.ts';
import { type Classify, connectionError, refusalError } from './http-error.ts';
import { readBody, readStart } from './response-body.ts';
import { type ResponseHeaders, retryAfterMs } from './retry-after.ts';
import { createWatchdog } from './watchdog.ts';

/** Limits in milliseconds. All but `totalMs` are undici's and run in real time. */
export interface HttpTimeouts {
  readonly connectMs: number;
  /** From the request until the response's headers: for an answer that comes whole, as long as `totalMs`. */
  readonly headersMs: number;
  /** Between two pieces of the response. */
  readonly idleMs: number;
  /** The whole call with its retries, until the end of the body. */
  readonly totalMs: number;
}

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

/** A response with a status of 2xx. Its body must be read, by one of the two ways. */
export interface HttpResponse {
  /** Lower case, without parameters; empty when the service sent none. */
  readonly contentType: string;
  /** The body in pieces. Leaving the loop early destroys the connection. Throws a `FootnoteError`. */
  readonly body: AsyncIterable<Uint8Array>;
  text(): Promise<string>;
  /** The error that a body or a part of it stands for, although the status was 2xx. */
  refusal(status: number, body: string): FootnoteError;
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
 * Calls one service, each call on a connection of its own, so that a call never meets a connection that the service has
 * just given up. At most 3 attempts, and only where the service cannot have begun to work on the question: no
 * connection, 429, a server error at once. A call that cost money is not repeated.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { service, clock, timeouts, token } = options;
  const {
    retryRateLimited = true,
    maxRetryAfterMs = 10_000,
    immediateMs = 10_000,
    maxResponseBytes = 32_000_000,
    random = Math.random,
  } = options;
  const agent = new Agent({
    allowH2: false,
    connections: null,
    pipelining: 1,
    connect: { timeout: timeouts.connectMs },
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.idleMs,
  });
  const neverConnected = new WeakSet<Error>();
  agent.on('connectionError', (_origin, _targets, error) => neverConnected.add(error));

  function refusal(status: number, body: string, headers: ResponseHeaders): FootnoteError {
    return refusalError(
      service,
      { status, description: describeErrorBody(body, [token]) },
      {
        classify: options.classify,
        retryAfterMs: retryAfterMs(headers, clock.now()),
        requestId: scrubSecrets(headerText(headers, 'x-request-id'), [token]).slice(0, 100) || undefined,
      },
    );
  }

  /** One attempt: the response, or the error and whether the call may be made again. */
  async function attempt(send: () => Promise<Dispatcher.ResponseData>, toError: (thrown: unknown) => FootnoteError) {
    const startedAt = clock.now();
    try {
      const response = await send();
      if (response.statusCode >= 200 && response.statusCode < 300) return { response };
      const isImmediate = clock.now() - startedAt <= immediateMs;
      const error = refusal(response.statusCode, await readStart(response.body, maxErrorBytes), response.headers);
      const isRateLimited = error.kind === 'rate-limited' && retryRateLimited;
      return { error, again: isRateLimited || (error.kind === 'upstream' && isImmediate) };
    } catch (thrown) {
      const error = toError(thrown);
      const isUnsent = thrown instanceof Error && neverConnected.has(thrown);
      return { error, again: isUnsent && error.kind === 'upstream' };
    }
  }

  async function call(
    { method, path, payload }: { readonly method: 'GET' | 'POST'; readonly path: string; readonly payload?: unknown },
    { signal: caller, accept }: CallOptions,
  ): Promise<HttpResponse> {
    const total = createWatchdog(clock, timeouts.totalMs, `${service} took longer than ${timeouts.totalMs} ms.`);
    const signal = AbortSignal.any([caller, total.signal]);
    const toError = (thrown: unknown) => {
      const reason: unknown = signal.aborted ? signal.reason : thrown;
      if (reason instanceof FootnoteError) return reason;
      if (signal.aborted) return new FootnoteError('stopped', `The call to ${service} was stopped.`, { cause: reason });
      return connectionError(service, thrown);
    };
    const send = () =>
      request(options.baseUrl.replace(/\/+$/, '') + path, {
        dispatcher: agent,
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(method === 'POST' && { 'content-type': 'application/json' }),
          'accept-encoding': 'identity',
          accept,
        },
        ...(method === 'POST' && { body: JSON.stringify(payload) }),
        reset: true,
        signal,
      });

    async function* read(response: Dispatcher.ResponseData): AsyncGenerator<Uint8Array> {
      try {
        yield* readBody(response.body, headerText(response.headers, 'content-encoding'), maxResponseBytes);
      } catch (thrown) {
        throw toError(thrown);
      } finally {
        total.stop();
        response.body.on('error', () => undefined).destroy();
      }
    }

    try {
      for (let attempts = 1; ; attempts += 1) {
        const { response, error, again } = await attempt(send, toError);
        if (response) {
          const body = read(response);
          return {
            contentType: headerText(response.headers, 'content-type').split(';', 1).join('').trim().toLowerCase(),
            body,
            text: () => readStart(body, Number.POSITIVE_INFINITY),
            refusal: (status, said) => refusal(status, said, response.headers),
          };
        }
        if (!again || attempts === maxAttempts) throw error;
        const waitMs = error.retryAfterMs ?? random() * firstWaitMs * 2 ** (attempts - 1);
        if (waitMs > maxRetryAfterMs) throw error;
        await clock.sleep(waitMs, signal);
        if (signal.aborted) throw toError(signal.reason);
      }
    } catch (error) {
      total.stop();
      throw error;
    }
  }

  return {
    post: (path, payload, details) => call({ method: 'POST', path, payload }, details),
    get: (path, details) => call({ method: 'GET', path }, details),
  };
}

function headerText(headers: ResponseHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
}
