import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { botEnvironment, unlimitedQuestions } from '../emulators/bot-environment.ts';
import { startRekaEmulator } from '../emulators/reka/index.ts';
import { planAgent } from './agent.ts';
import { type Bot, startBot } from './bot.ts';
import { startDiscordSide } from './discord-side.ts';
import { doFault } from './faults.ts';
import type { AskedQuestion, History } from './history.ts';
import { type Finding, judge } from './judge.ts';
import { createLives } from './lives.ts';
import type { DeathPlan, Plan, QuestionPlan, Step } from './plan.ts';
import { startSlackSide } from './slack-side.ts';

/** What came of a scenario. */
export interface Outcome {
  readonly plan: Plan;
  readonly history: History;
  readonly findings: readonly Finding[];
  /** How each process died: at its step, or later because that step never came. */
  readonly deaths: readonly (DeathPlan & { readonly atStep: boolean })[];
  /** What the bot printed, all its processes one after the other. */
  readonly output: string;
}

/** How long a step is waited for after the question that it belongs to was asked. */
const stepWithinMs = 6000;
/** How long everything may take to end when nothing goes wrong any more. */
const settleWithinMs = 30_000;
/** How often a bot is started that ends before it is ready, and how long its supervisor waits in between. */
const maxStarts = 20;
const startAgainMs = 250;
/** How long it has to stay as it is then. */
const calmMs = 400;
/** Short, so that a process that is held up is replaced within seconds. */
const leaseMs = 1000;
/** How long a process that has been replaced may take to notice it. One that nobody could replace lives on so long. */
const endsWithinMs = 3000;

/** Plays a plan: asks, breaks, kills and starts again, and judges what people see in the end. `main`: the bot to be run. */
export async function playScenario(plan: Plan, main: string): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-chaos-'));
  const lookers = new Set<() => void>();
  const look = () => {
    for (const looker of lookers) looker();
  };
  const [slackSide, discordSide, reka] = await Promise.all([
    startSlackSide(plan.seed % 2 === 0 ? 'message-first' : 'mention-first', look),
    startDiscordSide(look),
    startRekaEmulator({ requestsPerMinute: Number.POSITIVE_INFINITY }),
  ]);
  const { slack } = slackSide;
  const { discord } = discordSide;
  const sides = { slack: slackSide.side, discord: discordSide.side };
  const deaths: Outcome['deaths'][number][] = [];
  const agent = planAgent(reka, plan.questions, {
    onProgress: look,
    mayHang: () => deaths.length < plan.deaths.length,
  });
  const store = join(folder, 'footnote.db');
  const env = {
    ...botEnvironment({ slack, discord, reka }),
    // A scenario asks more at once than people may: what is looked for is lost questions, not refused ones.
    ...unlimitedQuestions,
    STORE_URL: `sqlite:${store}`,
    DRAIN_MS: '500',
    LEASE_MS: String(leaseMs),
  };
  const lives = createLives();
  const asked: QuestionPlan[] = [];
  const crashes: string[] = [];
  const faults: Promise<void>[] = [];
  const heldUp: { readonly bot: Bot; readonly from: number; to: number; sleeps: boolean }[] = [];
  let output = '';
  let bot: Bot | undefined;
  let isUp = Promise.withResolvers<void>();

  async function start(clockJumpMs: number): Promise<void> {
    output += `--- a process starts\n`;
    const onOutput = (text: string) => {
      output += text;
    };
    // A bot that cannot reach a platform at its start ends, and its supervisor tries again.
    for (let attempt = 1; ; attempt += 1) {
      bot = startBot({ env, folder, main, clockJumpMs, onOutput });
      const isReady = await bot.ready.then(
        () => true,
        () => false,
      );
      if (isReady) break;
      if (attempt === maxStarts) throw new Error(`The bot does not start: ${output.slice(-1000)}`);
      await sleep(startAgainMs);
    }
    lives.begin();
    isUp.resolve();
  }

  /** Whether the question has come as far as a step; `streamed` and the like count for all before them. */
  function hasReached(step: Step, marker: string, platform: QuestionPlan['platform']): boolean {
    const seen = sides[platform].progress(marker);
    const { requested, streamed } = agent.progress(marker);
    const reached: Record<Step, boolean> = {
      sent: seen.sent,
      taken: seen.taken,
      sign: seen.sign,
      requested,
      text: seen.segments > 0,
      'more text': seen.segments > 2,
      streamed,
      ended: seen.ended,
    };
    return reached[step];
  }

  /** Resolves when the question has come so far, with false when that takes too long. Acts at the very moment. */
  function atStep({ step, marker }: DeathPlan, act: () => void): Promise<boolean> {
    const { platform = 'slack' } = plan.questions.find((one) => one.marker === marker) ?? {};
    const { promise, resolve } = Promise.withResolvers<boolean>();
    let giveUp: NodeJS.Timeout | undefined;
    const looker = () => {
      if (hasReached('sent', marker, platform)) giveUp ??= setTimeout(() => done(false), stepWithinMs);
      if (hasReached(step, marker, platform)) done(true);
    };
    const done = (isReached: boolean) => {
      lookers.delete(looker);
      clearTimeout(giveUp);
      act();
      resolve(isReached);
    };
    lookers.add(looker);
    looker();
    return promise;
  }

  async function die(death: DeathPlan): Promise<void> {
    const killed = bot;
    const kill = () => {
      if (killed && death.signal === 'SIGSTOP')
        heldUp.push({ bot: killed, from: Date.now(), to: Number.POSITIVE_INFINITY, sleeps: true });
      isUp = Promise.withResolvers<void>();
      lives.end();
      killed?.signal('SIGCONT');
      killed?.signal(death.signal);
    };
    const isReached = await atStep(death, () => {
      if (death.delayMs === 0) kill();
    });
    if (death.delayMs > 0) {
      await sleep(death.delayMs);
      kill();
    }
    deaths.push({ ...death, atStep: isReached });
    if (death.signal !== 'SIGSTOP') {
      const end = await killed?.ended;
      const expected = death.signal === 'SIGKILL' ? 'SIGKILL' : 0;
      if (end !== expected) crashes.push(`A process ended with ${end} when it got ${death.signal}.`);
    }
    await sleep(death.downMs);
  }

  /** Lets the processes that were held up go on when the one that replaces them has had the time to take over. */
  async function wakeUp(): Promise<void> {
    for (const held of heldUp.filter(({ sleeps }) => sleeps)) {
      held.sleeps = false;
      await sleep(2 * leaseMs);
      output += '--- a process that was held up goes on\n';
      held.bot.signal('SIGCONT');
      void sleep(endsWithinMs).then(() => held.bot.signal('SIGKILL'));
      const end = await held.bot.ended;
      held.to = Date.now();
      if (end !== 1 && end !== 'SIGKILL') crashes.push(`A process that had been held up ended with ${end}.`);
    }
  }

  async function ask(question: QuestionPlan): Promise<void> {
    await sleep(question.afterMs);
    if (!question.whileDown) await isUp.promise;
    try {
      asked.push(question);
      await sides[question.platform].ask(question);
    } finally {
      look();
    }
  }

  async function askAll(): Promise<void> {
    const signal = (name: NodeJS.Signals) => bot?.signal(name);
    for (const [index, question] of plan.questions.entries()) {
      for (const { fault } of plan.faults.filter(({ before }) => before === index))
        faults.push(doFault(fault, { sides, slack, store, asked: [...asked], signal, onDeaf: lives.deaf }));
      await ask(question);
    }
  }

  async function liveAndDie(): Promise<void> {
    for (const death of plan.deaths) {
      await start(death.clockJumpMs);
      faults.push(wakeUp());
      await die(death);
    }
    await start(plan.deaths[0]?.clockJumpMs ?? 0);
    await wakeUp();
  }

  function historyNow(): History {
    const { wasHeard } = lives;
    const rules = Object.values(sides).flatMap((side) => side.brokenRules());
    const messages = Object.values(sides).flatMap((side) => side.shown());
    // Two processes do not keep the order between them.
    const mayBeOvertaken = ({ marker, askedAt }: AskedQuestion) =>
      heldUp.some(({ from, to }) => {
        const hasEnded = messages.some((message) => message.marker === marker && (message.endedAt ?? from) < from);
        return askedAt <= to && !hasEnded;
      });
    return {
      questions: Object.values(sides)
        .flatMap((side) => side.asked(wasHeard))
        .map((question) => (mayBeOvertaken(question) ? { ...question, arrival: undefined } : question)),
      messages,
      refusals: Object.values(sides).flatMap((side) => side.refusals()),
      requests: agent.requests,
      segments: agent.segments,
      brokenRules: [
        ...rules.filter(({ rule }) => !excused.has(rule)).map(({ seen }) => seen),
        ...reka.violations.map((seen) => `Reka: ${seen}`),
        ...agent.strangers.map((seen) => `Reka was asked what nobody asked: ${JSON.stringify(seen)}`),
      ],
      excused: rules.flatMap(({ rule }) => (excused.has(rule) ? [rule] : [])),
      crashes,
    };
  }

  async function settle(): Promise<void> {
    const isOpen = () => judge(historyNow()).some(({ broken }) => broken === 'lost' || broken === 'stuck');
    const until = Date.now() + settleWithinMs;
    while (Date.now() < until) {
      await sleep(100);
      if (isOpen()) continue;
      await sleep(calmMs);
      if (!isOpen()) return;
    }
  }

  try {
    await Promise.all([askAll(), liveAndDie()]);
    await Promise.all(faults);
    for (const side of Object.values(sides)) side.clearFaults();
    void bot?.ended.then((end) => crashes.push(`A process ended by itself with ${end}.`));
    await settle();
    // What is lost now would come back with its redelivery.
    const lost = judge(historyNow()).filter(({ broken }) => broken === 'lost');
    for (const { platform, marker } of asked) await sides[platform].again(marker, 1);
    await sleep(calmMs);
    await settle();
    const history = historyNow();
    return {
      plan,
      history,
      findings: [...lost, ...judge(history).filter(({ broken }) => broken !== 'lost')],
      deaths,
      output,
    };
  } finally {
    await Promise.all([bot, ...heldUp.map((held) => held.bot)].map((one) => one?.stop()));
    await Promise.all([...Object.values(sides).map((side) => side.stop()), reka.close()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Rules that a careful bot breaks here all the same. One that is stopped, killed or kept from its store acknowledges nothing
 * in time, and what it recorded before Discord had its acknowledgement has no response to be edited. The pace of a process
 * is not known to the next.
 */
const excused: ReadonlySet<string> = new Set([
  'lateAck',
  'acknowledgement',
  'unknownWebhook',
  'heartbeat',
  'createRate',
  'editRate',
  'globalRate',
  'tier3',
  'special',
  'postChannel',
]);
