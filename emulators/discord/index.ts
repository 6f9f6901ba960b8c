import { createFaults, type Faults } from '../http/faults.ts';
import { createJournal, type Journal } from '../http/journal.ts';
import { listenLocally } from '../http/listen.ts';
import { createCommands, type RegisteredCommand } from './commands.ts';
import { createGateway } from './gateway.ts';
import { type Channel, channelType, createGuild } from './guild.ts';
import { type CommandOptions, createInteractions, type Interaction } from './interactions.ts';
import { createMessages } from './messages.ts';
import { createPeople, type HumanMessage } from './people.ts';
import type { BotCan } from './permissions.ts';
import { createRest } from './rest.ts';
import { applicationRoutes } from './routes/application.ts';
import { channelRoutes } from './routes/channels.ts';
import { interactionRoutes } from './routes/interactions.ts';
import { messageRoutes } from './routes/messages.ts';
import { createThreads, type ThreadChange } from './threads.ts';
import { describeMessage, type VisibleMessage, type VisibleThread } from './visible.ts';

export type { RegisteredCommand } from './commands.ts';
export type { CommandOptions, Interaction } from './interactions.ts';
export type { HumanMessage } from './people.ts';
export type { BotCan } from './permissions.ts';
export type { ThreadChange } from './threads.ts';
export type { VisibleMessage, VisibleThread } from './visible.ts';

/** How an emulator starts. */
export interface DiscordEmulatorOptions {
  /** A free port unless given. */
  readonly port?: number;
  /** The emulator's clock in milliseconds since the epoch; `Date.now` unless given. */
  readonly now?: () => number;
  /** The bot's token. */
  readonly token?: string;
  /** Whether the privileged intents, MESSAGE_CONTENT among them, are switched on in the app's settings; false unless given. */
  readonly privilegedIntents?: boolean;
}

/** A Discord on 127.0.0.1 with one guild, and the hands of the people in it. */
export interface DiscordEmulator {
  readonly url: string;
  /** What discord.js takes as `rest.api`. */
  readonly apiUrl: string;
  readonly token: string;
  readonly applicationId: string;
  readonly botUserId: string;
  readonly guildId: string;
  /** User ids: two people, and a bot that is not the one under test. */
  readonly users: { readonly ada: string; readonly grace: string; readonly otherBot: string };
  /** Channel ids. In `noThreads` the bot may not start threads; `voice` is the text chat of a voice channel. */
  readonly channels: {
    readonly general: string;
    readonly noThreads: string;
    readonly announcements: string;
    readonly voice: string;
  };
  /** Ids of the direct-message channels with the bot. */
  readonly dms: { readonly ada: string; readonly grace: string };
  /** Adds a channel to the guild; a text channel unless `type` (Discord's number) says otherwise. */
  addChannel(name: string, options?: { type?: number; botCan?: BotCan }): string;
  /** Changes a thread as a moderator would. */
  updateThread(thread: string, change: ThreadChange): void;
  /** A person posts; `<@id>` in the text mentions. */
  post(message: HumanMessage): Promise<{ id: string }>;
  editMessage(id: string, text: string): Promise<void>;
  deleteMessage(id: string): Promise<void>;
  /** A person runs a registered command. Rejects when there is none of that name or an option does not fit. */
  command(call: { channel: string; user: string; name: string; options?: CommandOptions }): Promise<Interaction>;
  /** A person clicks a button. Rejects when they see none with that custom id. */
  click(call: { message: string; customId: string; user: string }): Promise<Interaction>;
  /** Delivers a message's MESSAGE_CREATE once more. */
  redeliver(messageId: string): void;
  /** What stands in a channel, oldest first, ephemeral messages included. */
  messages(channel: string): VisibleMessage[];
  /** The threads below a channel. */
  threads(channel: string): VisibleThread[];
  /** A message as it is now; `undefined` when it was deleted. */
  message(id: string): VisibleMessage | undefined;
  /** The commands that are registered now. */
  readonly commands: readonly RegisteredCommand[];
  /** Drops the gateway connections, abruptly or with a close code. Sessions can be resumed. */
  dropConnections(code?: number): void;
  /** Asks clients to reconnect (op 7). */
  requestReconnect(): void;
  /** Declares sessions invalid (op 9). */
  invalidateSession(resumable: boolean): void;
  /** How many identified gateway connections are open. */
  readonly connections: number;
  /** REST calls by method and route, for example `POST /channels/{id}/messages`. */
  readonly journal: Journal;
  /** Faults by the journal's names. `error` is a JSON error code such as `50013`, or the scope of a 429: `user`, `shared`, `global`. */
  readonly faults: Faults;
  /** Calls the listener after every visible change; returns what ends that. */
  onChange(listener: () => void): () => void;
  stop(): Promise<void>;
}

/** Starts an emulated Discord. */
export async function startDiscordEmulator(options: DiscordEmulatorOptions = {}): Promise<DiscordEmulator> {
  const { now = Date.now, token = 'emulated-discord-token', privilegedIntents = false } = options;
  const journal = createJournal();
  const faults = createFaults();
  const stopped = new AbortController();
  const listeners = new Set<() => void>();
  const onChange = () => {
    for (const listener of listeners) listener();
  };

  const guild = createGuild(now);
  const ada = guild.addUser('ada', 'Ada');
  const grace = guild.addUser('grace', 'Grace');
  const otherBot = guild.addUser('otherbot', 'Other Bot', true);
  const general = guild.addChannel('general', channelType.text);
  const noThreads = guild.addChannel('no-threads', channelType.text, { createThreads: false });
  const announcements = guild.addChannel('announcements', channelType.announcement);
  const voice = guild.addChannel('Voice', channelType.voice);
  const dms = { ada: guild.openDm(ada.id).id, grace: guild.openDm(grace.id).id };

  let rest: ReturnType<typeof createRest> = (_request, response) => response.writeHead(503).end();
  const { server, port, close } = await listenLocally((request, response) => rest(request, response), options.port);
  const url = `http://127.0.0.1:${port}`;
  const gatewayUrl = `ws://127.0.0.1:${port}`;
  const gateway = createGateway({ server, guild, token, privilegedIntents, url: gatewayUrl, onChange });
  const messages = createMessages(guild, gateway, onChange);
  const threads = createThreads(guild, gateway, messages, onChange);
  const commands = createCommands(guild, onChange);
  const interactions = createInteractions(guild, gateway, commands, onChange);
  const people = createPeople(guild, messages, interactions);
  const emulated = {
    guild,
    gateway,
    gatewayUrl,
    messages,
    threads,
    interactions,
    commands,
    messageContent: privilegedIntents,
  };
  const routes = [applicationRoutes, messageRoutes, channelRoutes, interactionRoutes].flatMap((make) => make(emulated));
  rest = createRest({ routes, token, now, journal, faults, signal: stopped.signal });

  const describeThread = (channel: Channel): VisibleThread => ({
    id: channel.id,
    name: channel.name,
    channel: channel.parentId ?? '',
    archived: channel.thread?.archived ?? false,
    locked: channel.thread?.locked ?? false,
  });

  return {
    url,
    apiUrl: `${url}/api`,
    token,
    applicationId: guild.applicationId,
    botUserId: guild.bot.id,
    guildId: guild.id,
    users: { ada: ada.id, grace: grace.id, otherBot: otherBot.id },
    channels: { general: general.id, noThreads: noThreads.id, announcements: announcements.id, voice: voice.id },
    dms,
    addChannel(name, { type = channelType.text, botCan = {} } = {}) {
      const channel = guild.addChannel(name, type, botCan);
      gateway.announceChannel(channel);
      return channel.id;
    },
    updateThread: (thread, change) => threads.update(people.channel(thread), change),
    post: async (message) => ({ id: people.post(message).id }),
    editMessage: async (id, text) => people.edit(id, text),
    deleteMessage: async (id) => messages.remove(people.message(id)),
    command: async (call) => people.command(call),
    click: async (call) => people.click(call),
    redeliver: (id) => messages.redeliver(people.message(id)),
    messages: (channel) => guild.messagesIn(channel).map((message) => describeMessage(guild, message)),
    threads: (channel) =>
      [...guild.channels.values()].filter(({ parentId }) => parentId === channel).map(describeThread),
    message(id) {
      const message = guild.messages.get(id);
      return message && !message.deleted ? describeMessage(guild, message) : undefined;
    },
    get commands() {
      return commands.all();
    },
    dropConnections: gateway.dropConnections,
    requestReconnect: gateway.requestReconnect,
    invalidateSession: gateway.invalidateSession,
    get connections() {
      return gateway.connections;
    },
    journal,
    faults,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      stopped.abort();
      interactions.stop();
      gateway.stop();
      await close();
    },
  };
}
