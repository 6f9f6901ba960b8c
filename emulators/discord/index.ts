import { createFaults } from '../http/faults.ts';
import { createJournal } from '../http/journal.ts';
import { listenLocally } from '../http/listen.ts';
import { createCommands } from './commands.ts';
import type { DiscordEmulator, DiscordEmulatorOptions } from './emulator.ts';
import { createGateway } from './gateway.ts';
import { type Channel, channelType, createGuild } from './guild.ts';
import { createInteractions } from './interactions.ts';
import { createInvalidRequests } from './invalid-requests.ts';
import { createMessages } from './messages.ts';
import { createPeople } from './people.ts';
import { createRateLimits } from './rate-limits.ts';
import { createRest } from './rest.ts';
import { applicationRoutes } from './routes/application.ts';
import { channelRoutes } from './routes/channels.ts';
import { interactionRoutes } from './routes/interactions.ts';
import { messageRoutes } from './routes/messages.ts';
import { rules } from './rules.ts';
import { createThreads } from './threads.ts';
import { createViolations } from './violations.ts';
import { describeMessage, type VisibleThread } from './visible.ts';

export type { DiscordEmulator, DiscordEmulatorOptions } from './emulator.ts';
export type { Interaction } from './interactions.ts';
export type { CommandCall } from './people.ts';
export type { VisibleMessage } from './visible.ts';

/** Starts an emulated Discord. */
export async function startDiscordEmulator(options: DiscordEmulatorOptions = {}): Promise<DiscordEmulator> {
  const { now = Date.now, speed = 1, token = 'emulated-discord-token', privilegedIntents = false } = options;
  const { ackTimeoutMs = rules.acknowledgement.max } = options;
  const used = { identifies: 0, invalidRequests: 0, activeThreads: 0, ...options.used };
  let isReset = false;
  const isToken = (given: string) => !isReset && given === token;
  const journal = createJournal();
  const faults = createFaults();
  const stopped = new AbortController();
  const violations = createViolations(now);
  const invalidRequests = createInvalidRequests(now, used.invalidRequests);
  const rates = createRateLimits({ now, speed });
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
  const { server, port, close, refuse, resume } = await listenLocally(
    (request, response) => rest(request, response),
    options.port,
  );
  const url = `http://127.0.0.1:${port}`;
  const gatewayUrl = `ws://127.0.0.1:${port}`;
  const gateway = createGateway({
    server,
    guild,
    isToken,
    resetToken: () => {
      isReset = true;
    },
    privilegedIntents,
    url: gatewayUrl,
    speed,
    usedIdentifies: used.identifies,
    report: violations.on('gateway'),
    onChange,
  });
  const messages = createMessages(guild, gateway, onChange);
  const threads = createThreads({ guild, gateway, messages, others: used.activeThreads, onChange });
  const commands = createCommands(guild, onChange);
  const report = violations.on('POST /interactions/{id}/{token}/callback');
  const interactions = createInteractions({ guild, gateway, commands, speed, ackTimeoutMs, report, onChange });
  let isFailing = false;
  const people = createPeople(guild, messages, interactions);
  const emulated = {
    guild,
    gateway,
    gatewayUrl,
    messages,
    threads,
    interactions,
    commands,
    rates,
    messageContent: privilegedIntents,
  };
  const routes = [applicationRoutes, messageRoutes, channelRoutes, interactionRoutes].flatMap((make) => make(emulated));
  rest = createRest({
    routes,
    isToken,
    now,
    latencyMs: options.latencyMs ?? 0,
    requestCheck: options.requestCheck,
    rates,
    invalidRequests,
    violations,
    journal,
    faults,
    isFailing: () => isFailing,
    onFaultFor: interactions.excuse,
    signal: stopped.signal,
  });

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
    setModerator(user, isModerator) {
      if (isModerator) guild.moderators.add(user);
      else guild.moderators.delete(user);
    },
    post: async (message) => ({ id: people.post(message).id }),
    editMessage: async (id, text) => people.edit(id, text),
    deleteMessage: async (id) => messages.remove(people.message(id)),
    deleteMessages: async (ids) => messages.removeAll(ids.map(people.message)),
    command: async (call) => people.command(call),
    click: async (call) => people.click(call),
    redeliver(id, times = 1) {
      for (let time = 0; time < times; time += 1) messages.redeliver(people.message(id));
    },
    redeliverNext: (event, times = 1) => gateway.redeliverNext(event, times),
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
    silenceConnections: gateway.silenceConnections,
    requestReconnect: gateway.requestReconnect,
    invalidateSession: gateway.invalidateSession,
    get connections() {
      return gateway.connections;
    },
    journal,
    faults,
    async outage(kind) {
      interactions.excuse();
      if (kind === 'refused') {
        const refused = refuse();
        gateway.cut();
        await refused;
        return resume;
      }
      isFailing = true;
      return async () => {
        isFailing = false;
      };
    },
    get violations() {
      interactions.reportLost();
      return violations.entries;
    },
    get invalidRequests() {
      return invalidRequests.count;
    },
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
