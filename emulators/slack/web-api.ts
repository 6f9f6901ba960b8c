import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../http/read-body.ts';
import { parseArgs, type RawArgs } from './args.ts';
import { installation } from './installation.ts';
import type { Method } from './method.ts';
import type { Answer, Serve } from './serve.ts';
import { SlackError } from './slack-error.ts';

/** What the Web API needs. */
export interface WebApiOptions {
  readonly methods: ReadonlyMap<string, Method>;
  /** The scopes that the bot token was granted. */
  readonly scopes: readonly string[];
  readonly serve: Serve;
}

/** Answers `POST /api/<method>`. */
export function createWebApi({ methods, scopes, serve }: WebApiOptions) {
  function call(name: string, args: RawArgs, token: string | undefined): Answer {
    try {
      const method = methods.get(name);
      if (method === undefined) throw new SlackError('unknown_method', { req_method: name });
      authorize(method, token, scopes);
      // The rate tiers belong here: between the token, which they are counted for, and the effect.
      return answer('ok', { ok: true, ...method.call(args) }, scopes);
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      return answer(error.code, { ok: false, error: error.code, ...error.fields }, scopes);
    }
  }

  return async (name: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { token: tokenArg, ...args } = parseArgs(await readBody(request), request.headers['content-type']);
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const token = bearer ?? (typeof tokenArg === 'string' ? tokenArg : undefined);
    await serve({ method: name, args, response, act: () => call(name, args, token) });
  };
}

function authorize(method: Method, token: string | undefined, granted: readonly string[]): void {
  if (token === undefined || token === '') throw new SlackError('not_authed');
  if (token !== installation.botToken && token !== installation.appToken) throw new SlackError('invalid_auth');
  if ((token === installation.appToken) !== (method.token === 'app')) throw new SlackError('not_allowed_token_type');
  if (method.scopes.length > 0 && !method.scopes.some((scope) => granted.includes(scope))) {
    throw new SlackError('missing_scope', { needed: method.scopes.join(','), provided: granted.join(',') });
  }
}

function answer(outcome: string, body: object, scopes: readonly string[]): Answer {
  return { outcome, status: 200, headers: { 'x-oauth-scopes': scopes.join(',') }, body: JSON.stringify(body) };
}
