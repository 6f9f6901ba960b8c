/** The emulators, in a process of their own, driven by calls of the benchmark. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { startDiscordEmulator } from '../../emulators/discord/index.ts';
import type { Journal } from '../../emulators/http/journal.ts';
import { startRekaEmulator } from '../../emulators/reka/index.ts';
import { startSlackEmulator } from '../../emulators/slack/index.ts';
import { answerCalls } from '../child-calls.ts';
import { type RecordedAnswer, recordAnswer } from './answers.ts';
import { createPlayer } from './player.ts';
import type { PlatformCounts } from './report.ts';
import { askOnDiscord, askOnSlack } from './seen.ts';

const latencyMs = Number(process.env['BENCH_LATENCY_MS'] ?? 0);
const rateLimits = process.env['BENCH_RATE_LIMITS'] !== 'false';
/** A window of seconds passes in milliseconds. */
const quickClock = { speed: 1000, now: () => Date.UTC(2026, 0, 1) + Math.round(performance.now() * 1000) };
/** What people see is counted as visible when the call is answered: the emulators do it at its beginning, or in its middle. */
const untilAnsweredMs = { slack: latencyMs, discord: latencyMs / 2 };
const player = createPlayer();
const [slack, discord, reka] = await Promise.all([
  startSlackEmulator({ latencyMs, rateLimits }),
  startDiscordEmulator({ latencyMs, ...(rateLimits ? {} : quickClock) }),
  startRekaEmulator({ sleep: player.sleep, requestsPerMinute: Number.POSITIVE_INFINITY }),
]);
reka.answerWith(player.choose);

const answers = new Map<number, { readonly platform: 'slack' | 'discord'; readonly answer: RecordedAnswer }>();
const lookAt = (platform: 'slack' | 'discord') => () => {
  for (const one of answers.values()) if (one.platform === platform) one.answer.look();
};
slack.onChange(lookAt('slack'));
discord.onChange(lookAt('discord'));
const freeChannels: string[] = [];
let lastNumber = 0;

const spec = z.object({ chars: z.number(), charsPerDelta: z.number(), deltaMs: z.number(), thinkMs: z.number() });
const question = z.object({
  platform: z.enum(['slack', 'discord']),
  spec,
  recorded: z.boolean(),
  ownChannel: z.boolean(),
});
const numbered = z.object({ number: z.number() });
const platform = z.object({ platform: z.enum(['slack', 'discord']) });

function answerOf(args: unknown): RecordedAnswer {
  const found = answers.get(numbered.parse(args).number);
  if (!found) throw new Error('There is no such answer.');
  return found.answer;
}

/** What follows a footer (an attached file), comes sooner than this: the limits of both platforms leave room for it. */
const quietMs = 1500;

async function ask(args: unknown): Promise<number> {
  const asked = question.parse(args);
  lastNumber += 1;
  const number = lastNumber;
  const playing = player.prepare(number, asked.spec);
  const text = `Tell me about stream #${number}.`;
  const channel = (asked.ownChannel ? freeChannels.pop() : undefined) ?? discord.channels.general;
  const seen = asked.platform === 'slack' ? await askOnSlack(slack, text) : await askOnDiscord(discord, text, channel);
  if (asked.recorded) {
    const answer = recordAnswer(seen, playing, asked.spec, untilAnsweredMs[asked.platform]);
    answers.set(number, { platform: asked.platform, answer });
  }
  return number;
}

/** Waits until the agent has sent an answer and people see Footnote's footer. */
async function waitForEnd(args: unknown): Promise<boolean> {
  const { timeoutMs } = z.object({ timeoutMs: z.number() }).parse(args);
  const answer = answerOf(args);
  const until = performance.now() + timeoutMs;
  while (performance.now() < until) {
    if (answer.isSent() && answer.hasFooter(quietMs)) return true;
    await sleep(20);
  }
  return false;
}

function countsOf({ entries }: Journal, violations: readonly { readonly rule: string }[]): PlatformCounts {
  const calls: Record<string, number> = {};
  for (const { method } of entries) calls[method] = (calls[method] ?? 0) + 1;
  const broken: Record<string, number> = {};
  for (const { rule } of violations) broken[rule] = (broken[rule] ?? 0) + 1;
  const limited = entries.filter(({ outcome }) => /^(?:429|30046|ratelimited|rate_limited)$/.test(outcome)).length;
  return { limited, violations: broken, calls };
}

answerCalls({
  addresses: () => ({
    slack: {
      apiUrl: slack.apiUrl,
      botToken: slack.botToken,
      appToken: slack.appToken,
      signingSecret: slack.signingSecret,
    },
    discord: {
      apiUrl: discord.apiUrl,
      token: discord.token,
      applicationId: discord.applicationId,
      botUserId: discord.botUserId,
    },
    reka: { url: reka.url },
  }),
  ask,
  waitForEnd,
  report: (args) => answerOf(args).report(),
  counts: (args) =>
    platform.parse(args).platform === 'slack'
      ? countsOf(slack.journal, slack.violations)
      : countsOf(discord.journal, discord.violations),
  /** When calls of a method were made, by the clock that reports use. */
  callTimes(args) {
    const { method, platform: name } = z.object({ method: z.string(), ...platform.shape }).parse(args);
    const offset = performance.now() - Date.now();
    return (name === 'slack' ? slack : discord).journal.of(method).map(({ at }) => at + offset);
  },
  forget() {
    answers.clear();
  },
  addChannels(args) {
    const { count } = z.object({ count: z.number() }).parse(args);
    for (let at = 0; at < count; at += 1)
      freeChannels.push(discord.addChannel(`bench-${at}`, { botCan: { createThreads: false } }));
  },
  async post(args) {
    const text = 'What about the tides?';
    if (platform.parse(args).platform === 'discord') {
      const channel = discord.channels.general;
      return { channel, ...(await discord.post({ channel, user: discord.users.ada, text })) };
    }
    const channel = slack.channels.general;
    return { channel, id: (await slack.post({ channel, user: slack.users.ada, text })).ts };
  },
  setEventsUrl: (args) => slack.setEventsUrl(z.object({ url: z.string() }).parse(args).url),
});
