import { once } from 'node:events';
import { type Client, Events, GatewayIntentBits, type Message } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { DiscordEmulator } from '../../emulators/discord/index.ts';
import { createClient, login, plainIntents, startEmulator } from './discord-client.ts';

/** The texts that people's messages have for the bot, in the order in which they arrive. */
function heardBy(client: Client): string[] {
  const heard: string[] = [];
  client.on(Events.MessageCreate, (message: Message) => {
    if (!message.author.bot) heard.push(message.content);
  });
  return heard;
}

const say = (emulator: DiscordEmulator, text: string) =>
  emulator.post({ channel: emulator.dms.ada, user: emulator.users.ada, text });

/** A bare gateway connection: what it received, and the code it was closed with. */
function connect(emulator: DiscordEmulator) {
  const socket = new WebSocket(emulator.url.replace('http', 'ws'));
  onTestFinished(() => socket.terminate());
  const received: { op: number; t: string | null; s: number | null; d: unknown }[] = [];
  socket.on('message', (data) => received.push(JSON.parse(data.toString())));
  const closed = once(socket, 'close').then(([code]) => code);
  const send = async (payload: object) => {
    if (socket.readyState === WebSocket.CONNECTING) await once(socket, 'open');
    socket.send(JSON.stringify(payload));
  };
  return { received, closed, send };
}

describe('the emulated gateway', () => {
  it('replays what a bot missed while its connection was down, in order', async () => {
    const emulator = await startEmulator();
    const client = await login(emulator);
    const heard = heardBy(client);
    await say(emulator, 'one');
    emulator.dropConnections();
    expect(emulator.connections).toBe(0);
    await say(emulator, 'two');
    await say(emulator, 'three');
    await expect.poll(() => heard).toEqual(['one', 'two', 'three']);
    expect(emulator.connections).toBe(1);
  });

  it.each([
    ['a close code', (emulator: DiscordEmulator) => emulator.dropConnections(4000)],
    ['a request to reconnect', (emulator: DiscordEmulator) => emulator.requestReconnect()],
    ['an invalidation that can be resumed', (emulator: DiscordEmulator) => emulator.invalidateSession(true)],
  ])('resumes a session after %s', async (_what, disturb) => {
    const emulator = await startEmulator();
    const client = await login(emulator);
    const heard = heardBy(client);
    const resumed = once(client, Events.ShardResume);
    disturb(emulator);
    await say(emulator, 'still there?');
    await resumed;
    await expect.poll(() => heard).toEqual(['still there?']);
  });

  it('falls silent, which discord.js notices by its heartbeats', async () => {
    const emulator = await startEmulator({ speed: 100 });
    const client = await login(emulator);
    const heard = heardBy(client);
    emulator.silenceConnections();
    await say(emulator, 'anybody there?');
    await expect.poll(() => heard).toEqual(['anybody there?']);
    expect(emulator.violations).toEqual([]);
  });

  it('delivers an event more than once', async () => {
    const emulator = await startEmulator();
    const client = await login(emulator);
    await client.application.commands.set([{ name: 'ask', description: 'Ask' }]);
    // discord.js itself swallows a message that it has in its cache.
    const arrived: string[] = [];
    client.on(Events.Raw, ({ t, d }: { t: string; d: { id: string } }) => arrived.push(`${t} ${d?.id}`));
    emulator.redeliverNext('INTERACTION_CREATE', 2);
    const { general } = emulator.channels;
    const { id } = await emulator.command({ channel: general, user: emulator.users.ada, name: 'ask' });
    const message = await say(emulator, 'again');
    emulator.redeliver(message.id, 3);
    const interactions = Array.from({ length: 3 }, () => `INTERACTION_CREATE ${id}`);
    const messages = Array.from({ length: 4 }, () => `MESSAGE_CREATE ${message.id}`);
    await expect.poll(() => arrived).toEqual([...interactions, ...messages]);
  });

  it('refuses to resume a session that it invalidated', async () => {
    const emulator = await startEmulator();
    const { token } = emulator;
    const first = connect(emulator);
    await first.send({ op: 2, d: { token, intents: 0, properties: {} } });
    await expect.poll(() => first.received.map(({ t }) => t)).toContain('READY');
    emulator.invalidateSession(false);
    await expect.poll(() => first.received.at(-1)).toMatchObject({ op: 9, d: false });
    const { session_id } = Object(first.received.find(({ t }) => t === 'READY')?.d);
    const second = connect(emulator);
    await second.send({ op: 6, d: { token, session_id, seq: 1 } });
    await expect.poll(() => second.received.at(-1)).toMatchObject({ op: 9, d: false });
    await second.send({ op: 2, d: { token, intents: 0, properties: {} } });
    await expect.poll(() => emulator.connections).toBe(1);
  });

  it('forgets a session that its client closed for good', async () => {
    const emulator = await startEmulator();
    const client = await login(emulator);
    await client.destroy();
    await expect.poll(() => emulator.connections).toBe(0);
  });

  it('says hello, acknowledges heartbeats, and closes on what it cannot understand', async () => {
    const emulator = await startEmulator();
    const socket = connect(emulator);
    await socket.send({ op: 1, d: null });
    await expect.poll(() => socket.received.map(({ op }) => op)).toEqual([10, 11]);
    await socket.send({ op: 3, d: {} });
    expect(await socket.closed).toBe(4003);

    const nonsense = connect(emulator);
    await nonsense.send({ op: 77 });
    expect(await nonsense.closed).toBe(4001);
  });

  it('closes with 4004 for a wrong token, which discord.js learns from the REST API first', async () => {
    const emulator = await startEmulator();
    const socket = connect(emulator);
    await socket.send({ op: 2, d: { token: 'wrong', intents: 0 } });
    expect(await socket.closed).toBe(4004);
    await expect(createClient(emulator).login('wrong')).rejects.toMatchObject({ code: 'TokenInvalid' });
    expect(emulator.journal.of('GET /gateway/bot').at(-1)?.outcome).toBe('401');
  });

  it('refuses privileged intents that are not switched on', async () => {
    const emulator = await startEmulator();
    const client = createClient(emulator, { intents: [...plainIntents, GatewayIntentBits.MessageContent] });
    await expect(client.login(emulator.token)).rejects.toThrow('disallowed intents');
  });

  it('keeps direct messages from a bot that did not ask for them', async () => {
    const emulator = await startEmulator();
    const client = await login(emulator, { intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages] });
    const heard = heardBy(client);
    await say(emulator, 'psst');
    const { general } = emulator.channels;
    await emulator.post({ channel: general, user: emulator.users.ada, text: `<@${emulator.botUserId}>` });
    await expect.poll(() => heard).toEqual([`<@${emulator.botUserId}>`]);
  });
});

describe('content without the privileged intent', () => {
  async function hearEverything(options: { privilegedIntents: boolean }) {
    const emulator = await startEmulator(options);
    const intents = options.privilegedIntents ? [...plainIntents, GatewayIntentBits.MessageContent] : plainIntents;
    const client = await login(emulator, { intents });
    const heard = heardBy(client);
    const { general } = emulator.channels;
    const { ada } = emulator.users;
    const channel = await client.channels.fetch(general);
    if (!channel?.isSendable()) throw new Error('no text channel');
    const own = await channel.send('own');
    await emulator.post({ channel: general, user: ada, text: 'to nobody' });
    await emulator.post({ channel: general, user: ada, text: `<@${emulator.botUserId}> to the bot` });
    await emulator.post({ channel: general, user: ada, text: 'reply with ping', replyTo: own.id });
    await emulator.post({ channel: general, user: ada, text: 'reply without', replyTo: own.id, pingReply: false });
    await emulator.post({ channel: emulator.dms.ada, user: ada, text: 'direct' });
    await expect.poll(() => heard).toHaveLength(5);
    const history = [...(await channel.messages.fetch({ cache: false })).values()].map(({ content }) => content);
    return { heard, history: history.reverse(), mention: `<@${emulator.botUserId}> to the bot` };
  }

  it('is blank unless the message is for the bot, by event and in the history', async () => {
    const { heard, history, mention } = await hearEverything({ privilegedIntents: false });
    expect(heard).toEqual(['', mention, 'reply with ping', '', 'direct']);
    expect(history).toEqual(['own', '', mention, 'reply with ping', '']);
  });

  it('is all there with the intent', async () => {
    const { heard, history, mention } = await hearEverything({ privilegedIntents: true });
    expect(heard).toEqual(['to nobody', mention, 'reply with ping', 'reply without', 'direct']);
    expect(history).toEqual(['own', 'to nobody', mention, 'reply with ping', 'reply without']);
  });

  it('stays blank in a reply to an answer to a command', async () => {
    const emulator = await startEmulator();
    const client = await login(emulator);
    await client.application.commands.set([{ name: 'ask', description: 'Ask' }]);
    client.on(Events.InteractionCreate, async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply('answer');
    });
    const heard = heardBy(client);
    const { general } = emulator.channels;
    const { ada } = emulator.users;
    const seen = await emulator.command({ channel: general, user: ada, name: 'ask' });
    await expect.poll(() => seen.state).toBe('replied');
    await emulator.post({ channel: general, user: ada, text: 'thanks', replyTo: seen.message?.id });
    await expect.poll(() => heard).toEqual(['']);
  });
});
