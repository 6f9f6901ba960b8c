import { once } from 'node:events';
import { REST, RESTEvents, Routes } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { startEmulator } from './discord-client.ts';

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
});
