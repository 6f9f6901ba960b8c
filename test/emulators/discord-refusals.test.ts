import { MessageFlags, REST, Routes } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { DiscordEmulator } from '../../emulators/discord/index.ts';
import { formError } from '../../emulators/discord/rule-error.ts';
import { createSnowflakes } from '../../emulators/discord/snowflakes.ts';
import { startEmulator } from './discord-client.ts';

const MINUTE_MS = 60_000;
const withId = z.object({ id: z.string() });
const research = { name: 'research', description: 'Ask a question' };

/** An emulator whose clock can be put forward, and the REST client of discord.js. */
async function start() {
  let aheadMs = 0;
  const emulator = await startEmulator({ now: () => Date.now() + aheadMs });
  const rest = new REST({ api: emulator.apiUrl, retries: 0 }).setToken(emulator.token);
  const { general } = emulator.channels;
  const send = async (body: object, channel = general) =>
    withId.parse(await rest.post(Routes.channelMessages(channel), { body })).id;
  const edit = (id: string, body: object, channel = general) =>
    rest.patch(Routes.channelMessage(channel, id), { body });
  const startThread = async (message: string, name = 'a thread', channel = general) =>
    withId.parse(await rest.post(Routes.threads(channel, message), { body: { name } })).id;
  const post = async (text: string, channel = general) =>
    (await emulator.post({ channel, user: emulator.users.ada, text })).id;
  const pass = (ms: number) => {
    aheadMs += ms;
  };
  return { emulator, rest, general, send, edit, startThread, post, pass };
}

/** An interaction of ada, and the routes that its token opens. */
async function startInteraction(emulator: DiscordEmulator, rest: REST) {
  await rest.put(Routes.applicationCommands(emulator.applicationId), { body: [research] });
  const { WebSocket } = await import('ws');
  const socket = new WebSocket(emulator.url.replace('http', 'ws'));
  const delivered = new Promise<{ id: string; token: string }>((resolve) => {
    socket.on('message', (data) => {
      const { op, t, d } = JSON.parse(data.toString());
      if (op === 10) socket.send(JSON.stringify({ op: 2, d: { token: emulator.token, intents: 0 } }));
      if (t === 'INTERACTION_CREATE') resolve(z.object({ id: z.string(), token: z.string() }).parse(d));
    });
  });
  await expect.poll(() => emulator.connections).toBe(1);
  const seen = await emulator.command({
    channel: emulator.channels.general,
    user: emulator.users.ada,
    name: research.name,
  });
  const { id, token } = await delivered;
  const callback = (body: object) => rest.post(Routes.interactionCallback(id, token), { body, auth: false });
  const editOriginal = (body: object) =>
    rest.patch(Routes.webhookMessage(emulator.applicationId, token), { body, auth: false });
  const followUp = async (body: object) =>
    withId.parse(await rest.post(Routes.webhook(emulator.applicationId, token), { body, auth: false })).id;
  return { seen, callback, editOriginal, followUp };
}

describe('messages on the emulated Discord', () => {
  it('refuses empty messages, foreign and deleted ones, and unknown channels', async () => {
    const { rest, send, edit, post, general, emulator } = await start();
    await expect(send({ content: ' ' })).rejects.toMatchObject({ status: 400, code: 50006 });
    const id = await send({ content: 'own' });
    await expect(edit(id, { content: '' })).rejects.toMatchObject({ code: 50006 });
    await expect(edit(await post('foreign'), { content: 'x' })).rejects.toMatchObject({ status: 403, code: 50005 });
    await rest.delete(Routes.channelMessage(general, id));
    await expect(edit(id, { content: 'x' })).rejects.toMatchObject({ status: 404, code: 10008 });
    await expect(send({ content: 'x' }, emulator.guildId)).rejects.toMatchObject({ status: 404, code: 10003 });
  });

  it('creates a message with the same enforced nonce once, for a few minutes', async () => {
    const { emulator, send, general, pass } = await start();
    const body = { content: 'once', nonce: 'run-1', enforce_nonce: true };
    const id = await send(body);
    expect(await send(body)).toBe(id);
    expect(await send({ content: 'once', nonce: 'run-1' })).not.toBe(id);
    expect(emulator.messages(general)).toHaveLength(2);
    await expect(send({ ...body, nonce: 'n'.repeat(26) })).rejects.toMatchObject({ code: 50035 });
    pass(6 * MINUTE_MS);
    expect(await send(body)).not.toBe(id);
  });

  it('sends no reply to a message that is gone, unless told that this does not matter', async () => {
    const { emulator, send, post } = await start();
    const id = await post('question');
    await emulator.deleteMessage(id);
    const reply = (fail_if_not_exists: boolean) =>
      send({ content: 'answer', message_reference: { message_id: id, fail_if_not_exists } });
    await expect(reply(true)).rejects.toMatchObject({ code: 50035 });
    expect(emulator.message(await reply(false))?.replyTo).toBeUndefined();
  });

  it('wants the permission that each action needs', async () => {
    const { emulator, rest, send, startThread, post } = await start();
    const readOnly = emulator.addChannel('read-only', { botCan: { send: false, sendInThreads: false } });
    await expect(send({ content: 'x' }, readOnly)).rejects.toMatchObject({ status: 403, code: 50013 });
    const thread = await startThread(await post('question', readOnly), 'name', readOnly);
    await expect(send({ content: 'x' }, thread)).rejects.toMatchObject({ code: 50013 });

    const hidden = emulator.addChannel('hidden', { botCan: { view: false } });
    await expect(send({ content: 'x' }, hidden)).rejects.toMatchObject({ status: 403, code: 50001 });

    const noHistory = emulator.addChannel('no-history', { botCan: { readHistory: false } });
    const question = await post('question', noHistory);
    const reply = { content: 'x', message_reference: { message_id: question } };
    await expect(send(reply, noHistory)).rejects.toMatchObject({ code: 160002 });
    expect(await rest.get(Routes.channelMessages(noHistory))).toEqual([]);
  });
});

describe('threads on the emulated Discord', () => {
  it('start once on a message, with a name of 1 to 100, where threads are possible', async () => {
    const { emulator, rest, startThread, post } = await start();
    const { noThreads, voice, announcements } = emulator.channels;
    const id = await post('question');
    expect(await startThread(id, '🙂'.repeat(100))).toBe(id);
    await expect(startThread(id)).rejects.toMatchObject({ status: 400, code: 160004 });
    await expect(startThread(await post('x', noThreads), 'x', noThreads)).rejects.toMatchObject({ code: 50013 });
    await expect(startThread(await post('x', voice), 'x', voice)).rejects.toMatchObject({ code: 50024 });
    const dm = emulator.dms.ada;
    await expect(startThread(await post('x', dm), 'x', dm)).rejects.toMatchObject({ code: 50024 });
    const news = await startThread(await post('x', announcements), 'x', announcements);
    expect(await rest.get(Routes.channel(news))).toMatchObject({ type: 10, parent_id: announcements });
  });

  it('wake up when somebody writes, and refuse edits while archived', async () => {
    const { emulator, send, edit, startThread, post, general } = await start();
    const thread = await startThread(await post('question'));
    const id = await send({ content: 'answer' }, thread);
    emulator.updateThread(thread, { archived: true });
    await expect(edit(id, { content: 'x' }, thread)).rejects.toMatchObject({ code: 50083 });
    await send({ content: 'more' }, thread);
    expect(emulator.threads(general)).toMatchObject([{ archived: false }]);
    await edit(id, { content: 'x' }, thread);
  });

  it('refuse messages while locked', async () => {
    const { emulator, send, startThread, post } = await start();
    const thread = await startThread(await post('question'));
    emulator.updateThread(thread, { locked: true, archived: true });
    await expect(send({ content: 'x' }, thread)).rejects.toMatchObject({ code: 160005 });
  });

  it('are renamed and archived by the bot that owns them, and no other channel is', async () => {
    const { emulator, rest, startThread, post, general } = await start();
    const thread = await startThread(await post('question'));
    await rest.patch(Routes.channel(thread), { body: { name: 'renamed' } });
    expect(emulator.threads(general)).toMatchObject([{ name: 'renamed' }]);
    await expect(rest.patch(Routes.channel(general), { body: { name: 'x' } })).rejects.toMatchObject({ code: 50013 });
  });
});

describe('interactions on the emulated Discord', () => {
  it('fail in the eyes of a person when nothing came within three seconds', async () => {
    const { emulator, rest, pass } = await start();
    const { seen, callback, editOriginal } = await startInteraction(emulator, rest);
    pass(3001);
    expect(seen.state).toBe('failed');
    await expect(callback({ type: 5 })).rejects.toMatchObject({ status: 404, code: 10062 });
    await expect(editOriginal({ content: 'x' })).rejects.toMatchObject({ code: 10015 });
  });

  it('are nobody\u2019s fault when no bot was there to hear of them', async () => {
    const { emulator, rest, pass } = await start();
    await rest.put(Routes.applicationCommands(emulator.applicationId), { body: [research] });
    const seen = await emulator.command({ channel: emulator.dms.ada, user: emulator.users.ada, name: 'research' });
    pass(3001);
    expect(seen.state).toBe('failed');
    expect(emulator.violations).toEqual([]);
  });

  it('take one callback', async () => {
    const { emulator, rest } = await start();
    const { seen, callback } = await startInteraction(emulator, rest);
    await expect(callback({ type: 4, data: { content: 'x'.repeat(2001) } })).rejects.toMatchObject({ code: 50035 });
    await callback({ type: 5, data: { flags: MessageFlags.Ephemeral | MessageFlags.SuppressEmbeds } });
    await expect(callback({ type: 5 })).rejects.toMatchObject({ status: 400, code: 40060 });
    expect(seen.message?.flags).toBe(MessageFlags.Ephemeral | MessageFlags.Loading);
  });

  it('cannot be answered any more after 15 minutes', async () => {
    const { emulator, rest, pass } = await start();
    const { seen, callback, editOriginal, followUp } = await startInteraction(emulator, rest);
    await callback({ type: 5 });
    pass(14 * MINUTE_MS);
    await editOriginal({ content: 'almost' });
    pass(MINUTE_MS + 1000);
    await expect(editOriginal({ content: 'late' })).rejects.toMatchObject({ status: 401, code: 50027 });
    await expect(followUp({ content: 'late' })).rejects.toMatchObject({ status: 401, code: 50027 });
    expect(seen.message?.content).toBe('almost');
  });

  it('fill a deferred answer with the first follow-up', async () => {
    const { emulator, rest } = await start();
    const { seen, callback, followUp } = await startInteraction(emulator, rest);
    await callback({ type: 5 });
    expect(await followUp({ content: 'first' })).toBe(seen.message?.id);
    expect(await followUp({ content: 'second' })).not.toBe(seen.message?.id);
    expect(seen).toMatchObject({ message: { content: 'first' }, followUps: [{ content: 'second' }] });
  });

  it('exist only for commands that are registered and options that fit', async () => {
    const { emulator, rest } = await start();
    const run = (options: Record<string, string | number | boolean>) =>
      emulator.command({ channel: emulator.dms.ada, user: emulator.users.ada, name: 'ask', options });
    await expect(run({})).rejects.toThrow('no command /ask');
    const commands = (body: object[]) => rest.put(Routes.applicationCommands(emulator.applicationId), { body });
    const ask = {
      name: 'ask',
      description: 'Ask',
      options: [{ type: 3, name: 'question', description: 'What', required: true }],
    };
    await commands([ask]);
    await expect(run({})).rejects.toThrow('needs the option question');
    await expect(run({ question: 'why?', other: 'x' })).rejects.toThrow('no option other');
    const depth = { type: 3, name: 'depth', description: 'How deep', choices: [{ name: 'Deep', value: 'deep' }] };
    const count = { type: 4, name: 'count', description: 'How many', min_value: 1, max_value: 5 };
    const quiet = { type: 5, name: 'quiet', description: 'Quietly' };
    await commands([{ ...ask, options: [{ ...ask.options[0], max_length: 10 }, depth, count, quiet] }]);
    for (const wrong of [
      { depth: 'Deep' },
      { count: 0 },
      { count: 6 },
      { count: 1.5 },
      { count: '3' },
      { quiet: 'yes' },
      { question: 'why, why, why?' },
      { question: 3 },
    ])
      await expect(run({ question: 'why?', ...wrong })).rejects.toThrow('does not take this value');
    await commands([{ ...ask, contexts: [0] }]);
    await expect(run({ question: 'why?' })).rejects.toThrow('no command /ask');
    await expect(commands([{ ...ask, name: 'Ask' }])).rejects.toMatchObject({ code: 50035 });
    await expect(commands([{ ...ask, description: 'x'.repeat(101) }])).rejects.toMatchObject({ code: 50035 });
  });
});

describe('what the emulated Discord answers', () => {
  it('nests field errors as Discord does', () => {
    const error = formError({ rule: 'embedTitle', path: ['embeds', 0, 'title'], code: 'C', message: 'M' });
    expect(error.body).toEqual({
      message: 'Invalid Form Body',
      code: 50035,
      errors: { embeds: { 0: { title: { _errors: [{ code: 'C', message: 'M' }] } } } },
    });
  });

  it('makes ids of 17 to 19 digits that always rise, whatever the clock does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_600_000_000_000 }), { minLength: 2 }), (times) => {
        let at = 0;
        const newId = createSnowflakes(() => times[at++] ?? 0);
        const ids = times.map(() => newId());
        for (const id of ids) expect(id).toMatch(/^\d{17,19}$/);
        expect(ids.map(BigInt)).toEqual(ids.map(BigInt).toSorted((a, b) => (a < b ? -1 : 1)));
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });
});
