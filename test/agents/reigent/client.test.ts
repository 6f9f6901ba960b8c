import { describe, expect, it } from 'vitest';
import type { ReiScript } from '../../../emulators/rei/script.ts';
import { ask, logged, turnOf } from '../ask.ts';
import { emulated, secret } from './emulated.ts';

const respond = (status: number, body?: unknown, headers?: Record<string, string>): ReiScript => ({
  kind: 'response',
  status,
  body,
  ...(headers && { headers }),
});

const played = async (...scripts: ReiScript[]) => {
  const { emulator, agent, clock } = await emulated();
  emulator.play(...scripts);
  return { ...(await ask(agent)), attempts: emulator.requests.length, waits: clock.passedOver };
};

describe('a Reigent', () => {
  it.each(['/rei/agents/chat-completion', '/v1/chat/completions'])(
    'is asked at %s with messages only',
    async (chatPath) => {
      const { emulator, agent } = await emulated({ chatPath });
      emulator.play({ kind: 'answer', content: 'Hello!' });
      const { answer, events } = await ask(agent, 'Hello?');
      expect(emulator.journal.of(`POST ${chatPath}`).map(({ args }) => args)).toEqual([
        { messages: [{ role: 'user', content: 'Hello?' }] },
      ]);
      expect(emulator.requests[0]?.headers.authorization).toBe(`Bearer ${secret}`);
      expect(answer).toMatchObject({ state: 'complete', text: 'Hello!', citations: [], steps: [] });
      expect(events.at(-1)).toEqual({ type: 'done', complete: true });
    },
  );

  it('gets the questions before this one as context, and never an answer', async () => {
    const { emulator, agent } = await emulated();
    await ask(agent, 'And now?', { turns: [turnOf('First?', 'An answer of the Reigent.')] });
    expect(emulator.requests[0]?.body.messages).toHaveLength(1);
    expect(emulator.requests[0]?.message).toContain('> Ada:\n> First?');
    expect(JSON.stringify(emulator.journal.entries)).not.toContain('An answer of the Reigent.');
    expect(emulator.violations).toEqual([]);
  });

  it('delivers no pages, whatever its text links to', async () => {
    const { answer } = await played({ kind: 'answer', content: 'See [example.com](https://example.com/).' });
    expect(answer).toMatchObject({ text: 'See [example.com](https://example.com/).', citations: [] });
  });

  it('may answer in parts', async () => {
    const content = [
      { type: 'text', text: 'One, ' },
      { type: 'image_url', image_url: {} },
      { type: 'text', text: 'two.' },
    ];
    expect((await played({ kind: 'answer', content })).answer).toMatchObject({ state: 'complete', text: 'One, two.' });
  });

  it('may say what it counted', async () => {
    const body = {
      model: 'x',
      choices: [{ message: { content: 'Hi', refusal: null } }],
      usage: { prompt_tokens: 3, completion_tokens: 4 },
    };
    expect((await played(respond(200, body))).answer.usage).toEqual({ promptTokens: 3, completionTokens: 4 });
  });

  it('may answer beside a tool call, which is left alone', async () => {
    const toolCalls = [{ id: 'c1', type: 'function', function: { name: 'x', arguments: '{}' } }];
    expect((await played({ kind: 'answer', content: 'Anyway.', toolCalls })).answer).toMatchObject({
      state: 'complete',
      text: 'Anyway.',
    });
  });

  it.each(['', null])('that asks for a tool with the content %j is an error that says so', async (content) => {
    const { error } = await played({ kind: 'answer', content, toolCalls: [{ id: 'c1' }] });
    expect(error).toMatchObject({ kind: 'protocol', message: expect.stringContaining('asked for a tool') });
  });

  it.each([
    ['an empty answer', { kind: 'answer', content: ' ' } as const],
    ['an answer of null', { kind: 'answer', content: null } as const],
    ['no choices', respond(200, { choices: [] })],
    ['no JSON', respond(200, 'Hello!')],
    ['a page', respond(200, '<html></html>', { 'content-type': 'text/html' })],
    ['nothing', respond(200)],
  ])('that sends %s is an error', async (_what, script) => {
    const { error, attempts } = await played(script);
    expect(error?.kind).toBe('protocol');
    expect(attempts).toBe(1);
  });
});

describe('a Reigent that streams although nobody asked', () => {
  it('is read', async () => {
    const { answer } = await played({ kind: 'sse', texts: ['One, ', 'two.'] });
    expect(answer).toMatchObject({ state: 'complete', text: 'One, two.' });
  });

  it.each(['silent-end', 'reset'] as const)('is incomplete with the ending %s', async (ending) => {
    const { answer, error } = await played({ kind: 'sse', texts: ['Half '], ending });
    expect(error).toBeUndefined();
    expect(answer).toMatchObject({ state: 'incomplete', text: 'Half ' });
  });

  it('without any text is an error', async () => {
    expect((await played({ kind: 'sse', texts: [] })).error?.kind).toBe('protocol');
  });
});

describe('a refusal by the service of a Reigent', () => {
  it.each([
    [401, { error: 'Unauthorized' }, 'auth', undefined],
    [404, { error: 'AppError', details: 'Agent not found' }, 'config', 'agent-not-found'],
    [400, { error: 'AppError', details: 'model is not accepted' }, 'input', undefined],
    [422, { detail: [{ msg: 'bad' }] }, 'input', undefined],
  ])('with %i and %j is final', async (status, body, kind, hint) => {
    const { error, attempts } = await played(respond(status, body), { kind: 'answer', content: 'never' });
    expect(error).toMatchObject({ kind, hint });
    expect(attempts).toBe(1);
  });

  it.each([
    'error reading response body: read tcp 10.0.0.1: connection reset by peer',
    'unexpected EOF',
    'upstream timeout',
    'upstream answered 503',
  ])('with 400 and "%s" is tried again', async (details) => {
    const { answer, attempts } = await played(respond(400, { error: 'AppError', details }), {
      kind: 'answer',
      content: 'Here.',
    });
    expect(answer).toMatchObject({ state: 'complete', text: 'Here.' });
    expect(attempts).toBe(2);
  });

  it('with 400 that stays is told as a fault of the service', async () => {
    const fault = respond(400, { error: 'AppError', details: 'unexpected EOF' });
    const { error, attempts } = await played(fault, fault, fault, fault);
    expect(error?.kind).toBe('upstream');
    expect(attempts).toBe(3);
  });

  it.each([
    ['429', respond(429, '')],
    ['400 with 429 in its details', respond(400, { error: 'AppError', details: 'status code: 429' })],
    ['400 with the words in its details', respond(400, { error: 'AppError', details: 'Rate limit reached' })],
  ])('as %s is the rate limit', async (_how, script) => {
    const { error, attempts } = await played(script);
    expect(error).toMatchObject({ kind: 'rate-limited', retryAfterMs: 60_000 });
    expect(attempts).toBe(1);
  });

  it('for the rate limit is waited out when the wait is short', async () => {
    const limited = respond(400, { error: 'AppError', details: '429' }, { 'retry-after': '2' });
    const { answer, waits } = await played(limited, { kind: 'answer', content: 'Later.' });
    expect(answer.text).toBe('Later.');
    expect(waits).toEqual([2000]);
  });
});

describe('a Reigent that does not answer', () => {
  it.each([
    ['breaks the connection', { kind: 'reset' } as const, 'upstream'],
    ['breaks off in the middle', { kind: 'fin', content: 'A long answer.' } as const, 'upstream'],
    ['says nothing', { kind: 'hang' } as const, 'timeout'],
  ])('and %s is not asked twice, since it learns from every call', async (_how, script, kind) => {
    const { emulator, agent } = await emulated({ timeouts: { headersMs: 100 } });
    emulator.play(script, { kind: 'answer', content: 'never' });
    expect((await ask(agent)).error?.kind).toBe(kind);
    expect(emulator.requests).toHaveLength(1);
  });

  it('is given up after its whole time', async () => {
    const { emulator, agent, clock } = await emulated();
    emulator.answerWith(() => {
      clock.jump(300_000);
      return { kind: 'hang' };
    });
    expect((await ask(agent)).error?.kind).toBe('timeout');
    await expect(emulator.requests[0]?.ended).resolves.toBe('disconnected');
  });
});

describe("the Reigent's secret", () => {
  it.each([
    respond(400, { error: 'AppError', details: `bad token ${secret}` }),
    respond(401, secret),
    respond(200, { error: `Bearer ${secret}` }),
  ])('is in no error when the service repeats it: %#', async (script) => {
    const { error } = await played(script);
    expect(error).toBeDefined();
    expect(logged(error)).not.toContain(secret);
  });
});
