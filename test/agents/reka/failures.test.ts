import { describe, expect, it } from 'vitest';
import type { RekaScript } from '../../../emulators/reka/script.ts';
import type { AnswerEvent } from '../../../src/core/answer/answer.ts';
import { settled } from '../../core/manual-clock.ts';
import { ask, logged } from '../ask.ts';
import { answerOf, apiKey, emulated } from './emulated.ts';

const failing = async (...scripts: RekaScript[]) => {
  const { emulator, agent, clock } = await emulated();
  emulator.play(...scripts);
  const { error, answer } = await ask(agent);
  return { error, answer, attempts: emulator.requests.length, waits: clock.passedOver };
};

const respond = (status: number, body?: unknown, headers?: Record<string, string>): RekaScript => ({
  kind: 'response',
  status,
  body,
  ...(headers && { headers }),
});

describe('a refusal by Reka Research', () => {
  it.each([
    [400, { error: { type: 'validation_error', message: 'missing required parameters' } }, 'input', undefined],
    [401, { error: { type: 'authentication_error', message: 'bad key' } }, 'auth', undefined],
    [402, 'Payment Required', 'no-credit', undefined],
    [403, { detail: 'Forbidden' }, 'auth', undefined],
    [404, { detail: 'Not Found' }, 'protocol', undefined],
    [
      404,
      { error: { type: 'not_found_error', message: 'Model reka-flash-research not found' } },
      'config',
      'model-unavailable',
    ],
    [400, { error: { message: 'The model `reka-flash-research` does not exist' } }, 'config', 'model-unavailable'],
    [400, { error: { message: "This model's maximum context length is 128000 tokens" } }, 'input', undefined],
    [422, { detail: [{ loc: ['body'], msg: 'field required', type: 'missing' }] }, 'input', undefined],
    [429, { error: 'P001: Insufficient Balance' }, 'no-credit', undefined],
    [429, { detail: 'The account does not have enough credits to complete the request.' }, 'no-credit', undefined],
    [400, { error: { code: 'P001', message: 'Insufficient Balance' } }, 'no-credit', undefined],
    [504, '<html><body>Gateway Timeout</body></html>', 'timeout', undefined],
  ])('with %i and %j is final', async (status, body, kind, hint) => {
    const { error, attempts } = await failing(respond(status, body), answerOf({ text: 'never' }));
    expect(error).toMatchObject({ kind, hint, retryAfterMs: undefined });
    expect(attempts).toBe(1);
  });

  it.each([
    ['retry-after in seconds', { 'retry-after': '60' }, 60_000],
    ['retry-after as a date', { 'retry-after': 'Thu, 01 Jan 2026 00:00:45 GMT' }, 45_000],
    ['x-ratelimit-reset as Reka sends it', { 'x-ratelimit-reset': String(Date.UTC(2026, 0, 1) / 1000 + 30.5) }, 30_500],
    ['a wait that is too long to believe', { 'retry-after': '86400' }, 120_000],
    ['no wait at all', {}, 60_000],
  ])(
    'of the rate limit with %s is waited out, which is shown, and the question asked again',
    async (_how, headers, waitMs) => {
      const { emulator, agent, clock } = await emulated();
      emulator.play(respond(429, { error: 'Rate limit exceeded' }, headers), answerOf({ text: 'Later.' }));
      const seen: AnswerEvent[] = [];
      const outcome = ask(agent, 'Who?', { onEvent: (event) => seen.push(event) });
      const wait = { for: 'agent', perMinute: 60 };
      await expect.poll(() => seen).toEqual([{ type: 'asking' }, { type: 'queued', wait }]);
      await clock.advance(waitMs - 1);
      expect(emulator.requests).toHaveLength(1);
      await clock.advance(1);
      expect((await outcome).answer).toMatchObject({ state: 'complete', text: 'Later.' });
      expect(seen.slice(2, 3)).toEqual([{ type: 'asking' }]);
      expect(emulator.requests).toHaveLength(2);
    },
  );

  it('of the rate limit holds up the questions of others too', async () => {
    const { emulator, agent, clock } = await emulated();
    emulator.play(respond(429, { error: 'Rate limit exceeded' }, { 'retry-after': '60' }));
    emulator.answerWith(() => answerOf({ text: 'Later.' }));
    const seen: AnswerEvent[] = [];
    const refused = ask(agent, 'Who?', { onEvent: (event) => seen.push(event) });
    await expect.poll(() => seen.at(-1)?.type).toBe('queued');
    const other = ask(agent, 'And who else?', { onEvent: (event) => seen.push(event) });
    await settled();
    expect(emulator.requests).toHaveLength(1);
    await clock.advance(60_000);
    expect([await refused, await other].map(({ answer }) => answer.text)).toEqual(['Later.', 'Later.']);
    expect(emulator.requests.map(({ question }) => question)).toEqual(['Who?', 'Who?', 'And who else?']);
  });

  it('by a server error is tried three times and then told', async () => {
    const fault = respond(500, { error: { type: 'server_error', message: 'unexpected' } });
    const { error, attempts, waits } = await failing(fault, fault, fault, answerOf({ text: 'never' }));
    expect(error?.kind).toBe('upstream');
    expect(attempts).toBe(3);
    expect(waits).toHaveLength(2);
  });

  it('by a server error that passes is not seen by anyone', async () => {
    const { answer } = await failing(
      respond(503, ''),
      respond(502, '<html>Bad Gateway</html>'),
      answerOf({ text: 'Here.' }),
    );
    expect(answer).toMatchObject({ state: 'complete', text: 'Here.' });
  });

  it('is told to the operator with what the body says and the request id', async () => {
    const { error } = await failing(
      respond(400, { error: { type: 'validation_error', message: 'bad country' } }, { 'x-request-id': 'a0bbd491' }),
    );
    expect(error?.message).toBe('Reka Research answered 400: validation_error: bad country (x-request-id a0bbd491)');
  });
});

describe('an error in a response with status 200', () => {
  it.each([
    ['error frame', { errorFrame: { error: { type: 'server_error', message: 'broke' } } }, 'upstream'],
    ['error frame of plain text', { raw: 'event: error\ndata: it broke\n\n' }, 'upstream'],
    ['chunk with an error', { chunk: { error: 'Rate limit exceeded' } }, 'rate-limited'],
    ['chunk with a detail', { chunk: { detail: 'internal' } }, 'upstream'],
    ['chunk about credit', { chunk: { error: { code: 'P001', message: 'Insufficient Balance' } } }, 'no-credit'],
  ])('is an error: %s', async (_what, item, kind) => {
    const { error, answer, attempts } = await failing({ ...answerOf({ text: 'Half. ' }, item), ending: 'silent-end' });
    expect(error?.kind).toBe(kind);
    expect(answer.text).toBe('Half. ');
    expect(attempts).toBe(1);
  });

  it.each([
    ['JSON with an error', { error: { type: 'authentication_error', message: 'bad key' } }, 'auth'],
    ['JSON with a detail', { detail: 'internal' }, 'upstream'],
    ['JSON that is no answer', { ok: true }, 'protocol'],
    ['an empty body', undefined, 'protocol'],
    ['an HTML page', '<!doctype html><title>Hello</title>', 'protocol'],
    ['a list', [1, 2], 'protocol'],
  ])('is an error: %s', async (_what, body, kind) => {
    const { error, attempts } = await failing(respond(200, body));
    expect(error?.kind).toBe(kind);
    expect(attempts).toBe(1);
  });
});

describe('the API key', () => {
  it.each([
    [
      'in an error body',
      respond(400, { error: { message: `key ${apiKey} with Bearer ${apiKey} and xoxb-1-secret is bad` } }),
    ],
    ['in a page', respond(401, `<p>${apiKey}</p>`)],
    ['in a stream', answerOf({ errorFrame: { error: `Bearer ${apiKey}` } })],
    ['in a body that is no JSON', respond(200, `{"a": ${apiKey}`, { 'content-type': 'application/json' })],
    ['on a connection that breaks', { kind: 'reset' } as const],
  ])('is in no error when the service repeats it %s', async (_where, script) => {
    const { error } = await failing(script);
    expect(error).toBeDefined();
    expect(logged(error)).not.toContain(apiKey);
    expect(logged(error)).not.toContain('xoxb-1');
  });
});
