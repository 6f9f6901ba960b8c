import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Faults } from '../http/faults.ts';
import type { Journal, JournalEntry } from '../http/journal.ts';
import { injectedAnswer } from './injected-answer.ts';
import type { InvalidRequests } from './invalid-requests.ts';
import { type Bucket, type RateLimits, type RateScope, scopeOf } from './rate-limits.ts';
import { readRequest } from './request.ts';
import { matchRoute, type RouteMatch } from './routes/match-route.ts';
import type { Answer, Route } from './routes/route.ts';
import { RuleError } from './rule-error.ts';
import type { Violations } from './violations.ts';

/** What may be odd in the body of a request, by the route's name in the journal; nothing odd is an empty list. */
export type RequestCheck = (route: string, body: unknown) => readonly string[];

/** What {@link createRest} needs. */
export interface RestOptions {
  readonly routes: readonly Route[];
  readonly isToken: (token: string) => boolean;
  readonly now: () => number;
  /** How long every answer takes, in real time. */
  readonly latencyMs: number;
  readonly requestCheck?: RequestCheck | undefined;
  readonly rates: RateLimits;
  readonly invalidRequests: InvalidRequests;
  readonly violations: Violations;
  readonly journal: Journal;
  readonly faults: Faults;
  /** Whether every request is answered with 503 now. */
  readonly isFailing: () => boolean;
  /** Told of the interaction's token when a fault hits a call with one. */
  readonly onFaultFor: (token: string) => void;
  /** Ends waiting faults. */
  readonly signal: AbortSignal;
}

/** A journal entry whose outcome is still open. */
type Pending = { -readonly [K in keyof JournalEntry]: JournalEntry[K] };

/** An answer on its way out. */
interface Outgoing extends Answer {
  readonly outcome: string;
  readonly headers?: Record<string, string> | undefined;
}

/** Serves the REST API under `/api` and `/api/v{n}`. */
export function createRest(options: RestOptions): RequestListener {
  const { routes, isToken, now, latencyMs, requestCheck, rates, invalidRequests, violations, signal } = options;

  const pause = async (ms: number) => {
    if (ms > 0) await sleep(ms, undefined, { signal, ref: false }).catch(() => {});
  };

  function refuse(error: RuleError, route: string, bucket?: Bucket): Outgoing {
    const report = violations.on(route);
    for (const [rule, detail] of error.broken) report(rule, detail);
    let scope: RateScope = 'user';
    for (const rule of error.broken.keys()) if (rule === 'threadRate' || rule === 'globalRate') scope = scopeOf(rule);
    const { status, code, retryAfterMs } = error;
    invalidRequests.add(status, scope);
    const limited =
      retryAfterMs === undefined ? undefined : rates.refusal(retryAfterMs, scope, bucket, code, error.message);
    return {
      status,
      outcome: `${code || status}`,
      body: limited?.body ?? error.body,
      headers: limited?.headers ?? (bucket && rates.headers(bucket)),
    };
  }

  function handle({ route, params }: RouteMatch, request: IncomingMessage, read: ReadRequest, bucket?: Bucket) {
    const name = nameOf(route);
    try {
      invalidRequests.refuseBanned();
      if (!route.tokenInPath) {
        if (!isToken(/^Bot (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? '')) {
          throw new RuleError('unauthorized');
        }
        rates.count({ rule: 'globalRate', key: '' });
      }
      if (bucket) rates.count(bucket);
      const { body, files } = read();
      const report = violations.on(name);
      if (body !== undefined) for (const odd of requestCheck?.(name, body) ?? []) report('requestSchema', odd);
      const call = { param: (key: string) => params.get(key) ?? '', query: queryOf(request), body, files, report };
      return { ...route.handle(call), outcome: 'ok', headers: bucket && rates.headers(bucket) };
    } catch (error) {
      if (error instanceof RuleError) return refuse(error, name, bucket);
      throw error;
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse) {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const path = /^\/api(?:\/v\d+)?(\/.*)$/.exec(pathname)?.[1];
    const match = path === undefined ? undefined : matchRoute(routes, request.method ?? '', path);
    const name = match ? nameOf(match.route) : `${request.method} ${pathname}`;
    const entry: Pending = { at: now(), method: name, args: undefined, outcome: 'pending' };
    options.journal.add(entry);
    const fault = match && options.faults.next(name);
    const read = await readRequest(request);
    entry.args = match && argsOf(match, request, read);
    if (fault || options.isFailing()) options.onFaultFor(match?.params.get('token') ?? '');
    await pause((fault?.delayMs ?? 0) + latencyMs / 2);
    const bucket = match && bucketOf(match);
    const answer = (): Outgoing => {
      if (options.isFailing()) return { status: 503, outcome: 'fault:outage' };
      if (fault?.cut === 'before') return { status: 0, outcome: 'fault:cut before' };
      if (!match) return refuse(new RuleError('unknownRoute'), name);
      return (fault && injectedAnswer(rates, bucket, fault)) ?? handle(match, request, read, bucket);
    };
    const outgoing = answer();
    entry.outcome = fault?.silent ? 'fault:silent' : fault?.cut === 'after' ? 'fault:cut after' : outgoing.outcome;
    if (fault?.silent) return;
    await pause(latencyMs / 2);
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

type ReadRequest = Awaited<ReturnType<typeof readRequest>>;

const nameOf = ({ method, path }: Route) => `${method} ${path}`;

const queryOf = (request: IncomingMessage) => new URL(request.url ?? '/', 'http://127.0.0.1').searchParams;

function argsOf({ params }: RouteMatch, request: IncomingMessage, read: ReadRequest): object {
  const args = { ...Object.fromEntries(params), ...Object.fromEntries(queryOf(request)) };
  try {
    const { body, files } = read();
    return { ...args, ...(body === undefined ? {} : { body }), ...(files.length ? { files } : {}) };
  } catch {
    return args;
  }
}

function bucketOf({ route, params }: RouteMatch): Bucket | undefined {
  return route.rate && { rule: route.rate, key: params.get('token') ?? params.get('id') ?? '' };
}

function send(response: ServerResponse, { status, body, headers = {} }: Outgoing) {
  response.writeHead(status, { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) });
  response.end(body && JSON.stringify(body));
}
