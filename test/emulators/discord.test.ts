import {
  ButtonStyle,
  ChannelType,
  type Client,
  ComponentType,
  Events,
  type Interaction,
  type Message,
  MessageFlags,
} from 'discord.js';
import { describe, expect, it } from 'vitest';
import { login, startEmulator } from './discord-client.ts';

const research = {
  name: 'research',
  description: 'Ask a question',
  options: [{ type: 3, name: 'question', description: 'What to find out', required: true }],
  contexts: [0, 1],
};
const nextMessage = (client: Client, fits = (message: Message) => !message.author.bot) =>
  new Promise<Message>((resolve) =>
    client.on(Events.MessageCreate, (message) => {
      if (fits(message)) resolve(message);
    }),
  );
const nextInteraction = (client: Client) =>
  new Promise<Interaction>((resolve) => client.once(Events.InteractionCreate, resolve));

describe('a bot on the emulated Discord', () => {
  it('knows itself, its guild and its channels once it is ready', async () => {
    const emulator = await startEmulator();
    const client = await login(emulator);
    expect(client.user.id).toBe(emulator.botUserId);
    expect(client.application.id).toBe(emulator.applicationId);
    expect(client.guilds.cache.get(emulator.guildId)?.channels.cache.size).toBe(4);
    expect(emulator.connections).toBe(1);
    for (const id of [emulator.botUserId, emulator.channels.general, emulator.dms.ada])
      expect(id).toMatch(/^\d{17,19}$/);
  });

  it('answers a mention in a thread started from it, and edits the answer', async () => {
    const emulator = await startEmulator();
    const { general } = emulator.channels;
    const client = await login(emulator);
    const arrived = nextMessage(client);
    const question = await emulator.post({
      channel: general,
      user: emulator.users.ada,
      text: `<@${emulator.botUserId}> why is the sky blue?`,
    });
    const message = await arrived;
    expect(message.content).toContain('why is the sky blue?');
    expect(message.mentions.has(client.user)).toBe(true);

    const thread = await message.startThread({ name: 'why is the sky blue?' });
    expect(thread.id).toBe(question.id);
    const answer = await thread.send({ content: 'Researching…', flags: MessageFlags.SuppressEmbeds });
    await answer.edit({ content: 'Scattering.', flags: MessageFlags.SuppressEmbeds });
    await answer.edit({ content: 'Rayleigh scattering.', flags: MessageFlags.SuppressEmbeds });

    expect(emulator.threads(general)).toEqual([
      { id: thread.id, name: 'why is the sky blue?', channel: general, archived: false, locked: false },
    ]);
    expect(emulator.message(question.id)?.thread).toBe(thread.id);
    expect(emulator.messages(thread.id).map(({ content, edits }) => [content, edits])).toEqual([
      ['', 0],
      ['Rayleigh scattering.', 2],
    ]);
    expect(emulator.journal.of('PATCH /channels/{id}/messages/{mid}').map(({ outcome }) => outcome)).toEqual([
      'ok',
      'ok',
    ]);
  });

  it('replies to a message, and the human sees to which', async () => {
    const emulator = await startEmulator();
    const client = await login(emulator);
    const arrived = nextMessage(client);
    const { noThreads } = emulator.channels;
    const question = await emulator.post({ channel: noThreads, user: emulator.users.ada, text: 'hello' });
    const message = await arrived;
    await expect(message.startThread({ name: 'no' })).rejects.toMatchObject({ code: 50013 });
    const reply = await message.reply('Hello.');
    expect(emulator.message(reply.id)).toMatchObject({ replyTo: question.id, pings: [], author: emulator.botUserId });
  });

  it('answers a direct message that comes from a channel it does not know', async () => {
    const emulator = await startEmulator();
    const client = await login(emulator);
    const arrived = nextMessage(client);
    await emulator.post({ channel: emulator.dms.ada, user: emulator.users.ada, text: 'hello' });
    const message = await arrived;
    expect(message.channel.type).toBe(ChannelType.DM);
    expect(message.content).toBe('hello');
    if (message.channel.isSendable()) await message.channel.send('Hello.');
    expect(emulator.messages(emulator.dms.ada).map(({ content }) => content)).toEqual(['hello', 'Hello.']);
  });

  it('opens a direct-message channel by itself', async () => {
    const emulator = await startEmulator();
    const client = await login(emulator);
    await client.users.createDM(emulator.users.grace);
    await client.users.send(emulator.users.grace, 'Good morning.');
    expect(emulator.messages(emulator.dms.grace)).toHaveLength(1);
  });

  it('defers a command, edits the answer and follows up', async () => {
    const emulator = await startEmulator();
    const client = await login(emulator);
    await client.application.commands.set([research]);
    expect(emulator.commands).toMatchObject([{ name: 'research' }]);
    const arrived = nextInteraction(client);
    const seen = await emulator.command({
      channel: emulator.channels.general,
      user: emulator.users.ada,
      name: 'research',
      options: { question: 'why?' },
    });
    expect(seen.state).toBe('waiting');
    const interaction = await arrived;
    if (!interaction.isChatInputCommand()) throw new Error('not a command');
    expect(interaction.options.getString('question')).toBe('why?');
    const deferred = await interaction.deferReply({ withResponse: true });
    expect(seen.state).toBe('deferred');
    expect(seen.message?.thinking).toBe(true);

    await interaction.editReply({ content: 'Because.', flags: MessageFlags.SuppressEmbeds });
    expect(seen).toMatchObject({ state: 'replied', message: { content: 'Because.', thinking: false, edits: 0 } });
    expect(deferred.resource?.message?.id).toBe(seen.message?.id);
    expect((await interaction.fetchReply()).content).toBe('Because.');
    const followUp = await interaction.followUp('And more.');
    expect(seen.followUps).toMatchObject([{ id: followUp.id, content: 'And more.' }]);

    const thread = await deferred.resource?.message?.startThread({ name: 'why?' });
    await thread?.send('In the thread.');
    expect(emulator.messages(thread?.id ?? '').at(-1)?.content).toBe('In the thread.');
  });

  it('answers a command so that only one person sees it', async () => {
    const emulator = await startEmulator();
    const client = await login(emulator);
    await client.application.commands.set([research]);
    const arrived = nextInteraction(client);
    const { grace } = emulator.users;
    const seen = await emulator.command({
      channel: emulator.dms.grace,
      user: grace,
      name: 'research',
      options: { question: 'help' },
    });
    const interaction = await arrived;
    if (!interaction.isChatInputCommand()) throw new Error('not a command');
    await interaction.reply({ content: 'Only you.', flags: MessageFlags.Ephemeral });
    expect(seen).toMatchObject({ state: 'replied', message: { content: 'Only you.', ephemeralTo: grace } });
    await interaction.editReply('Only you!');
    expect(seen.message?.content).toBe('Only you!');
    const channel = await client.channels.fetch(emulator.dms.grace);
    if (!channel?.isTextBased()) throw new Error('no text channel');
    expect((await channel.messages.fetch()).size).toBe(0);
    await interaction.deleteReply();
    expect(seen.message).toBeUndefined();
  });

  it('is told of a click, and changes the message with the button', async () => {
    const emulator = await startEmulator();
    const client = await login(emulator);
    const channel = await client.channels.fetch(emulator.channels.general);
    if (!channel?.isSendable()) throw new Error('no text channel');
    const sent = await channel.send({
      content: 'Working.',
      components: [
        {
          type: ComponentType.ActionRow,
          components: [{ type: ComponentType.Button, style: ButtonStyle.Secondary, label: 'Stop', customId: 'stop:1' }],
        },
      ],
    });
    const click = { message: sent.id, user: emulator.users.ada };
    await expect(emulator.click({ ...click, customId: 'other' })).rejects.toThrow('no button');
    const arrived = nextInteraction(client);
    const seen = await emulator.click({ ...click, customId: 'stop:1' });
    const interaction = await arrived;
    if (!interaction.isButton()) throw new Error('not a button');
    expect(interaction.customId).toBe('stop:1');
    expect(interaction.memberPermissions?.has('ManageMessages')).toBe(false);
    await interaction.update({ content: 'Stopped.', components: [] });
    expect(seen).toMatchObject({ state: 'replied', message: { id: sent.id, content: 'Stopped.', components: [] } });
  });

  it('is told that a person may manage messages', async () => {
    const emulator = await startEmulator();
    const client = await login(emulator);
    await client.application?.commands.set([{ name: 'ask', description: 'Asks.' }]);
    emulator.setModerator(emulator.users.grace, true);
    const arrived = nextInteraction(client);
    await emulator.command({ channel: emulator.channels.general, user: emulator.users.grace, name: 'ask' });
    const interaction = await arrived;
    expect(interaction.memberPermissions?.has('ManageMessages')).toBe(true);
    if (interaction.isChatInputCommand()) await interaction.reply('Yes.');
  });

  it('is told again of a message that is redelivered, and of what people edit and delete', async () => {
    const emulator = await startEmulator();
    const client = await login(emulator);
    const heard: string[] = [];
    client.on(Events.Raw, ({ t, d }: { t: string; d: { id: string } }) => {
      if (t?.startsWith('MESSAGE_')) heard.push(`${t} ${d.id}`);
    });
    const { id } = await emulator.post({ channel: emulator.dms.ada, user: emulator.users.ada, text: 'one' });
    emulator.redeliver(id);
    await emulator.editMessage(id, 'two');
    await emulator.deleteMessage(id);
    await expect
      .poll(() => heard)
      .toEqual([`MESSAGE_CREATE ${id}`, `MESSAGE_CREATE ${id}`, `MESSAGE_UPDATE ${id}`, `MESSAGE_DELETE ${id}`]);
    expect(emulator.message(id)).toBeUndefined();
  });

  it('is told in one event of messages that are deleted at once', async () => {
    const emulator = await startEmulator();
    const client = await login(emulator);
    const heard: object[] = [];
    client.on(Events.Raw, ({ t, d }: { t: string; d: object }) => {
      if (t === 'MESSAGE_DELETE_BULK') heard.push(d);
    });
    const channel = emulator.channels.general;
    const posted = ['one', 'two'].map((text) => emulator.post({ channel, user: emulator.users.ada, text }));
    const ids = (await Promise.all(posted)).map(({ id }) => id);
    await emulator.deleteMessages(ids);
    await expect.poll(() => heard).toEqual([{ ids, channel_id: channel, guild_id: emulator.guildId }]);
    expect(ids.map((id) => emulator.message(id))).toEqual([undefined, undefined]);
  });

  it('sends files, which can be read', async () => {
    const emulator = await startEmulator();
    const client = await login(emulator);
    const channel = await client.channels.fetch(emulator.channels.general);
    if (!channel?.isSendable()) throw new Error('no text channel');
    const sent = await channel.send({
      content: 'All of it:',
      files: [{ attachment: Buffer.from('# Ä 🇩🇪'), name: 'answer.md' }],
    });
    expect(emulator.message(sent.id)).toMatchObject({
      content: 'All of it:',
      attachments: [{ name: 'answer.md', content: '# Ä 🇩🇪' }],
    });
  });

  it('lets onlookers know of every change until they look away', async () => {
    const emulator = await startEmulator();
    let changes = 0;
    const lookAway = emulator.onChange(() => {
      changes += 1;
    });
    await emulator.post({ channel: emulator.channels.general, user: emulator.users.ada, text: 'one' });
    expect(changes).toBe(1);
    lookAway();
    await emulator.post({ channel: emulator.channels.general, user: emulator.users.ada, text: 'two' });
    expect(changes).toBe(1);
  });
});
