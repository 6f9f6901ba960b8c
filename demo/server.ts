import type { IncomingMessage, ServerResponse } from 'node:http';
import { listenLocally } from '../emulators/http/listen.ts';
import { readBody } from '../emulators/http/read-body.ts';
import { watchPane } from './feed.ts';
import type { KillableBot } from './killable-bot.ts';
import { pageFile } from './page-files.ts';
import { ActionError, actionShape, killShape, type Pane } from './pane.ts';

/** What the page shows and where. */
export interface DemoServerOptions {
  readonly panes: readonly Pane[];
  /** The line at the top that says who answers. */
  readonly note: string;
  /** What the button on the page kills. */
  readonly bot: Pick<KillableBot, 'state' | 'kill' | 'onChange'>;
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
export async function startDemoServer({ panes, note, bot, port }: DemoServerOptions): Promise<DemoServer> {
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

  bot.onChange(() => {
    for (const stream of streams) send(stream, 'bot', { state: bot.state });
  });

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
    const views = panes.map((pane) => ({ ...pane.view, messages: pane.messages() }));
    send(response, 'start', { note, state: bot.state, panes: views });
    streams.add(response);
    response.on('close', () => streams.delete(response));
  }

  async function act(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A form of another site cannot send this type without asking first.
    if (request.headers['content-type'] !== 'application/json') return answer(response, 415, 'Send JSON.');
    const wanted = doing(parse(await readBody(request)));
    if (!wanted) return answer(response, 400, 'This could not be understood.');
    try {
      await wanted();
      response.writeHead(204, headers).end();
    } catch (thrown) {
      const known = thrown instanceof ActionError;
      const reason = thrown instanceof Error ? thrown.message : 'unknown';
      answer(response, 422, known ? reason : `That did not work: ${reason}`);
    }
  }

  function doing(body: unknown): (() => Promise<void>) | undefined {
    if (killShape.safeParse(body).success) return bot.kill;
    const { data: action } = actionShape.safeParse(body);
    const pane = panes.find(({ view }) => view.name === action?.pane);
    return action && pane && (() => pane.act(action));
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
