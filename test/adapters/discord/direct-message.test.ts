import { describe, expect, it } from 'vitest';
import { startScene } from './adapter-on-emulator.ts';

const hour = 60 * 60 * 1_000;

describe('a direct message', () => {
  it('is answered in place, in a conversation that begins with it', async () => {
    const { discord, heard } = await startScene();
    const channel = discord.dms.ada;
    const { id } = await discord.post({ channel, user: discord.users.ada, text: 'what is new?' });
    const question = await heard();
    expect(question).toMatchObject({
      id: `discord:@dm:${channel}:${id}`,
      origin: 'direct-message',
      asker: { id: discord.users.ada, name: 'Ada' },
      text: 'what is new?',
      channelKey: `discord:@dm:${channel}`,
    });
    expect(await question.current()).toBeUndefined();
    const { conversation } = await question.answer('News');
    expect(conversation).toBe(`discord:@dm:${channel}:${id}`);
    expect(discord.messages(channel).at(-1)).toMatchObject({ content: 'News', replyTo: undefined });
  });

  it('goes on with the conversation until six hours of silence', async () => {
    const { discord, heard, clock } = await startScene();
    const ask = async (text: string) => {
      await discord.post({ channel: discord.dms.ada, user: discord.users.ada, text });
      const question = await heard();
      return { current: await question.current(), ...(await question.answer(`${text}!`)) };
    };
    const first = await ask('one');
    await clock.advance(5 * hour);
    const second = await ask('two');
    expect(second.current).toBe(first.conversation);
    await clock.advance(5 * hour);
    expect((await ask('three')).conversation).toBe(first.conversation);
    await clock.advance(6 * hour);
    const last = await ask('four');
    expect(last.current).toBeUndefined();
    expect(last.conversation).not.toBe(first.conversation);
  });

  it('begins a new conversation when the person asked for one', async () => {
    const { discord, heard } = await startScene();
    const post = (text: string) => discord.post({ channel: discord.dms.ada, user: discord.users.ada, text });
    await post('one');
    const first = await (await heard()).answer('One');
    await post('new');
    const word = await heard();
    await word.restart?.();
    await word.tell('The next question begins a new conversation.');
    expect(discord.messages(discord.dms.ada).at(-1)).toMatchObject({ type: 0, pings: [] });
    await post('two');
    expect((await (await heard()).answer('Two')).conversation).not.toBe(first.conversation);
  });

  it('is a conversation of its own for every person', async () => {
    const { discord, heard } = await startScene();
    await discord.post({ channel: discord.dms.ada, user: discord.users.ada, text: 'one' });
    const ada = await (await heard()).answer('One');
    await discord.post({ channel: discord.dms.grace, user: discord.users.grace, text: 'two' });
    const grace = await heard();
    expect(await grace.current()).toBeUndefined();
    expect((await grace.answer('Two')).conversation).not.toBe(ada.conversation);
  });
});
