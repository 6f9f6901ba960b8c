import { createAsking } from '../../src/core/asking/ask.ts';
import { createRunningPolicy, type RunningLimits } from '../../src/core/asking/policies/running.ts';
import type { Policy } from '../../src/core/asking/policy.ts';
import { createAskAgain } from '../../src/core/doors/ask-again.ts';
import { createButtons } from '../../src/core/doors/buttons.ts';
import { createEdits } from '../../src/core/doors/edits.ts';
import { createForgetting } from '../../src/core/doors/forgetting.ts';
import { createReception } from '../../src/core/doors/reception.ts';
import { createRestore } from '../../src/core/doors/restore.ts';
import { createTaking } from '../../src/core/doors/taking.ts';
import { createUnderstand } from '../../src/core/doors/understand.ts';
import { createKeyedQueue } from '../../src/core/keyed-queue.ts';
import type { Phrases } from '../../src/core/ports/phrases.ts';
import type { Budget, Render } from '../../src/core/ports/place.ts';
import type { Incoming, PlatformAdapter } from '../../src/core/ports/platform.ts';
import type { Run } from '../../src/core/ports/stores.ts';
import type { AgentName, Question } from '../../src/core/question/question.ts';
import { createEditBudget } from '../../src/core/reply/edit-budget.ts';
import { createRuns } from '../../src/core/runs/runs.ts';
import { prepareRecovery } from '../../src/core/upkeep/recovery.ts';
import { english } from '../words/english.ts';
import { createFakeAdapter } from './fake-adapter.ts';
import {
  createFakeHistory,
  createFakeLedger,
  createFakeLogger,
  createFakeMetrics,
  createFakeReply,
  createScriptedAgent,
  renderText,
  roomy,
  slackChannel,
  type TextPart,
  threadKey,
  unlimited,
} from './fakes.ts';
import { knownAgents, research } from './known-agents.ts';
import { createManualClock, settled } from './manual-clock.ts';

/** What is particular about a stage. */
export interface StageOptions {
  /** The agents that are set up; Reka Research alone unless given. */
  readonly on?: readonly AgentName[];
  /** Research says itself when its request is about to leave. */
  readonly asksLater?: boolean;
  /** What agents do when their signal aborts. */
  readonly onAbort?: 'throw' | 'end';
  /** How many may run; 20 of everything unless given. */
  readonly running?: Partial<RunningLimits>;
  /** They judge before the limits of running questions. */
  readonly policies?: readonly Policy[];
  readonly templates?: readonly string[];
  readonly phrases?: Phrases;
  readonly render?: Render<TextPart>;
  /** What the writes of one reply count against; each has room unless given. */
  readonly budget?: (id: string) => Budget;
  /** No write waits for another. */
  readonly unpaced?: boolean;
  /** A place is made when this resolves. */
  readonly opening?: () => Promise<void>;
  /** An interrupted question is asked again. */
  readonly reask?: boolean;
  /** The adapter differs in this. */
  readonly adapter?: Partial<PlatformAdapter>;
}

/** The real core between fakes: a platform, agents, stores and a clock that are the test's. */
export function createStage(options: StageOptions = {}) {
  const { on = [research], asksLater = false, phrases = english, render = renderText, templates = [] } = options;
  const { budget = (id: string) => ({ ...roomy, key: `reply ${id}` }), reask = false } = options;
  const clock = createManualClock();
  const memory = createFakeHistory();
  const { metrics, counted } = createFakeMetrics();
  const { logger, entries } = createFakeLogger();
  const recorded = createFakeLedger();
  const { ledger } = recorded;
  const scripted = on.map((name) => createScriptedAgent(name, options));
  const agents = new Map(
    scripted.map(({ agent }) => [agent.name, { ...agent, asksLater: asksLater && agent.name === research }]),
  );
  const limits = { person: 20, channel: 20, workspace: 20, process: 20, ...options.running };
  const policies = [...(options.policies ?? []), createRunningPolicy(limits, phrases)];
  const asking = createAsking({ agents, policies, phrases, logger });
  const ports = {
    history: memory.history,
    ledger,
    budget: options.unpaced ? unlimited : createEditBudget({ clock }),
    clock,
    logger,
    metrics,
    maxFinalAttempts: 3,
    maxWaitMs: 600_000,
    agents,
    phrases,
    asking,
  };
  const runs = createRuns(ports);
  const replies = new Map<string, ReturnType<typeof createFakeReply>>();
  const told: string[] = [];
  let opened = 0;

  /** The reply to a question, whose messages have ids of their own. */
  function replyTo(id: string) {
    const fake = replies.get(id) ?? createFakeReply({ budget: () => budget(id) });
    replies.set(id, fake);
    const address = () => ({ ...fake.reply.address(), messages: fake.visible.map((_, part) => `${id}/${part}`) });
    return { ...fake, reply: { ...fake.reply, address } };
  }

  /** Something said by U1 in thread 1 of a channel on Slack, unless told otherwise. */
  const incoming = (id: string, text: string, changes: Partial<Incoming<TextPart>> = {}): Incoming<TextPart> => ({
    id,
    platform: 'slack',
    origin: 'mention',
    asker: { id: 'U1' },
    text,
    channelKey: slackChannel(),
    line: 'slack:T1:C1:1',
    said: JSON.stringify({ id, text }),
    current: async () => threadKey('1'),
    async open() {
      opened += 1;
      await options.opening?.();
      return { conversation: threadKey('1'), reply: replyTo(id).reply, render };
    },
    resume: () => ({ reply: replyTo(id).reply, render }),
    tell: async (words) => void told.push(words),
    ...changes,
  });

  const adapter = createFakeAdapter({
    restore(said) {
      if (!said.startsWith('{')) return undefined;
      const { id, text } = JSON.parse(said);
      return incoming(id, text);
    },
    resume: (_, id) => ({ reply: replyTo(id).reply, render }),
    ...options.adapter,
  });
  const behind = {
    ...ports,
    runs,
    perLine: createKeyedQueue(),
    perQuestion: createKeyedQueue(),
    restore: createRestore(() => [adapter]),
    understand: createUnderstand({ agents, knownAgents, defaultAgent: research, templates, phrases }),
  };
  const take = createTaking({ ...behind, forget: createForgetting(behind) });
  const reception = createReception({ ...behind, take });
  const askAgain = createAskAgain(behind);
  const recovering = { ...behind, adapters: [adapter], reception, reask };

  return {
    ...memory,
    ...behind,
    ports,
    recorded,
    counted,
    entries,
    told,
    replies,
    replyTo,
    incoming,
    adapter,
    reception,
    askAgain,
    recovering,
    buttons: createButtons({ ...behind, askAgain }),
    edits: createEdits({ ...behind, reception }),
    calls: () => scripted.flatMap(({ calls }) => calls),
    /** The words of the questions that agents were asked. */
    asked: () => scripted.flatMap(({ calls }) => calls.map(({ question }) => question.text)),
    /** How many places were made. */
    opened: () => opened,
    shown: (id: string) => replies.get(id)?.visible ?? [],
    stateOf: (id: string) => recorded.runs.get(id)?.state,
    async say(id: string, text: string, changes: Partial<Incoming<TextPart>> = {}) {
      await reception.accept(incoming(id, text, changes));
      await clock.advance(1000);
    },
    /** Answers a question as if it had just been let in; resolves when it has ended. */
    async answer(question: Question): Promise<void> {
      const asked = await asking.ask({
        question: { ...question, platform: 'slack' },
        by: question.asker,
        cause: 'said',
      });
      if ('refusal' in asked) throw new Error(asked.refusal.words);
      await runs.answer({ question, platform: 'slack', ...asked, reply: replyTo(question.id).reply, render });
    },
    /** What an earlier process left is taken up; `meanwhile` happens before that. */
    async start(left: readonly Run[], meanwhile: () => void = () => {}) {
      for (const run of left) recorded.runs.set(run.id, run);
      const takeUp = await prepareRecovery(recovering);
      const release = reception.hold();
      meanwhile();
      await settled();
      await takeUp();
      release();
      await clock.advance(1000);
    },
  };
}
