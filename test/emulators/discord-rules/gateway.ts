import { Events, GatewayIntentBits, Routes } from 'discord.js';
import { expect } from 'vitest';
import { login, plainIntents } from '../discord-client.ts';
import type { Bench, RuleCase } from './bench.ts';

/** Says something on a connection that identified itself, and on one that is refused. */
function saying(good: object | string, bad: object | string, isIdentified = true): RuleCase {
  const run = async ({ connect }: Bench, frame: object | string) => {
    const socket = connect();
    if (isIdentified) {
      await socket.identify();
      await socket.event('READY');
    }
    await socket.say(frame);
    return socket;
  };
  return {
    async good(bench) {
      const { received } = await run(bench, good);
      await expect.poll(() => received.map(({ op }) => op)).toContain(11);
    },
    bad: async (bench) => (await run(bench, bad)).closed,
  };
}

function identifying(good: object, bad: object, options?: RuleCase['options']): RuleCase {
  return {
    ...(options ? { options } : {}),
    async good({ connect }) {
      const socket = connect();
      await socket.identify(good);
      await socket.event('READY');
    },
    async bad({ connect }) {
      const socket = connect();
      await socket.identify(bad);
      return socket.closed;
    },
  };
}

const sessionOf = (ready: unknown): string => Object(ready).session_id;

/** Rules about the gateway. */
export const gatewayCases = {
  gatewayOpcode: saying({ op: 1, d: null }, { op: 77 }),
  gatewayJson: saying({ op: 1, d: null }, '{'),
  identifyFirst: saying({ op: 1, d: null }, { op: 3, d: {} }, false),
  gatewayToken: identifying({}, { token: 'wrong' }),
  identifyOnce: saying({ op: 1, d: null }, { op: 2, d: { token: 'any', intents: 0 } }),
  heartbeat: {
    options: { speed: 400 },
    async good({ emulator }) {
      const client = await login(emulator);
      let beats = 0;
      client.on(Events.Debug, (line) => {
        if (line.includes('Heartbeat acknowledged')) beats += 1;
      });
      await expect.poll(() => beats).toBeGreaterThanOrEqual(4);
      expect(emulator.connections).toBe(1);
    },
    async bad({ connect }) {
      const { identify, closed } = connect();
      await identify();
      return closed;
    },
  },
  privilegedIntents: identifying({ intents: GatewayIntentBits.Guilds }, { intents: GatewayIntentBits.MessageContent }),
  identifies: {
    options: { used: { identifies: 999 } },
    async good({ connect, rest }) {
      const socket = connect();
      await socket.identify();
      await socket.event('READY');
      expect(await rest.get(Routes.gatewayBot())).toMatchObject({ session_start_limit: { total: 1000, remaining: 0 } });
    },
    async bad({ connect, rest }) {
      const first = connect();
      await first.identify();
      await first.event('READY');
      const second = connect();
      await second.identify();
      const code = await second.closed;
      await expect(rest.get(Routes.gatewayBot())).rejects.toMatchObject({ status: 401 });
      return code;
    },
  },
  resume: {
    async good({ connect, emulator }) {
      const first = connect();
      await first.identify();
      const session_id = sessionOf(await first.event('READY'));
      emulator.dropConnections();
      const second = connect();
      await second.say({ op: 6, d: { token: emulator.token, session_id, seq: 1 } });
      await second.event('RESUMED');
    },
    async bad({ connect, emulator }) {
      const socket = connect();
      await socket.say({ op: 6, d: { token: emulator.token, session_id: 'gone', seq: 1 } });
      await expect.poll(() => socket.received.at(-1)).toMatchObject({ op: 9, d: false });
    },
  },
  messageContent: {
    options: { privilegedIntents: true },
    async good({ connect, post }) {
      const socket = connect();
      const { GuildMessages, MessageContent } = GatewayIntentBits;
      await socket.identify({ intents: GuildMessages | MessageContent });
      await socket.event('READY');
      await post('to nobody');
      expect(await socket.event('MESSAGE_CREATE')).toMatchObject({ content: 'to nobody' });
    },
    async bad({ connect, post }) {
      const socket = connect();
      await socket.identify({ intents: plainIntents.reduce((all, one) => all | one, 0) });
      await socket.event('READY');
      await post('to nobody');
      expect(await socket.event('MESSAGE_CREATE')).toMatchObject({ content: '' });
    },
  },
} satisfies Record<string, RuleCase>;
