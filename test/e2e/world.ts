import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { botEnvironment } from '../../emulators/bot-environment.ts';
import { type DiscordEmulator, startDiscordEmulator } from '../../emulators/discord/index.ts';
import { checkRequest } from '../../emulators/discord/request-schemas.ts';
import { type ReiEmulator, startReiEmulator } from '../../emulators/rei/index.ts';
import { type RekaEmulator, startRekaEmulator } from '../../emulators/reka/index.ts';
import { type SlackEmulator, type SlackEmulatorOptions, startSlackEmulator } from '../../emulators/slack/index.ts';
import { type AppOptions, type RunningFootnote, startFootnote } from '../../src/app/app.ts';
import { type Environment, readConfig } from '../../src/config/index.ts';
import type { Clock, Logger } from '../../src/core/ports/system.ts';
import { systemClock } from '../../src/ops/clock.ts';
import { liveLinks, liveMentions } from '../emulators/discord-markdown.ts';

/** One line of the bot's log. */
export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: object;
  readonly message: string;
}

/** The bot on emulators of everything it talks to. */
export interface World {
  readonly slack: SlackEmulator;
  readonly discord: DiscordEmulator;
  readonly reka: RekaEmulator;
  readonly rei: ReiEmulator;
  readonly log: readonly LogLine[];
  readonly bot: RunningFootnote;
  /** Stops the bot and starts it again on the same store; `meanwhile` happens in between. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
}

/** What a story may change. */
export interface WorldOptions {
  /** Variables besides those that point at the emulators; an empty value takes one away. */
  readonly env?: Environment;
  readonly slack?: SlackEmulatorOptions;
  readonly limits?: AppOptions['limits'];
  /** Agents besides those that come with Footnote. */
  readonly agents?: AppOptions['agents'];
  /** Policies besides those that come with Footnote. */
  readonly policies?: AppOptions['policies'];
  /** The language that the bot speaks; English unless given. */
  readonly catalogue?: AppOptions['catalogue'];
}

/** The bot's clock runs this many times faster than the emulators', so that paces and waits of seconds take moments. */
const speed = 20;

const startedAt = Date.now();
const fastClock: Clock = {
  now: () => startedAt + (Date.now() - startedAt) * speed,
  sleep: (ms, signal) => systemClock.sleep(ms / speed, signal),
};

/** Starts a world that ends with the test, and checks then that nobody was pinged, nothing previewed and no request was odd. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const [slack, discord, reka, rei] = await Promise.all([
    startSlackEmulator({
      now: fastClock.now,
      speed,
      ackTimeoutMs: 3000 * speed,
      subscriptions: ['app_mention', 'message.im', 'agent_session_stopped'],
      ...options.slack,
    }),
    startDiscordEmulator({ now: fastClock.now, speed, ackTimeoutMs: 3000 * speed, requestCheck: checkRequest }),
    startRekaEmulator({ now: fastClock.now }),
    startReiEmulator(),
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'footnote-e2e-'));
  const config = readConfig({
    ...botEnvironment({ slack, discord, reka, rei }),
    STORE_URL: `sqlite:${join(folder, 'footnote.db')}`,
    DRAIN_MS: '2000',
    ...options.env,
  });
  const log: LogLine[] = [];
  const { limits, agents, policies, catalogue } = options;
  const start = () =>
    startFootnote(config, {
      clock: fastClock,
      limits: { ...limits },
      logger: loggerTo(log),
      ...(agents && { agents }),
      ...(policies && { policies }),
      ...(catalogue && { catalogue }),
    });
  let bot: RunningFootnote | undefined;
  onTestFinished(async () => {
    await bot?.stop();
    await Promise.all([slack.stop(), discord.stop(), reka.close(), rei.close()]);
    await rm(folder, { recursive: true });
    expectNoHarm({ slack, discord, reka, rei });
  });
  bot = await start();
  return {
    slack,
    discord,
    reka,
    rei,
    log,
    bot,
    async restart(meanwhile) {
      await bot?.stop();
      await meanwhile?.();
      bot = await start();
    },
  };
}

function loggerTo(log: LogLine[]): Logger {
  const to = (level: LogLine['level']) => (fields: object, message: string) => {
    log.push({ level, fields, message });
  };
  return { debug: to('debug'), info: to('info'), warn: to('warn'), error: to('error') };
}

function expectNoHarm({ slack, discord, reka, rei }: Pick<World, 'slack' | 'discord' | 'reka' | 'rei'>): void {
  const onSlack = Object.values(slack.channels).concat(slack.dm(slack.users.ada), slack.dm(slack.users.grace));
  for (const message of onSlack.flatMap((channel) => slack.messages(channel))) {
    expect(message.pings).toEqual([]);
    expect(message.unfurls).toEqual([]);
  }
  const inGuild = Object.values(discord.channels);
  const threads = inGuild.flatMap((channel) => discord.threads(channel).map(({ id }) => id));
  for (const message of [...inGuild, ...threads, ...Object.values(discord.dms)].flatMap(discord.messages)) {
    if (message.author !== discord.botUserId) continue;
    expect(message.pings).toEqual([]);
    expect(message.previews).toEqual([]);
    expect(liveMentions(message.content)).toEqual([]);
    // The pages that the stories' agents deliver are all there.
    for (const url of liveLinks(message.content)) expect(url).toMatch(/^https:\/\/example\.org\//);
  }
  expect(discord.violations).toEqual([]);
  expect(slack.violations).toEqual([]);
  expect(reka.violations).toEqual([]);
  expect(rei.violations).toEqual([]);
}
