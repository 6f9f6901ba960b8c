import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { fromDiscordError } from '../../../src/adapters/discord/errors.ts';
import { isTransient } from '../../../src/core/errors.ts';

const request = { body: { content: 'a private question' }, files: undefined };
const apiError = (code: number, status: number, path = '/channels/1/messages') =>
  new DiscordAPIError({ code, message: 'no' }, code, status, 'POST', `https://discord.com/api/v10${path}`, request);
const limited = (retryAfter: number, sublimitTimeout: number) =>
  new RateLimitError({
    global: false,
    hash: 'hash',
    limit: 5,
    majorParameter: '1',
    method: 'PATCH',
    retryAfter,
    route: '/channels/:id/messages/:id',
    scope: 'user',
    sublimitTimeout,
    timeToReset: retryAfter,
    url: 'https://discord.com/api/v10/channels/1/messages/2',
  });
const withCode = (code: string) => Object.assign(new Error('failed'), { code });

describe('what Discord refuses', () => {
  it('is rate-limited with the wait it asks for', () => {
    expect(fromDiscordError(limited(1_200.4, 0))).toMatchObject({ kind: 'rate-limited', retryAfterMs: 1_201 });
    expect(fromDiscordError(limited(-5, 3_000))).toMatchObject({ kind: 'rate-limited', retryAfterMs: 3_000 });
  });

  it.each([
    ['a deleted message', 10008, 404, 'message-gone'],
    ['a deleted thread', 10003, 404, 'message-gone'],
    ['a channel that the bot cannot see', 50001, 403, 'not-allowed'],
    ['a missing permission', 50013, 403, 'not-allowed'],
    ['an archived thread', 50083, 400, 'not-allowed'],
    ['a locked thread', 160005, 403, 'not-allowed'],
    ['an interaction after its 15 minutes', 50027, 401, 'not-allowed'],
    ['anything else that is forbidden', 1, 403, 'not-allowed'],
  ])('is named for %s', (_, code, status, hint) => {
    expect(fromDiscordError(apiError(code, status))).toMatchObject({ kind: 'platform', hint });
  });

  it('is a matter of the token when that is not accepted', () => {
    expect(fromDiscordError(apiError(0, 401))).toMatchObject({ kind: 'auth' });
  });

  it('is a matter of the platform otherwise, and not worth a repetition', () => {
    const error = fromDiscordError(apiError(50035, 400));
    expect(error).toMatchObject({ kind: 'platform', hint: undefined });
    expect(isTransient(error)).toBe(false);
  });
});

describe('a call that did not get through', () => {
  it.each([
    ['a fault of Discord', new HTTPError(503, 'no', 'POST', 'https://discord.com', request), 'upstream'],
    ['a refused connection', withCode('ECONNREFUSED'), 'upstream'],
    ['a lost connection', withCode('UND_ERR_SOCKET'), 'upstream'],
    ['an aborted request', new DOMException('aborted', 'AbortError'), 'timeout'],
    ['headers that never came', withCode('UND_ERR_HEADERS_TIMEOUT'), 'timeout'],
  ])('may be repeated after %s', (_, thrown, kind) => {
    const error = fromDiscordError(thrown);
    expect(error.kind).toBe(kind);
    expect(isTransient(error)).toBe(true);
  });
});

it('no error carries the text of a message or the token of an interaction into the log', () => {
  const error = fromDiscordError(apiError(50013, 403, '/webhooks/100000000000000001/secret-token/messages/@original'));
  const logged = JSON.stringify([error, error.message, error.stack, error.cause]);
  expect(logged).toContain('50013');
  expect(logged).not.toContain('secret-token');
  expect(logged).not.toContain('private');
});
