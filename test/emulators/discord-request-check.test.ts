import { describe, expect, it } from 'vitest';
import { checkRequest } from '../../emulators/discord/request-schemas.ts';

const create = 'POST /channels/{id}/messages';
const callback = 'POST /interactions/{id}/{token}/callback';

describe('the second opinion on a request', () => {
  it.each([
    [
      'nothing in a careful message',
      create,
      { content: 'a', allowed_mentions: { parse: [] }, flags: 4, nonce: 'a', enforce_nonce: true },
      [],
    ],
    ['nothing in a route that it does not know', 'GET /users/@me', { anything: true }, []],
    [
      'a wrong value',
      create,
      { embeds: [{ title: 'a'.repeat(257) }] },
      ['embeds.0.title: Too big: expected string to have <=256 characters'],
    ],
    [
      'a key that the API does not know',
      create,
      { content: 'a', allowed_mentions: { pars: [] } },
      ['allowed_mentions.pars: unknown key'],
    ],
    ['a nonce in an edit', 'PATCH /channels/{id}/messages/{mid}', { content: 'a', nonce: 'a' }, ['nonce: unknown key']],
    ['nothing in a deferral', callback, { type: 5, data: { flags: 64 } }, []],
    [
      'an unknown key in the data of an answer',
      callback,
      { type: 4, data: { content: 'a', text: 'a' } },
      ['data.text: unknown key'],
    ],
    [
      'an unknown key in a list of commands',
      'PUT /applications/{id}/commands',
      [{ name: 'ask', description: 'Ask', help: '' }],
      ['0.help: unknown key'],
    ],
  ])('finds %s', (_what, route, body, odd) => {
    expect(checkRequest(route, body)).toEqual(odd);
  });
});
