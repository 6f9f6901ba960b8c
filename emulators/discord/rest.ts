import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Faults } from '../http/faults.ts';
import type { Journal, JournalEntry } from '../http/journal.ts';
import { rateLimited, rateLimitHeaders } from './rate-limits.ts';
import { readRequest } from './request.ts';
import type { Answer, Call, Route } from './routes/route.ts';
import { RuleError, rules } from './rules.ts';

/** What {@link createRest} needs. */
export interface RestOptions {
  readonly routes: readonly Route[];
  readonly token: string;
  readonly now: () => number;
  readonly journal: Journal;
  readonly faults: Faults;
  /** Ends waiting faults. */
  readonly signal: AbortSignal;
}

interface Match {
  readonly route: Route;
  readonly params: ReadonlyMap<string, string>;
}

/** A journal entry whose outcome is still open. */
type Pending = { -readonly [K in keyof JournalEntry]: JournalEntry[K] };

/** An answer on its way out. */
interface Outgoing extends Answer {
  readonly outcome: string;
  readonly headers?: Record<string, string>;
}

/** Serves the REST API under `/api` and `/api/v{n}`. */
export function createRest({ routes, token, now, journal, faults, signal }: RestOptions): RequestListener {
  async function serve(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const path = /^\/api(?:\/v\d+)?(\/.*)$/.exec(url.pathname)?.[1];
    const match = path === undefined ? undefined : findRoute(routes, request.method ?? '', path);
    if (!match) {
      journal.add({ at: now(), method: `${request.method} ${url.pathname}`, args: undefined, outcome: '404' });
      return send(response, refuse(new RuleError('notFound')));
    }

    const name = `${match.route.method} ${match.route.path}`;
    const entry: Pending = { at: now(), method: name, args: undefined, outcome: 'pending' };
    journal.add(entry);
    const fault = faults.next(name);
    const answer = async (): Promise<Outgoing> => {
      try {
        const { body, files } = await readRequest(request);
        const params = Object.fromEntries(match.params);
        const query = Object.fromEntries(url.searchParams);
        entry.args = {
          ...params,
          ...query,
          ...(body === undefined ? {} : { body }),
          ...(files.length ? { files } : {}),
        };
        if (fault?.delayMs !== undefined) await sleep(fault.delayMs, undefined, { signal, ref: false }).catch(() => {});
        if (fault?.cut === 'before') return { status: 0, outcome: 'fault:cut before' };
        const injected = fault && injectedAnswer(name, fault);
        if (injected) return injected;
        if (!match.route.tokenInPath && request.headers.authorization !== `Bot ${token}`) {
          throw new RuleError('unauthorized');
        }
        const call: Call = { param: (key) => match.params.get(key) ?? '', query: url.searchParams, body, files };
        return { ...match.route.handle(call), outcome: 'ok', headers: rateLimitHeaders(name, now()) };
      } catch (error) {
        if (error instanceof RuleError) return { ...refuse(error), headers: rateLimitHeaders(name, now()) };
        throw error;
      }
    };
    const outgoing = await answer();
    entry.outcome = fault?.cut === 'after' ? 'fault:cut after' : outgoing.outcome;
    if (fault?.cut === undefined) send(response, outgoing);
    // A reset, which discord.js retries by itself; it does not retry after an orderly end.
    else request.socket.resetAndDestroy();
  }

  return (request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (response.headersSent || request.socket.destroyed) return;
      const message = error instanceof Error ? error.message : 'Internal error of the emulator.';
      send(response, { status: 500, outcome: '500', body: { message, code: 0 } });
    });
  };
}

function refuse(error: RuleError): Outgoing {
  return { status: error.status, outcome: `${error.code || error.status}`, body: error.body };
}

function send(response: ServerResponse, { status, body, headers = {} }: Outgoing) {
  response.writeHead(status, { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) });
  response.end(body && JSON.stringify(body));
}

function injectedAnswer(route: string, { status, error, retryAfterSeconds }: Fault): Outgoing | undefined {
  if (retryAfterSeconds !== undefined || status === 429) {
    const scope = error === 'global' || error === 'shared' ? error : 'user';
    return { status: status ?? 429, outcome: 'fault:429', ...rateLimited(route, retryAfterSeconds ?? 1, scope) };
  }
  if (status === undefined && error === undefined) return undefined;
  const rule = Object.values(rules).find((one) => 'code' in one && `${one.code}` === error);
  const known = rule && 'code' in rule ? rule : { status: 500, code: Number(error) || 0, message: 'Injected fault' };
  const answered = status ?? known.status;
  return {
    status: answered,
    outcome: `fault:${error ?? answered}`,
    body: { message: known.message, code: known.code },
  };
}

function findRoute(routes: readonly Route[], method: string, path: string): Match | undefined {
  const segments = path.split('/').map(decodeSegment);
  for (const route of routes) {
    const params = route.method === method ? matchPath(route.path.split('/'), segments) : undefined;
    if (params) return { route, params };
  }
  return undefined;
}

function matchPath(pattern: readonly string[], segments: readonly string[]): Map<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params = new Map<string, string>();
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) params.set(part.slice(1, -1), segment);
    else if (part !== segment) return undefined;
  }
  return params;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
