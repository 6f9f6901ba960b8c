import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { FootnoteError } from '../core/errors.ts';
import type { Logger } from '../core/ports/system.ts';
import type { PrometheusMetrics } from './metrics.ts';

/** Whether the bot can do its work now, and for each part that cannot, why. The reasons are public: no secrets. */
export interface Health {
  readonly ready: boolean;
  readonly reasons: Readonly<Record<string, string>>;
}

/** Answers the requests of one path, of every method. It reads the body itself and limits its size. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** What the server is made of. */
export interface HttpServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly health: () => Health | Promise<Health>;
  readonly metrics: Pick<PrometheusMetrics, 'render'>;
  readonly logger: Logger;
  /** Handlers by exact path, such as `/slack/events`. */
  readonly mounts?: Readonly<Record<string, Handler>>;
  /** How long `health` may take before the bot counts as not ready; 2 s by default. */
  readonly healthTimeoutMs?: number;
  /** How long a stop waits for requests in flight; 2 s by default. */
  readonly stopTimeoutMs?: number;
}

/** The one HTTP server: `/healthz`, `/readyz`, `/metrics` and what is mounted. */
export interface HttpServer {
  /** Listens and tells the port. Throws a `FootnoteError` of kind `config` that names `HOST` and `PORT`. */
  start(): Promise<{ readonly port: number }>;
  /** Takes no more requests, waits for those in flight, and ends every connection. */
  stop(): Promise<void>;
}

/** A server that does not listen yet. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { host, port, metrics, logger, healthTimeoutMs = 2_000, stopTimeoutMs = 2_000 } = options;
  const mounts = new Map(Object.entries(options.mounts ?? {}));
  const pages = new Map<string, (response: ServerResponse) => void | Promise<void>>([
    ['/healthz', (response) => sendJson(response, 200, { status: 'ok' })],
    [
      '/readyz',
      async (response) => {
        const { ready, reasons } = await healthWithin(options.health, healthTimeoutMs);
        sendJson(response, ready ? 200 : 503, ready ? { ready } : { ready, reasons });
      },
    ],
    [
      '/metrics',
      async (response) => {
        const { contentType, body } = await metrics.render();
        response.writeHead(200, { 'content-type': contentType }).end(body);
      },
    ],
  ]);

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    const mounted = mounts.get(path);
    if (mounted) return mounted(request, response);
    const page = pages.get(path);
    if (!page) return sendJson(response, 404, { error: 'not found' });
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return sendJson(response, 405, { error: 'method not allowed' });
    }
    return page(response);
  };

  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    // During a stop, the connection of a request that was in flight is kept alive for nothing.
    response.once('close', () => {
      if (!server.listening) server.closeIdleConnections();
    });
    answer(request, response).catch((error: unknown) => {
      logger.error({ err: error }, 'An HTTP request failed.');
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { error: 'internal error' });
    });
  });

  return {
    async start() {
      try {
        server.listen(port, host);
        await once(server, 'listening');
      } catch (cause) {
        throw new FootnoteError('config', describeListenError(cause, host, port), { cause });
      }
      server.on('error', (error) => logger.error({ err: error }, 'The HTTP server reported an error.'));
      const address = server.address();
      return { port: typeof address === 'object' && address ? address.port : port };
    },
    async stop() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      const timer = setTimeout(() => server.closeAllConnections(), stopTimeoutMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

async function healthWithin(health: HttpServerOptions['health'], timeoutMs: number): Promise<Health> {
  const { promise: late, resolve } = Promise.withResolvers<Health>();
  const unknown = (why: string): Health => ({ ready: false, reasons: { health: why } });
  const timer = setTimeout(() => resolve(unknown(`no answer within ${timeoutMs} ms`)), timeoutMs);
  try {
    return await Promise.race([health(), late]);
  } catch {
    return unknown('the check failed');
  } finally {
    clearTimeout(timer);
  }
}

function describeListenError(cause: unknown, host: string, port: number): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') {
    return `PORT: ${port} on ${host} is in use by another program. Stop it, or set PORT to a free one.`;
  }
  if (code === 'EACCES') return `PORT: this user may not listen on ${port}. Set PORT to one above 1023.`;
  return `HOST: cannot listen on ${host}, port ${port}. Set HOST to an address of this machine, such as 127.0.0.1.`;
}
