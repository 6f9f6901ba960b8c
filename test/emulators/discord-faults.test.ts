import { once } from 'node:events';
import { Events, REST, RESTEvents, Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { login, startEmulator } from './discord-client.ts';
import { startBench } from './discord-rules/bench.ts';

const CREATE = 'POST /channels/{id}/messages';

async function start(retries = 3) {
  const emulator = await startEmulator();
  const rest = new REST({ api: emulator.apiUrl, retries }).setToken(emulator.token);
  const { general } = emulator.channels;
  const send = (body: object) => rest.post(Routes.channelMessages(general), { body });
  const outcomes = () => emulator.journal.of(CREATE).map(({ outcome }) => outcome);
  return { emulator, rest, send, outcomes, contents: () => emulator.messages(general).map(({ content }) => content) };
}

describe('faults of the emulated Discord', () => {
  it('answers 429 with the wait, which discord.js keeps to', async () => {
    const { emulator, rest, send, outcomes, contents } = await start();
    emulator.faults.plan(CREATE, { retryAfterSeconds: 0.2 });
    const limited = once(rest, RESTEvents.RateLimited);
    await send({ content: 'patience' });
    expect((await limited)[0]).toMatchObject({ method: 'POST', global: false });
    expect(outcomes()).toEqual(['fault:429', 'ok']);
    expect(contents()).toEqual(['patience']);
  });

  it('sends the body and the headers of a 429', async () => {
    const { emulator } = await start();
    emulator.faults.plan('*', { retryAfterSeconds: 1.5, error: 'global' });
    const response = await fetch(`${emulator.apiUrl}/v10/gateway/bot`);
    expect(response.status).toBe(429);
    expect(await response.json()).toEqual({ message: 'You are being rate limited.', retry_after: 1.5, global: true });
    expect(response.headers.get('retry-after')).toBe('2');
    expect(response.headers.get('x-ratelimit-scope')).toBe('global');
    expect(response.headers.get('x-ratelimit-global')).toBe('true');
  });

  it('loses the answer to a message that was created; the retry with a nonce creates no second one', async () => {
    const { emulator, send, outcomes, contents } = await start();
    emulator.faults.plan(CREATE, { cut: 'after' });
    await send({ content: 'once', nonce: 'a', enforce_nonce: true });
    expect(outcomes()).toEqual(['fault:cut after', 'ok']);
    expect(contents()).toEqual(['once']);

    emulator.faults.plan(CREATE, { cut: 'after' });
    await send({ content: 'careless' });
    expect(contents()).toEqual(['once', 'careless', 'careless']);
  });

  it('carries a call out and never answers it', async () => {
    const emulator = await startEmulator();
    emulator.faults.plan(CREATE, { silent: true });
    const rest = new REST({ api: emulator.apiUrl, retries: 0 }).setToken(emulator.token);
    const patience = new AbortController();
    const sending = rest.post(Routes.channelMessages(emulator.channels.general), {
      body: { content: 'said' },
      signal: patience.signal,
    });
    await expect.poll(() => emulator.journal.of(CREATE).map(({ outcome }) => outcome)).toEqual(['fault:silent']);
    expect(emulator.messages(emulator.channels.general).map(({ content }) => content)).toEqual(['said']);
    patience.abort();
    await expect(sending).rejects.toThrow();
  });

  it('cuts the connection before anything happens', async () => {
    const { emulator, send, outcomes, contents } = await start(0);
    emulator.faults.plan(CREATE, { cut: 'before' });
    await expect(send({ content: 'lost' })).rejects.toThrow();
    expect(outcomes()).toEqual(['fault:cut before']);
    expect(contents()).toEqual([]);
  });

  it('answers with errors and delays as planned', async () => {
    const { emulator, send, outcomes } = await start(0);
    emulator.faults.plan(CREATE, { status: 503 });
    emulator.faults.plan(CREATE, { error: '50013' });
    emulator.faults.plan(CREATE, { delayMs: 1 });
    await expect(send({ content: 'x' })).rejects.toMatchObject({ status: 503 });
    await expect(send({ content: 'x' })).rejects.toMatchObject({ status: 403, code: 50013 });
    await send({ content: 'x' });
    expect(outcomes()).toEqual(['fault:503', 'fault:50013', 'ok']);
  });

  it('keeps what each call said', async () => {
    const { emulator, send } = await start();
    await send({ content: 'x' });
    expect(emulator.journal.of(CREATE)[0]?.args).toEqual({ id: emulator.channels.general, body: { content: 'x' } });
  });

  it('breaks no rule by itself, nor makes the bot break one', async () => {
    const { emulator, command } = await startBench();
    emulator.faults.plan('POST /interactions/{id}/{token}/callback', { status: 503 });
    const { defer } = await command();
    await expect(defer()).rejects.toMatchObject({ status: 503 });
    const late = await startBench();
    await late.command();
    late.pass(3001);
    expect(late.emulator.violations).toMatchObject([{ rule: 'acknowledgement' }]);
    expect(emulator.violations).toEqual([]);
  });

  it('fails everything in an outage until it ends', async () => {
    const { emulator, send, outcomes, contents } = await start(0);
    const heal = await emulator.outage('errors');
    await expect(send({ content: 'lost' })).rejects.toMatchObject({ status: 503 });
    await heal();
    await send({ content: 'back' });
    expect(outcomes()).toEqual(['fault:outage', 'ok']);
    expect(contents()).toEqual(['back']);
  });

  it('cuts every connection in an outage that refuses them; a bot comes back by itself', async () => {
    const { emulator, send } = await start(0);
    const client = await login(emulator);
    const resumed = once(client, Events.ShardResume);
    const heal = await emulator.outage('refused');
    await expect.poll(() => emulator.connections).toBe(0);
    await expect(send({ content: 'lost' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await heal();
    await resumed;
    await send({ content: 'back' });
    expect(emulator.connections).toBe(1);
  });

  it('answers nothing before its latency has passed', async () => {
    const emulator = await startEmulator({ latencyMs: 120_000 });
    const rest = new REST({ api: emulator.apiUrl, retries: 0 }).setToken(emulator.token);
    const answered = rest.get(Routes.user());
    await expect.poll(() => emulator.journal.entries.map(({ outcome }) => outcome)).toEqual(['pending']);
    await Promise.all([expect(answered).rejects.toThrow(), emulator.stop()]);
  });
});

describe('the headers of a rate limit', () => {
  /** The answer to the sixth message of one instant, and to the fifth. */
  async function exceed(options: { speed?: number }) {
    const { emulator, general } = await startBench(options);
    const send = () =>
      fetch(`${emulator.apiUrl}/v10${Routes.channelMessages(general)}`, {
        method: 'POST',
        headers: { authorization: `Bot ${emulator.token}`, 'content-type': 'application/json' },
        body: '{"content":"text"}',
      });
    const answers = [await send(), await send(), await send(), await send(), await send(), await send()];
    return answers.slice(4);
  }

  it('tell what is left, and when there is room again', async () => {
    const [last, refused] = await exceed({});
    const bucket = { 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '5' };
    expect(Object.fromEntries(last?.headers ?? [])).toMatchObject(bucket);
    expect(Object.fromEntries(refused?.headers ?? [])).toMatchObject({
      ...bucket,
      'retry-after': '5',
      'x-ratelimit-scope': 'user',
      'x-ratelimit-bucket': last?.headers.get('x-ratelimit-bucket'),
    });
    const message = 'You are being rate limited.';
    expect(await refused?.json()).toEqual({ message, retry_after: 5, global: false });
  });

  it('tell the waits of a fast clock in real time', async () => {
    const [, refused] = await exceed({ speed: 20 });
    expect(refused?.headers.get('retry-after')).toBe('0.25');
    expect(refused?.headers.get('x-ratelimit-reset-after')).toBe('0.25');
    expect(await refused?.json()).toMatchObject({ retry_after: 0.25 });
  });

  it('keep discord.js, which waits in real time, from ever going over a limit', async () => {
    const begun = Date.now();
    const speed = 100;
    const emulator = await startEmulator({ now: () => begun + (Date.now() - begun) * speed, speed });
    const rest = new REST({ api: emulator.apiUrl }).setToken(emulator.token);
    const body = { content: 'text', allowed_mentions: { parse: [] }, flags: 4, enforce_nonce: true };
    for (let count = 0; count < 12; count += 1) {
      await rest.post(Routes.channelMessages(emulator.channels.general), { body: { ...body, nonce: `${count}` } });
    }
    expect(emulator.violations).toEqual([]);
    expect(emulator.messages(emulator.channels.general)).toHaveLength(12);
  });
});
