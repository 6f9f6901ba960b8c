import { type Bot, startBot } from './bot.ts';
import { peerKinds, startPeer } from './peers.ts';
import { reasonOf } from './reason.ts';
import type { Column } from './row.ts';
import type { PlatformName } from './world/seen.ts';
import type { World } from './world.ts';

/** Somebody who can answer questions in a world. */
export interface Contestant {
  readonly column: Column;
  readonly platforms: readonly PlatformName[];
  start(world: World): Promise<Running>;
}

/** A contestant at work. */
export interface Running {
  cpuMs(): Promise<number>;
  /** Waits for the end of an answer; what went wrong, or `undefined`. */
  ended(number: number, timeoutMs: number): Promise<string | undefined>;
  stop(): Promise<void>;
}

/** A figure of Footnote is taken from the process of the bot as it is started in production. */
export const footnote: Contestant = {
  column: 'Footnote',
  platforms: ['slack', 'discord'],
  start: async (world) => footnoteRunning(world, await startBot(world.addresses)),
};

function footnoteRunning(world: World, bot: Bot): Running {
  return {
    cpuMs: async () => (await bot.sample()).cpuMs,
    ended: async (number, timeoutMs) => ((await world.waitForEnd(number, timeoutMs)) ? undefined : 'not ended in time'),
    stop: bot.stop,
  };
}

/** The peers, one for each platform and way of showing text. */
export const peers: readonly Contestant[] = peerKinds.map((kind) => ({
  column: kind.name,
  platforms: [kind.platform],
  async start(world) {
    const peer = await startPeer(kind, world);
    return {
      cpuMs: peer.cpuMs,
      async ended(number, timeoutMs) {
        try {
          await peer.answered(number, timeoutMs);
          return undefined;
        } catch (thrown) {
          return reasonOf(thrown);
        }
      },
      stop: peer.stop,
    };
  },
}));
