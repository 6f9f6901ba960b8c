import type { IncomingMessage, ServerResponse } from 'node:http';
import { listenLocally } from '../emulators/http/listen.ts';
import { readBody } from '../emulators/http/read-body.ts';
import { watchPane } from './feed.ts';
import { pageFile } from './page-files.ts';
import { ActionError, actionShape, type Pane } from './pane.ts';

/** What the page shows and where. */
export interface DemoServerOptions {
  readonly panes: readonly Pane[];
  /** The line at the top that says who answers. */
  readonly note: string;
  /** A free port unless given. */
  readonly port?: number | undefined;
}

/** The demo's page: `GET /`, its event stream `GET /events`, and what people do, `POST /actions`. */
export interface DemoServer {
  readonly url: string;
  /** Ends open event streams too. */
  close(): Promise<void>;
}

const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Starts the server on 127.0.0.1. Rejects when the port is taken. */
export async function startDemoServer({ panes, note, port }: DemoServerOptions): Promise<DemoServer> {
  const streams = new Set<ServerResponse>();
  const { port: taken, close } = await listenLocally((request, response) => {
    route(request, response).catch(() => response.destroy());
  }, port);
  const hosts = [`127.0.0.1:${taken}`, `localhost:${taken}`];

  const send = (stream: ServerResponse, event: string, data: object) =>
    stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  const unwatch = panes.map((pane) =>
    watchPane(pane, (change) => {
      for (const stream of streams) send(stream, 'change', change);
    }),
  );

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Other sites must not be able to talk through this page: with real keys that would cost money.
    if (!hosts.includes(request.headers.host ?? '')) return answer(response, 403, 'Open the demo by its own address.');
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (request.method === 'POST' && pathname === '/actions') return act(request, response);
    if (request.method !== 'GET') return answer(response, 405, 'Not allowed.');
    if (pathname === '/events') return stream(response);
    const file = await pageFile(pathname);
    if (!file) return answer(response, 404, 'There is no such page.');
    response.writeHead(200, { ...headers, 'content-type': file.type }).end(file.body);
  }

  function stream(response: ServerResponse): void {
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
    response.write('retry: 1000\n');
    send(response, 'start', { note, panes: panes.map((pane) => ({ ...pane.view, messages: pane.messages() })) });
    streams.add(response);
    response.on('close', () => streams.delete(response));
  }

  async function act(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A form of another site cannot send this type without asking first.
    if (request.headers['content-type'] !== 'application/json') return answer(response, 415, 'Send JSON.');
    const action = actionShape.safeParse(parse(await readBody(request)));
    const pane = panes.find(({ view }) => view.name === action.data?.pane);
    if (!action.success || !pane) return answer(response, 400, 'This could not be understood.');
    try {
      await pane.act(action.data);
      response.writeHead(204, headers).end();
    } catch (thrown) {
      const known = thrown instanceof ActionError;
      const reason = thrown instanceof Error ? thrown.message : 'unknown';
      answer(response, 422, known ? reason : `That did not work: ${reason}`);
    }
  }

  return {
    url: `http://127.0.0.1:${taken}`,
    async close() {
      for (const stop of unwatch) stop();
      await close();
    },
  };
}

function answer(response: ServerResponse, status: number, error: string): void {
  response.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify({ error }));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
