import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDiscordEmulator } from '../emulators/discord/index.ts';
import { realSleep, type Sleep } from '../emulators/http/exchange.ts';
import { startReiEmulator } from '../emulators/rei/index.ts';
import { startRekaEmulator } from '../emulators/reka/index.ts';
import { startSlackEmulator } from '../emulators/slack/index.ts';
import type { Environment } from '../src/config/index.ts';
import { startBotProcess } from './bot-process.ts';
import { demoEnvironment } from './demo-environment.ts';
import { createDiscordPane } from './discord-pane.ts';
import { createKillableBot } from './killable-bot.ts';
import { startDemoServer } from './server.ts';
import { createSlackPane } from './slack-pane.ts';

/** The running demo. */
export interface Demo {
  readonly url: string;
  /** Resolves when the bot ended without being killed on the page, with its exit code or signal. */
  readonly botEnded: Promise<number | string>;
  /** Ends everything and removes what was stored. A second call waits for the first. */
  stop(): Promise<void>;
}

const ports = { first: 4000, last: 4049 } as const;

/**
 * Starts emulators, page and bot, and resolves when the bot is connected. Without a port it takes the first free one from
 * 4000 on. The prepared answers are given `pace` times as fast as a real agent would.
 */
export async function startDemo(
  env: Environment,
  port: number | undefined,
  signal: AbortSignal,
  pace = 1,
): Promise<Demo> {
  const endings: (() => Promise<unknown>)[] = [];
  const paced: Sleep = (ms, stop) => realSleep(ms / pace, stop);
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= endAll(endings);
    return stopping;
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), 'footnote-demo-'));
    endings.push(() => rm(folder, { recursive: true, force: true }));
    const [slack, discord, reka, rei] = await Promise.all([
      startSlackEmulator({ subscriptions: ['app_mention', 'message.im', 'agent_session_stopped'] }),
      startDiscordEmulator(),
      startRekaEmulator({ sleep: paced }),
      startReiEmulator({ sleep: paced }),
    ]);
    endings.push(() => Promise.all([slack.stop(), discord.stop(), reka.close(), rei.close()]));
    rei.describeAgent({ agent: { name: 'Demo' } });
    const { variables, note } = demoEnvironment(env, { slack, discord, reka, rei }, join(folder, 'footnote.db'));
    const bot = createKillableBot(() => startBotProcess(variables), {
      isReady: () => slack.sockets > 0 && discord.connections > 0 && discord.commands.length > 0,
      isGone: () => slack.sockets === 0 && discord.connections === 0,
    });
    const panes = [createSlackPane(slack), createDiscordPane(discord)];
    const server = await onFreePort(port, (free) => startDemoServer({ panes, note, bot, port: free }));
    endings.push(() => server.close());
    endings.push(() => bot.stop());
    await bot.start(signal);
    return { url: server.url, botEnded: bot.ended, stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

/** The last that was started ends first. */
async function endAll(endings: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const end of endings.toReversed()) await end();
}

async function onFreePort<T>(port: number | undefined, start: (port: number) => Promise<T>): Promise<T> {
  if (port !== undefined) return start(port);
  for (let free: number = ports.first; free < ports.last; free += 1) {
    try {
      return await start(free);
    } catch (thrown) {
      if (!isTaken(thrown)) throw thrown;
    }
  }
  return start(ports.last);
}

/** Whether a server could not start because its port is in use. */
export function isTaken(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE';
}
