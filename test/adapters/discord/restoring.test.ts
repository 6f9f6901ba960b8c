import { describe, expect, it } from 'vitest';
import { startTestAdapter } from './adapter-on-emulator.ts';

const part = (content: string) => ({ content, fingerprint: content });

describe('what was said', () => {
  it('is the same when another process takes it up', async () => {
    const { adapter, discord, heard, bot } = await startTestAdapter();
    const { general } = discord.channels;
    await discord.post({ channel: general, user: discord.users.ada, text: `${bot} why?` });
    const mention = await heard();
    await discord.command({
      channel: general,
      user: discord.users.ada,
      name: 'research',
      options: { question: 'how?' },
    });
    const command = await heard();
    for (const { id, origin, asker, text, agent, channelKey, said } of [mention, command]) {
      expect(adapter.restore(said)).toMatchObject({ id, origin, asker, text, channelKey, ...(agent && { agent }) });
    }
  });

  it('is nothing when it cannot be read', async () => {
    const { adapter } = await startTestAdapter();
    for (const said of ['', '{', '{}', '{"type":"message","seen":{"id":"1"}}']) {
      expect(adapter.restore(said)).toBeUndefined();
    }
  });
});

describe('a reply that another process began', () => {
  it('goes on in its messages, and finds the one that it did not come to know of', async () => {
    const { adapter, discord, heard, bot } = await startTestAdapter();
    await discord.post({ channel: discord.channels.general, user: discord.users.ada, text: `${bot} why?` });
    const asked = await heard();
    const answering = await asked.answer('Because');
    const address = answering.address();
    await answering.show('Because', 'the sky');
    const { reply } = adapter.restore(asked.said)?.resume(address) ?? {};
    await reply?.write(0, part('Because of that'));
    await reply?.write(1, part('the sky is blue'));
    const thread = discord
      .messages(address.channel)
      .filter(({ author, type }) => author === discord.botUserId && type === 0);
    expect(thread.map(({ content }) => content)).toEqual(['Because of that', 'the sky is blue']);
  });

  it('goes on when only the id of its question is left', async () => {
    const { adapter, discord, heard, bot } = await startTestAdapter();
    await discord.post({ channel: discord.channels.general, user: discord.users.ada, text: `${bot} why?` });
    const asked = await heard();
    const address = (await asked.answer('Because')).address();
    await adapter.resume(address, asked.id)?.reply.write(0, part('Interrupted'));
    const written = discord
      .messages(address.channel)
      .filter(({ author, type }) => author === discord.botUserId && type === 0);
    expect(written.map(({ content }) => content)).toEqual(['Interrupted']);
  });
});
