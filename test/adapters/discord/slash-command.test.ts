import { describe, expect, it } from 'vitest';
import { startScene } from './adapter-on-emulator.ts';

describe('a slash command', () => {
  it('shows its question in the channel and is answered in a thread that starts there', async () => {
    const { discord, heard } = await startScene();
    const { general } = discord.channels;
    const options = { question: 'what is *new*, @everyone?' };
    const command = await discord.command({ channel: general, user: discord.users.ada, name: 'research', options });
    const question = await heard();
    expect(question).toMatchObject({
      id: `discord:${discord.guildId}:${general}:interaction:${command.id}`,
      origin: 'command',
      agent: 'research',
      asker: { id: discord.users.ada, name: 'Ada' },
      text: options.question,
    });
    expect(await question.current()).toBeUndefined();
    await expect.poll(() => command.state).toBe('deferred');

    const { conversation } = await question.answer('News');
    const response = discord.messages(general)[0];
    expect(response).toMatchObject({
      content: '**Ada** asked: what is \\*new\\*, @\u200beveryone?',
      pings: [],
      ephemeralTo: undefined,
    });
    const [thread] = discord.threads(general);
    expect(thread).toMatchObject({ id: response?.id, name: 'what is new, @everyone?' });
    expect(conversation).toBe(`discord:${discord.guildId}:${thread?.id}`);
    expect(discord.messages(thread?.id ?? '').at(-1)?.content).toBe('News');
  });

  it('hands over the options that were chosen, as words would say them', async () => {
    const { discord, heard } = await startScene();
    const { general } = discord.channels;
    const options = { question: 'what?', depth: 'deep', near: 'Berlin, DE', searches: 5, 'no-web': true };
    await discord.command({ channel: general, user: discord.users.ada, name: 'research', options });
    const question = await heard();
    expect(question.text).toBe('what?');
    expect(question.options).toEqual([
      { name: 'depth', value: 'deep' },
      { name: 'near', value: 'Berlin, DE' },
      { name: 'searches', value: '5' },
      { name: 'no-web', value: '' },
    ]);
  });

  it('asks the agent that it names', async () => {
    const { discord, heard } = await startScene();
    const where = { channel: discord.channels.general, user: discord.users.ada };
    await discord.command({ ...where, name: 'reigent', options: { question: 'hello' } });
    expect((await heard()).agent).toBe('reigent');
  });

  it('in a thread is answered there, in the conversation of the thread', async () => {
    const { discord, heard, bot } = await startScene();
    const user = discord.users.ada;
    const { id: thread } = await discord.post({ channel: discord.channels.general, user, text: `${bot} first` });
    const root = await heard();
    const first = await root.answer('One');
    await discord.command({ channel: thread, user, name: 'research', options: { question: 'second' } });
    const second = await heard();
    expect(second.line).toBe(root.line);
    expect(await second.current()).toBe(first.conversation);
    expect((await second.answer('Two')).conversation).toBe(first.conversation);
    const shown = discord.messages(thread).slice(-2);
    expect(shown.map(({ content }) => content)).toEqual(['**Ada** asked: second', 'Two']);
  });

  it('in a direct message is answered there, in the conversation of the direct messages', async () => {
    const { discord, heard } = await startScene();
    const where = { channel: discord.dms.ada, user: discord.users.ada };
    const command = await discord.command({ ...where, name: 'research', options: { question: 'first' } });
    const first = await (await heard()).answer('One');
    expect(first.conversation).toBe(`discord:@dm:${where.channel}:${command.id}`);
    await discord.post({ ...where, text: 'second' });
    expect(await (await heard()).current()).toBe(first.conversation);
    expect(discord.messages(where.channel).map(({ content }) => content)).toEqual([
      '**Ada** asked: first',
      'One',
      'second',
    ]);
  });

  it('where no thread is possible is answered by a reply to its response, and the chain goes on', async () => {
    const { discord, heard } = await startScene();
    const where = { channel: discord.channels.noThreads, user: discord.users.ada };
    await discord.command({ ...where, name: 'research', options: { question: 'first' } });
    const first = await (await heard()).answer('One');
    const [response, answer] = discord.messages(where.channel);
    expect(first.conversation).toBe(`discord:${discord.guildId}:${where.channel}:${response?.id}`);
    expect(answer).toMatchObject({ content: 'One', replyTo: response?.id });
    await discord.post({ ...where, text: 'second', replyTo: answer?.id });
    expect(await (await heard()).current()).toBe(first.conversation);
  });

  it('a reply to its response, whose words Discord keeps back, is told how to be read', async () => {
    const { discord, heard, waiting } = await startScene();
    const where = { channel: discord.channels.noThreads, user: discord.users.ada };
    await discord.command({ ...where, name: 'research', options: { question: 'first' } });
    await (await heard()).answer('One');
    const [response] = discord.messages(where.channel);
    await discord.post({ ...where, text: 'second', replyTo: response?.id });
    await expect.poll(() => discord.messages(where.channel).at(-1)?.content).toContain('I cannot read this reply');
    expect(waiting).toEqual([]);
  });

  it('where the bot may not write is answered by follow-ups of the command', async () => {
    const { discord, heard } = await startScene();
    const channel = discord.addChannel('read only', { botCan: { send: false, createThreads: false } });
    const user = discord.users.ada;
    const command = await discord.command({ channel, user, name: 'research', options: { question: 'first' } });
    const answering = await (await heard()).answer('Researching');
    await answering.show('One', 'Two');
    await answering.remove(1);
    expect(command.message?.content).toBe('**Ada** asked: first');
    expect(command.followUps.map(({ content, pings }) => ({ content, pings }))).toEqual([
      { content: 'One', pings: [] },
    ]);
    expect(answering.budget().key).toBe(`discord:edit:${command.id}`);
  });

  it.each([['help'], ['Forget'], [undefined]])('that asks nothing (%s) is seen by its person alone', async (word) => {
    const { discord, heard } = await startScene();
    const where = { channel: discord.channels.general, user: discord.users.ada };
    const options = word === undefined ? {} : { question: word };
    const command = await discord.command({ ...where, name: 'research', options });
    const question = await heard();
    expect(question.text).toBe(word ?? '');
    await question.tell('A word of help.');
    expect(command.message).toMatchObject({ content: 'A word of help.', ephemeralTo: discord.users.ada });
  });

  it('whose place could not be made tells so to its person alone', async () => {
    const { discord, heard } = await startScene();
    const where = { channel: discord.channels.general, user: discord.users.ada };
    discord.faults.plan('POST /channels/{id}/messages/{mid}/threads', { status: 503, times: 3 });
    const command = await discord.command({ ...where, name: 'research', options: { question: 'first' } });
    const question = await heard();
    await expect(question.answer('One')).rejects.toMatchObject({ kind: 'upstream' });
    await question.tell('Please ask again.');
    expect(command.message?.content).toBe('**Ada** asked: first');
    expect(command.followUps).toMatchObject([{ content: 'Please ask again.', ephemeralTo: discord.users.ada }]);
  });
});
