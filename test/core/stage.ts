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
  createScriptedAgent,
  type TextPart,
  unlimited,
} from './fakes.ts';
import { knownAgents, research } from './known-agents.ts';
import { createManualClock, settled } from './manual-clock.ts';
import { createStagePlace, type StagePlaceOptions } from './stage-place.ts';

/** What is particular about a stage. */
export interface StageOptions extends StagePlaceOptions {
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
  /** No write waits for another. */
  readonly unpaced?: boolean;
  /** An interrupted question is asked again. */
  readonly reask?: boolean;
  /** The adapter differs in this. */
  readonly adapter?: Partial<PlatformAdapter>;
}

/** The real core between fakes: a platform, agents, stores and a clock that are the test's. */
export function createStage(options: StageOptions = {}) {
  const world = createWorld(options);
  const { ports, calls, recorded } = world;
  const place = createStagePlace(options);
  const adapter = createFakeAdapter({
    restore(said) {
      if (!said.startsWith('{')) return undefined;
      const { id, text } = JSON.parse(said);
      return place.incoming(id, text);
    },
    resume: (_, id) => place.resume(id),
    ...options.adapter,
  });
  const doors = createDoors(ports, adapter, options);
  const { reception, runs, recovering } = doors;

  return {
    ...world,
    ...place,
    ...doors,
    adapter,
    /** The words of the questions that agents were asked. */
    asked: () => calls().map(({ question }) => question.text),
    stateOf: (id: string) => recorded.runs.get(id)?.state,
    async say(id: string, text: string, changes: Partial<Incoming<TextPart>> = {}) {
      await reception.accept(place.incoming(id, text, changes));
      await ports.clock.advance(1000);
    },
    /** Answers a question as if it had just been let in; resolves when it has ended. */
    async answer(question: Question): Promise<void> {
      const asked = await ports.asking.ask({
        question: { ...question, platform: 'slack' },
        by: question.asker,
        cause: 'said',
      });
      if ('refusal' in asked) throw new Error(asked.refusal.words);
      await runs.answer({ question, platform: 'slack', ...asked, ...place.resume(question.id) });
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
      await ports.clock.advance(1000);
    },
  };
}

/** The fakes around the core. */
function createWorld(options: StageOptions) {
  const { on = [research], asksLater = false, phrases = english } = options;
  const clock = createManualClock();
  const memory = createFakeHistory();
  const { metrics, counted } = createFakeMetrics();
  const { logger, entries } = createFakeLogger();
  const recorded = createFakeLedger();
  const scripted = on.map((name) => createScriptedAgent(name, options));
  const agents = new Map(
    scripted.map(({ agent }) => [agent.name, { ...agent, asksLater: asksLater && agent.name === research }]),
  );
  const limits = { person: 20, channel: 20, workspace: 20, process: 20, ...options.running };
  const policies = [...(options.policies ?? []), createRunningPolicy(limits, phrases)];
  const ports = {
    history: memory.history,
    ledger: recorded.ledger,
    budget: options.unpaced ? unlimited : createEditBudget({ clock }),
    clock,
    logger,
    metrics,
    maxFinalAttempts: 3,
    maxWaitMs: 600_000,
    agents,
    phrases,
    asking: createAsking({ agents, policies, phrases, metrics, logger }),
  };
  return { ...memory, ports, recorded, counted, entries, calls: () => scripted.flatMap(({ calls }) => calls) };
}

type Ports = ReturnType<typeof createWorld>['ports'];

/** All of the core that people, adapters and a start come to. */
function createDoors(ports: Ports, adapter: PlatformAdapter, options: StageOptions) {
  const { agents, phrases } = ports;
  const { templates = [], reask = false } = options;
  const behind = {
    ...ports,
    runs: createRuns(ports),
    perLine: createKeyedQueue(),
    perQuestion: createKeyedQueue(),
    restore: createRestore(() => [adapter]),
    understand: createUnderstand({ agents, knownAgents, defaultAgent: research, templates, phrases }),
  };
  const take = createTaking({ ...behind, forget: createForgetting(behind) });
  const reception = createReception({ ...behind, take });
  const askAgain = createAskAgain(behind);
  return {
    ...behind,
    reception,
    askAgain,
    recovering: { ...behind, adapters: [adapter], reception, reask },
    buttons: createButtons({ ...behind, askAgain }),
    edits: createEdits({ ...behind, reception }),
  };
}
