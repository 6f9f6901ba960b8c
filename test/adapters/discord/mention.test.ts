import { describe, expect, it } from 'vitest';
import { startScene } from './adapter-on-emulator.ts';

describe('a mention in a channel', () => {
  it('is answered in a thread that starts from it', async () => {
    const { discord, heard, bot } = await startScene();
    const { general } = discord.channels;
    const { id } = await discord.post({
      channel: general,
      user: discord.users.ada,
      text: `Tell me ${bot} what is **new**`,
    });

    const question = await heard();
    expect(question).toMatchObject({
      id: `discord:${discord.guildId}:${general}:${id}`,
      platform: 'discord',
      origin: 'mention',
      asker: { id: discord.users.ada, name: 'Ada' },
      text: 'Tell me what is **new**',
      channelKey: `discord:${discord.guildId}:${general}`,
    });
    expect(await question.current()).toBeUndefined();

    const answering = await question.answer('Researching');
    await answering.show('First', 'Second');
    const [thread] = discord.threads(general);
    expect(thread).toMatchObject({ id, name: 'Tell me what is new' });
    expect(answering.conversation).toBe(`discord:${discord.guildId}:${id}`);
    expect(answering.budget()).toMatchObject({ key: `discord:edit:${id}`, limit: 5, windowMs: 5_000 });
    const answers = discord.messages(id).filter(({ author }) => author === discord.botUserId);
    expect(answers.map(({ content }) => content)).toEqual(['First', 'Second']);
    expect(answering.address()).toEqual({ platform: 'discord', channel: id, messages: answers.map((one) => one.id) });
    expect(discord.messages(general)).toHaveLength(1);
  });

  it('in an announcement channel is answered in a thread as well', async () => {
    const { discord, heard, bot } = await startScene();
    const { id } = await discord.post({
      channel: discord.channels.announcements,
      user: discord.users.ada,
      text: `${bot} what is new?`,
    });
    await (await heard()).answer('News');
    expect(discord.messages(id).at(-1)?.content).toBe('News');
  });

  it('is answered in the thread that somebody else started from it in between', async () => {
    const { discord, heard, bot } = await startScene();
    discord.faults.plan('POST /channels/{id}/messages/{mid}/threads', { cut: 'after' });
    const { id } = await discord.post({
      channel: discord.channels.general,
      user: discord.users.ada,
      text: `${bot} what is new?`,
    });
    const { conversation } = await (await heard()).answer('News');
    expect(conversation).toBe(`discord:${discord.guildId}:${id}`);
    expect(discord.threads(discord.channels.general)).toHaveLength(1);
    expect(discord.messages(id).at(-1)?.content).toBe('News');
  });

  it('pings nobody and opens no preview, in a new message or an edited one', async () => {
    const { discord, heard, bot } = await startScene();
    const { id } = await discord.post({
      channel: discord.channels.general,
      user: discord.users.ada,
      text: `${bot} hi`,
    });
    const loud = `@everyone <@${discord.users.grace}> https://example.com`;
    const answering = await (await heard()).answer(loud);
    await answering.show(`${loud} again`);
    const answer = discord.messages(id).at(-1);
    expect(answer).toMatchObject({ content: `${loud} again`, edits: 1, pings: [], previews: [] });
  });

  it('delivered twice has the same identity', async () => {
    const { discord, heard, bot } = await startScene();
    const { id } = await discord.post({
      channel: discord.channels.general,
      user: discord.users.ada,
      text: `${bot} hi`,
    });
    const first = await heard();
    discord.redeliver(id);
    expect((await heard()).id).toBe(first.id);
  });

  it('without words is handed over without words, and a word of help is a reply to it', async () => {
    const { discord, heard, bot } = await startScene();
    const { general } = discord.channels;
    const { id } = await discord.post({ channel: general, user: discord.users.ada, text: bot });
    const question = await heard();
    expect(question.text).toBe('');
    await question.tell('Ask me anything.');
    expect(discord.messages(general).at(-1)).toMatchObject({ content: 'Ask me anything.', replyTo: id, pings: [] });
  });
});

describe('what is not said to the bot', () => {
  it('is ignored: others, bots, everyone, notices of Discord, and the bot itself', async () => {
    const { discord, heard, bot } = await startScene();
    const { general } = discord.channels;
    const { ada, grace, otherBot } = discord.users;
    await discord.post({ channel: general, user: ada, text: 'hello' });
    await discord.post({ channel: general, user: ada, text: `hello <@${grace}>` });
    await discord.post({ channel: general, user: ada, text: '@everyone hello' });
    await discord.post({ channel: general, user: otherBot, text: `${bot} hello` });
    await discord.post({ channel: general, user: discord.botUserId, text: `${bot} hello` });
    await discord.post({ channel: general, user: ada, text: `${bot} joined`, type: 7 });
    await discord.post({ channel: general, user: ada, text: `${bot} a question` });
    expect((await heard()).text).toBe('a question');
  });
});

describe('a follow-up in a thread', () => {
  async function startThread(messageContent: boolean) {
    const set = await startScene({ privilegedIntents: messageContent }, { messageContent });
    const { discord, heard, bot } = set;
    const first = { channel: discord.channels.general, user: discord.users.ada, text: `${bot} first` };
    const { id: thread } = await discord.post(first);
    const { conversation, address } = await (await heard()).answer('One');
    return { ...set, thread, conversation, address };
  }

  it('belongs to the conversation of the thread, with a mention or as a reply with ping', async () => {
    const { discord, heard, bot, thread, conversation, address } = await startThread(false);
    await discord.post({ channel: thread, user: discord.users.ada, text: 'second, not said to the bot' });
    await discord.post({ channel: thread, user: discord.users.grace, text: `${bot} second` });
    const second = await heard();
    expect(second.text).toBe('second');
    expect(await second.current()).toBe(conversation);
    expect((await second.answer('Two')).conversation).toBe(conversation);
    expect(discord.messages(thread).at(-1)).toMatchObject({ content: 'Two', replyTo: undefined });

    const replyTo = address().messages[0] ?? '';
    await discord.post({ channel: thread, user: discord.users.ada, text: 'third', replyTo });
    const third = await heard();
    expect(third.text).toBe('third');
    expect(await third.current()).toBe(conversation);
  });

  it('needs no mention when the content may be read, unless it is for somebody else', async () => {
    const { discord, heard, thread, conversation } = await startThread(true);
    await discord.post({ channel: thread, user: discord.users.ada, text: `<@${discord.users.grace}> look` });
    await discord.post({ channel: discord.channels.general, user: discord.users.ada, text: 'not in the thread' });
    await discord.post({ channel: thread, user: discord.users.ada, text: 'second' });
    const second = await heard();
    expect(second.text).toBe('second');
    expect(await second.current()).toBe(conversation);
  });

  it('needs a mention in a thread that did not begin with a question to the bot', async () => {
    const { discord, heard, bot } = await startScene({ privilegedIntents: true }, { messageContent: true });
    const foreign = discord.addChannel('people only', { type: 11 });
    await discord.post({ channel: foreign, user: discord.users.ada, text: `${bot} help us` });
    const asked = await heard();
    await asked.answer('Gladly');
    await discord.post({ channel: foreign, user: discord.users.ada, text: 'thanks' });
    await discord.post({ channel: foreign, user: discord.users.ada, text: `${bot} more` });
    expect((await heard()).text).toBe('more');
  });
});

describe('where no thread is possible', () => {
  it.each(['noThreads', 'voice'] as const)(
    'a mention is answered by a reply, and the chain goes on (%s)',
    async (name) => {
      const { discord, heard, bot } = await startScene();
      const channel = discord.channels[name];
      const { id } = await discord.post({ channel, user: discord.users.ada, text: `${bot} first` });
      const first = await (await heard()).answer('One', 'Two');
      expect(first.conversation).toBe(`discord:${discord.guildId}:${channel}:${id}`);
      const [one, two] = discord.messages(channel).slice(-2);
      expect(one).toMatchObject({ content: 'One', replyTo: id, pings: [] });
      expect(two).toMatchObject({ content: 'Two', replyTo: undefined });

      await discord.post({ channel, user: discord.users.grace, text: 'second', replyTo: two?.id });
      const second = await heard();
      expect(await second.current()).toBe(first.conversation);
      expect((await second.answer('Three')).conversation).toBe(first.conversation);

      await discord.post({ channel, user: discord.users.ada, text: `${bot} something else` });
      const other = await heard();
      expect(await other.current()).toBeUndefined();
      expect((await other.answer('Four')).conversation).not.toBe(first.conversation);
    },
  );

  it('the answer also stands when Discord refuses the thread, and when the question was deleted', async () => {
    const { discord, heard, bot } = await startScene();
    const { general } = discord.channels;
    discord.faults.plan('POST /channels/{id}/messages/{mid}/threads', { error: '50013' });
    await discord.post({ channel: general, user: discord.users.ada, text: `${bot} first` });
    const { conversation } = await (await heard()).answer('One');
    const answer = discord.messages(general).at(-1);
    expect(answer?.content).toBe('One');

    await discord.post({ channel: general, user: discord.users.ada, text: 'more', replyTo: answer?.id });
    expect((await (await heard()).answer('More')).conversation).toBe(conversation);
    expect(discord.threads(general)).toEqual([]);

    const { id } = await discord.post({ channel: general, user: discord.users.ada, text: `${bot} second` });
    const question = await heard();
    await discord.deleteMessage(id);
    await question.answer('Two');
    expect(discord.messages(general).at(-1)).toMatchObject({ content: 'Two', replyTo: undefined });
  });

  it('no thread is started that the bot could not write in', async () => {
    const { discord, heard, bot } = await startScene();
    const channel = discord.addChannel('quiet threads', { botCan: { sendInThreads: false } });
    await discord.post({ channel, user: discord.users.ada, text: `${bot} first` });
    await (await heard()).answer('One');
    await discord.command({ channel, user: discord.users.ada, name: 'research', options: { question: 'second' } });
    await (await heard()).answer('Two');
    expect(discord.threads(channel)).toEqual([]);
    expect(discord.messages(channel).map(({ content }) => content)).toEqual([
      `${bot} first`,
      'One',
      '**Ada** asked: second',
      'Two',
    ]);
  });

  it('the answer also stands when the bot may not read the history', async () => {
    const { discord, heard, bot } = await startScene();
    const channel = discord.addChannel('blind', { botCan: { createThreads: false, readHistory: false } });
    await discord.post({ channel, user: discord.users.ada, text: `${bot} first` });
    await (await heard()).answer('One');
    expect(discord.messages(channel).at(-1)).toMatchObject({ content: 'One', replyTo: undefined });
  });
});
