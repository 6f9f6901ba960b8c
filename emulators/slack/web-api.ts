import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../http/read-body.ts';
import { parseArgs, type RawArgs } from './args.ts';
import { installation } from './installation.ts';
import type { Method, Methods } from './method.ts';
import type { MethodName, RateLimits } from './rate-limits.ts';
import { enforceScope } from './scopes.ts';
import type { Answer, Serve } from './serve.ts';
import { enforce, SlackError } from './slack-error.ts';
import type { Violations } from './violations.ts';

/** What the Web API needs. */
export interface WebApiOptions {
  readonly methods: Methods;
  /** The scopes that the bot token was granted. */
  readonly scopes: readonly string[];
  /** Whether the tokens were revoked. */
  revoked(): boolean;
  /** Without it nothing is limited. */
  readonly rateLimits: RateLimits | undefined;
  readonly violations: Violations;
  readonly serve: Serve;
}

/** Answers `POST /api/<method>`. */
export function createWebApi({ methods, scopes, revoked, rateLimits, violations, serve }: WebApiOptions) {
  const known = new Map<string, readonly [MethodName, Method]>(methods.map((row) => [row[0], row]));

  function authorize(method: Method, token: string | undefined): void {
    enforce('notAuthed', token);
    enforce('invalidAuth', token === installation.botToken || token === installation.appToken);
    enforce('tokenRevoked', !revoked());
    enforce('tokenKind', (token === installation.appToken) === (method.token === 'app'));
    if (method.scope !== undefined) enforceScope(scopes, method.scope);
  }

  function run(name: string, args: RawArgs, token: string | undefined): Readonly<Record<string, unknown>> {
    const row = known.get(name);
    enforce('knownMethod', row, name);
    const [methodName, method] = row;
    authorize(method, token);
    rateLimits?.take(methodName, args);
    return method.call(args);
  }

  function call(name: string, args: RawArgs, token: string | undefined): Answer {
    try {
      return answer('ok', { ok: true, ...violations.during(name, () => run(name, args, token)) });
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      return answer(error.code, { ok: false, error: error.code, ...error.fields }, error.retryAfterSeconds);
    }
  }

  function answer(outcome: string, body: object, retryAfterSeconds?: number): Answer {
    const limited = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
    return {
      outcome,
      status: retryAfterSeconds === undefined ? 200 : 429,
      headers: { 'x-oauth-scopes': scopes.join(','), ...limited },
      body: JSON.stringify(body),
    };
  }

  return async (name: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { token: tokenArg, ...args } = parseArgs(await readBody(request), request.headers['content-type']);
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const token = bearer ?? (typeof tokenArg === 'string' ? tokenArg : undefined);
    await serve({ method: name, args, response, act: () => call(name, args, token) });
  };
}
