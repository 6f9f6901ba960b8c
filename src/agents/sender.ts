import { Agent, type Dispatcher, request } from 'undici';

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

/** What a request says. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Is added to the base URL. */
  readonly path: string;
  /** Sent as JSON with a `POST`. */
  readonly payload?: unknown;
  readonly accept: string;
}

/** Sends requests to one service. */
export interface Sender {
  /** Throws what undici throws. */
  send(sent: HttpRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData>;
  /** Whether what was thrown says that there was no connection, so that the service cannot know of the request. */
  neverConnected(thrown: unknown): boolean;
}

/** Makes a sender that opens a connection for each request, so that none meets one that the service has just given up. */
export function createSender(options: {
  readonly baseUrl: string;
  readonly token: string;
  readonly timeouts: HttpTimeouts;
}): Sender {
  const { baseUrl, token, timeouts } = options;
  const agent = new Agent({
    allowH2: false,
    connections: null,
    pipelining: 1,
    connect: { timeout: timeouts.connectMs },
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.idleMs,
  });
  const unconnected = new WeakSet<Error>();
  agent.on('connectionError', (_origin, _targets, error) => unconnected.add(error));

  return {
    send: ({ method, path, payload, accept }, signal) =>
      request(baseUrl.replace(/\/+$/, '') + path, {
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
      }),
    neverConnected: (thrown) => thrown instanceof Error && unconnected.has(thrown),
  };
}
