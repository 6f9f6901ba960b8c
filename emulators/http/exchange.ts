import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';

/** Waits; resolves early when the signal aborts and never rejects. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** Waits in real time. */
export const realSleep: Sleep = (ms, signal) =>
  setTimeout(ms, undefined, { signal, ref: false }).catch(() => undefined);

/** One request being answered. */
export interface Exchange {
  readonly response: ServerResponse;
  /** Aborts when the connection is gone. */
  readonly signal: AbortSignal;
  /** How it ended: answered to the end, or the connection was gone before. */
  readonly ended: Promise<'finished' | 'disconnected'>;
  sleep(ms: number): Promise<void>;
  /** Sends one piece of the body. */
  write(bytes: string | Uint8Array): Promise<void>;
  /** Sends a whole response: a string body as it is, anything else as JSON, `undefined` as an empty one. */
  send(status: number, body?: unknown, headers?: Readonly<Record<string, string>>): void;
  /** Closes the connection in the middle of whatever was sent. */
  fin(): void;
  /** Resets the connection. */
  reset(): void;
}

/** Follows one exchange. */
export function createExchange(request: IncomingMessage, response: ServerResponse, sleep: Sleep): Exchange {
  const gone = new AbortController();
  const ended = new Promise<'finished' | 'disconnected'>((resolve) => {
    response.on('close', () => {
      gone.abort();
      resolve(response.writableFinished ? 'finished' : 'disconnected');
    });
  });
  return {
    response,
    signal: gone.signal,
    ended,
    sleep: (ms) => (ms > 0 ? sleep(ms, gone.signal) : Promise.resolve()),
    write: (bytes) =>
      new Promise((resolve) => {
        if (gone.signal.aborted) return resolve();
        response.write(bytes, () => resolve());
      }),
    send(status, body, headers) {
      const isText = typeof body === 'string' || body === undefined;
      const type = isText ? 'text/plain' : 'application/json';
      response.writeHead(status, { 'content-type': type, ...headers });
      response.end(isText ? body : JSON.stringify(body));
    },
    fin: () => request.socket.end(),
    reset: () => request.socket.resetAndDestroy(),
  };
}
