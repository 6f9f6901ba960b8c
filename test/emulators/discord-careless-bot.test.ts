import { once } from 'node:events';
import { Client, Events, Options, type REST, Routes } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { login, plainIntents, startEmulator } from './discord-client.ts';

describe('a careless bot on the emulated Discord', () => {
  it('is caught in everything that it does wrong', async () => {
    const emulator = await startEmulator();
    const client = new Client({
      intents: plainIntents,
      makeCache: Options.cacheWithLimits({ MessageManager: 0 }),
      rest: { api: emulator.apiUrl },
    });
    onTestFinished(() => client.destroy());
    const ready = once(client, Events.ClientReady);
    await client.login(emulator.token);
    await ready;
    const { general } = emulator.channels;
    const problems: string[] = [];
    client.on(Events.MessageCreate, async (message) => {
      if (message.author.bot) return;
      const reply = await message.reply(`${message.author} asked: https://example.com`);
      await reply.edit(`${message.author} still asks: https://example.com`);
      await message.reply('a'.repeat(2001)).catch((error: Error) => problems.push(error.message));
    });
    const { id } = await emulator.post({ channel: general, user: emulator.users.ada, text: 'Why?' });
    emulator.redeliver(id);
    await expect.poll(() => problems).toHaveLength(2);
    const broken = emulator.violations.map(({ rule }) => rule);
    const expected = ['contentLength', 'repeatedReply', 'enforcedNonce', 'ping', 'preview'];
    const missing = [
      'allowedMentionsOnCreate',
      'allowedMentionsOnEdit',
      'suppressEmbedsOnCreate',
      'suppressEmbedsOnEdit',
    ];
    expect(new Set(broken)).toEqual(new Set([...expected, ...missing]));
  });

  it('that does not read the headers runs into the limits', async () => {
    const emulator = await startEmulator();
    const client = await login(emulator);
    const channel = await client.channels.fetch(emulator.channels.general);
    if (!channel?.isSendable()) throw new Error('no text channel');
    const { id } = await channel.send('text');
    const edit = (rest: REST) =>
      fetch(`${rest.options.api}/v10${Routes.channelMessage(channel.id, id)}`, {
        method: 'PATCH',
        headers: { authorization: `Bot ${emulator.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ content: 'text', allowed_mentions: { parse: [] }, flags: 4 }),
      });
    const statuses = await Promise.all(Array.from({ length: 6 }, () => edit(client.rest).then(({ status }) => status)));
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    expect(emulator.violations.at(-1)).toMatchObject({ rule: 'editRate' });
    expect(emulator.invalidRequests).toBe(1);
  });
});
