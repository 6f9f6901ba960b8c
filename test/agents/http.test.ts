import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHttpClient, type HttpClientOptions } from '../../src/agents/http.ts';
import type { HttpTimeouts } from '../../src/agents/sender.ts';
import { FootnoteError } from '../../src/core/errors.ts';
import { createManualClock } from '../core/manual-clock.ts';
import { ask, logged } from './ask.ts';
import { answerOf, apiKey, emulated } from './reka/emulated.ts';

const timeouts: HttpTimeouts = { connectMs: 5_000, headersMs: 60_000, idleMs: 60_000, totalMs: 300_000 };
const options = { signal: new AbortController().signal, accept: 'application/json' };

function clientOf(baseUrl: string, more: Partial<HttpClientOptions> = {}) {
  const clock = createManualClock({ passOverMs: 20_000 });
  const client = createHttpClient({
    service: 'Service',
    baseUrl,
    token: apiKey,
    clock,
    timeouts,
    random: () => 0.5,
    ...more,
  });
  return { client, clock };
}

const portOf = (server: Pick<Server, 'address'>) => {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
};

/** The port of a server that has just been closed. */
async function closedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('a call to a service', () => {
  it('is tried three times when nobody listens, with growing waits', async () => {
    const { client, clock } = clientOf(`http://127.0.0.1:${await closedPort()}`);
    const error = await client.post('/x', {}, options).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'upstream', message: 'The connection to Service failed: ECONNREFUSED' });
    expect(clock.passedOver).toEqual([250, 500]);
  });

  it('succeeds when the service comes up between two attempts', async () => {
    const port = await closedPort();
    const server = createServer((_request, response) => response.end('"up"'));
    onTestFinished(() => void server.close());
    const clock = createManualClock({ passOverMs: 20_000 });
    const sleep = async (ms: number) => {
      if (ms < 10_000) await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
      else await new Promise(() => undefined);
    };
    const { client } = clientOf(`http://127.0.0.1:${port}`, { clock: { now: clock.now, sleep } });
    expect(await (await client.post('/x', {}, options)).text()).toBe('"up"');
  });

  it('is not repeated when the connection broke after the request was sent', async () => {
    const { emulator, agent } = await emulated();
    emulator.play({ kind: 'reset' }, answerOf({ text: 'never' }));
    const { error } = await ask(agent);
    expect(error?.kind).toBe('upstream');
    expect(emulator.requests).toHaveLength(1);
  });

  it('is not repeated when a server error comes late, since work was done', async () => {
    const { emulator, agent, clock } = await emulated();
    emulator.answerWith(() => {
      clock.jump(30_000);
      return { kind: 'response', status: 500 };
    });
    expect((await ask(agent)).error?.kind).toBe('upstream');
    expect(emulator.requests).toHaveLength(1);
  });

  it('does not follow a redirect', async () => {
    const { emulator, agent } = await emulated();
    emulator.play({ kind: 'response', status: 307, headers: { location: 'http://example.com/' } });
    expect((await ask(agent)).error?.kind).toBe('protocol');
  });

  it('refuses what is no HTTP, and does not ask again', async () => {
    let connections = 0;
    const server = createTcpServer((socket) => {
      connections += 1;
      socket.on('error', () => undefined).once('data', () => socket.end('220 mail.example.com ESMTP\r\n'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { client } = clientOf(`http://127.0.0.1:${portOf(server)}`);
    await expect(client.post('/x', {}, options)).rejects.toMatchObject({ kind: 'upstream' });
    expect(connections).toBe(1);
  });

  it('refuses a response that is too long', async () => {
    const { emulator } = await emulated();
    emulator.play({ kind: 'response', status: 200, body: 'x'.repeat(5_000) });
    const { client } = clientOf(emulator.url, { maxResponseBytes: 1_000 });
    const response = await client.post(
      '/chat/completions',
      { model: 'reka-flash-research', messages: [{ role: 'user', content: 'x' }] },
      options,
    );
    await expect(response.text()).rejects.toMatchObject({ kind: 'protocol' });
  });

  it('refuses an encoding that it cannot read, and hangs up', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'br' }).write('the beginning');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const hungUp = new Promise((resolve) => server.on('connection', (socket) => socket.on('close', resolve)));
    const { client } = clientOf(`http://127.0.0.1:${portOf(server)}`);
    const response = await client.post('/x', {}, options);
    await expect(response.text()).rejects.toMatchObject({ kind: 'protocol' });
    await hungUp;
  });

  it('has a connection of its own', async () => {
    const { emulator, agent } = await emulated();
    await ask(agent);
    expect(emulator.requests[0]?.headers.connection).toBe('close');
  });
});

describe('a service that is slow', () => {
  it.each([
    ['before its first byte', { kind: 'hang' } as const, { headersMs: 100 }],
    ['in the middle of its answer', { ...answerOf({ text: 'Half. ' }), ending: 'hang' } as const, { idleMs: 100 }],
  ])('is given up %s, and not asked again', async (_when, script, limit) => {
    const { emulator, agent } = await emulated({ timeouts: limit });
    emulator.play(script, answerOf({ text: 'never' }));
    const { error, answer } = await ask(agent);
    expect(error?.kind).toBe('timeout');
    expect(answer.text).toBe(script.kind === 'hang' ? '' : 'Half. ');
    expect(emulator.requests).toHaveLength(1);
    await expect(emulator.requests[0]?.ended).resolves.toBe('disconnected');
  });

  it('is given up when its whole time is over, even while it still writes', async () => {
    const { emulator, agent, clock } = await emulated({ timeouts: { totalMs: 100_000 } });
    emulator.play({ ...answerOf({ text: 'A ' }, { text: 'B ' }), ending: 'hang' });
    const { error, answer } = await ask(agent, 'x', { onEvent: () => clock.jump(60_000) });
    expect(error).toMatchObject({ kind: 'timeout', message: 'Reka Research took longer than 100000 ms.' });
    expect(answer.text).toMatch(/^A /);
    await expect(emulator.requests[0]?.ended).resolves.toBe('disconnected');
  });

  it('is given up when only its heart beats', async () => {
    const { emulator, agent, clock } = await emulated({ timeouts: { progressMs: 50_000 } });
    const beat = { raw: ': ping\n\n' };
    emulator.play({
      ...answerOf({ text: 'A ' }, beat, beat, { chunk: { choices: [], usage: { prompt_tokens: 1 } } }),
      ending: 'hang',
    });
    const { error } = await ask(agent, 'x', { onEvent: ({ type }) => type === 'usage' && clock.jump(60_000) });
    expect(error).toMatchObject({ kind: 'timeout', message: 'Reka Research made no progress for 50000 ms.' });
  });

  it('is not given up while it makes progress', async () => {
    const { emulator, agent, clock } = await emulated({ timeouts: { progressMs: 50_000 } });
    emulator.play(answerOf(...Array.from({ length: 5 }, () => ({ text: 'more ' }))));
    const { answer } = await ask(agent, 'x', { onEvent: ({ type }) => type === 'text' && clock.jump(40_000) });
    expect(answer.state).toBe('complete');
  });
});

describe('a call that is stopped', () => {
  it('before its answer begins ends as stopped, and the connection is gone', async () => {
    const { emulator, agent } = await emulated();
    const stop = new AbortController();
    emulator.answerWith(() => {
      stop.abort();
      return { kind: 'hang' };
    });
    expect((await ask(agent, 'x', { signal: stop.signal })).error?.kind).toBe('stopped');
    await expect(emulator.requests[0]?.ended).resolves.toBe('disconnected');
  });

  it('in the middle of its answer ends with the reason it was given, and the connection is gone', async () => {
    const { emulator, agent } = await emulated();
    const stop = new AbortController();
    emulator.play({ ...answerOf({ text: 'Half. ' }), ending: 'hang' });
    const reason = new FootnoteError('stopped', 'The person said so.');
    const { error, answer } = await ask(agent, 'x', {
      signal: stop.signal,
      onEvent: ({ type }) => type === 'text' && stop.abort(reason),
    });
    expect(error).toBe(reason);
    expect(answer.text).toBe('Half. ');
    await expect(emulator.requests[0]?.ended).resolves.toBe('disconnected');
  });

  it('while it waits for its next attempt is not made again', async () => {
    const stop = new AbortController();
    const clock = createManualClock({ passOverMs: 20_000 });
    const sleep = async (ms: number, signal?: AbortSignal) => {
      if (ms < 10_000) stop.abort();
      else await clock.sleep(ms, signal);
    };
    const { emulator, agent } = await emulated({ clock: { now: clock.now, sleep } });
    emulator.play({ kind: 'response', status: 500 }, answerOf({ text: 'never' }));
    expect((await ask(agent, 'x', { signal: stop.signal })).error?.kind).toBe('stopped');
    expect(emulator.requests).toHaveLength(1);
  });

  it('before it was made is never made', async () => {
    const { emulator, agent } = await emulated();
    expect((await ask(agent, 'x', { signal: AbortSignal.abort() })).error?.kind).toBe('stopped');
    expect(emulator.journal.entries).toEqual([]);
  });

  it('hangs up when nobody reads on', async () => {
    const { emulator, agent } = await emulated();
    emulator.play({ ...answerOf({ text: 'Half. ' }), ending: 'hang' });
    const gone = new Error('nobody reads on');
    const reading = ask(agent, 'x', {
      onEvent: ({ type }) => {
        if (type === 'text') throw gone;
      },
    });
    await expect(reading).rejects.toBe(gone);
    await expect(emulator.requests[0]?.ended).resolves.toBe('disconnected');
  });
});

describe('the errors of connections', () => {
  it('hold no key', async () => {
    const { client } = clientOf(`http://127.0.0.1:${await closedPort()}`);
    const error = await client.post('/x', {}, options).catch((thrown: unknown) => thrown);
    expect(logged(error)).not.toContain(apiKey);
  });
});
