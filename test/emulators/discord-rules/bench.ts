import { once } from 'node:events';
import { type RawFile, REST, Routes } from 'discord.js';
import { expect, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { CommandCall, DiscordEmulatorOptions } from '../../../emulators/discord/index.ts';
import { startEmulator } from '../discord-client.ts';

/** The last good and the first bad value of a rule, sent to an emulator of their own. */
export interface RuleCase {
  /** What the emulator is started with. */
  readonly options?: Omit<DiscordEmulatorOptions, 'now'>;
  readonly good: (bench: Bench) => Promise<unknown>;
  /** Rejects as the SDK does; for a rule of the gateway, resolves with the code of the close. */
  readonly bad: (bench: Bench) => Promise<unknown>;
}

/** An emulator whose clock only moves when told to, and a bot that is careful unless told otherwise. */
export type Bench = Awaited<ReturnType<typeof startBench>>;

const withId = z.object({ id: z.string() });
const interaction = z.object({ id: z.string(), token: z.string(), authorizing_integration_owners: z.unknown() });

/** Starts a bench that ends with the test. */
export async function startBench(options: RuleCase['options'] = {}) {
  let now = Date.now();
  const emulator = await startEmulator({ ...options, now: () => now });
  const { general } = emulator.channels;
  let nonces = 0;

  /** A client that knows of no limits yet, as another process with the same token. */
  const stranger = () =>
    new REST({ api: emulator.apiUrl, retries: 0, rejectOnRateLimit: () => true }).setToken(emulator.token);
  const rest = stranger();
  const nonce = () => {
    nonces += 1;
    return { nonce: `${nonces}`, enforce_nonce: true };
  };
  const careful = (body: object) => ({ content: 'text', allowed_mentions: { parse: [] }, flags: 4, ...body });

  async function post(text = 'question', channel = general) {
    return (await emulator.post({ channel, user: emulator.users.ada, text })).id;
  }
  async function send(body: object = {}, channel = general, files?: RawFile[]) {
    const all = { ...careful(body), ...('nonce' in body ? {} : nonce()) };
    return withId.parse(
      await stranger().post(Routes.channelMessages(channel), { body: all, ...(files ? { files } : {}) }),
    ).id;
  }

  /** A bare gateway connection: what it received, and the code that it is closed with. */
  function connect() {
    const socket = new WebSocket(emulator.url.replace('http', 'ws'));
    onTestFinished(() => socket.terminate());
    const received: { op: number; t: string | null; d: unknown }[] = [];
    socket.on('message', (data) => received.push(JSON.parse(data.toString())));
    const closed = once(socket, 'close').then(([code]) => code);
    const say = async (frame: object | string) => {
      if (socket.readyState === WebSocket.CONNECTING) await once(socket, 'open');
      socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
    };
    const identify = (identity: object = {}) => say({ op: 2, d: { token: emulator.token, intents: 0, ...identity } });
    const event = async (name: string) => {
      await expect.poll(() => received.map(({ t }) => t)).toContain(name);
      return received.findLast(({ t }) => t === name)?.d;
    };
    return { received, closed, say, identify, event };
  }

  /** A command that ada runs, delivered to a bot, and the routes that its token opens. */
  async function command(call: Partial<CommandCall> = {}) {
    await rest.put(Routes.applicationCommands(emulator.applicationId), {
      body: [{ name: 'ask', description: 'Ask' }],
    });
    const socket = connect();
    await socket.identify();
    await socket.event('READY');
    const seen = await emulator.command({ channel: general, user: emulator.users.ada, name: 'ask', ...call });
    const { id, token } = interaction.parse(await socket.event('INTERACTION_CREATE'));
    const callback = (body: object, query?: string) =>
      rest.post(Routes.interactionCallback(id, token), { body, auth: false, query: new URLSearchParams(query) });
    const { applicationId } = emulator;
    return {
      id,
      token,
      seen,
      callback,
      defer: () => callback({ type: 5 }),
      deferWithResponse: () => callback({ type: 5 }, 'with_response=true'),
      editOriginal: (body: object = {}) =>
        rest.patch(Routes.webhookMessage(applicationId, token), { body: careful(body), auth: false }),
      followUp: async (body: object = {}) =>
        withId.parse(await rest.post(Routes.webhook(applicationId, token), { body: careful(body), auth: false })).id,
    };
  }

  return {
    emulator,
    general,
    rest,
    stranger,
    post,
    send,
    connect,
    command,
    careful,
    edit: (id: string, body: object = {}, channel = general) =>
      rest.patch(Routes.channelMessage(channel, id), { body: careful(body) }),
    startThread: async (message: string, body: object = {}, channel = general) =>
      withId.parse(await rest.post(Routes.threads(channel, message), { body: { name: 'thread', ...body } })).id,
    putCommands: (body: readonly object[]) => rest.put(Routes.applicationCommands(emulator.applicationId), { body }),
    pass: (ms: number) => {
      now += ms;
    },
  };
}
