import type { AnswerEvent } from '../../src/core/answer/answer.ts';
import { createAsking } from '../../src/core/asking/ask.ts';
import type { Agent } from '../../src/core/ports/agent.ts';
import type { Opened, Part } from '../../src/core/ports/place.ts';
import type { Clock, Logger, Metrics } from '../../src/core/ports/system.ts';
import { encodeChannelKey, encodeConversationKey, type Platform } from '../../src/core/question/keys.ts';
import { type AgentName, parseAgentName } from '../../src/core/question/question.ts';
import { createEditBudget } from '../../src/core/reply/edit-budget.ts';
import { createRuns } from '../../src/core/runs/runs.ts';
import { thisProcess } from '../../src/ops/this-process.ts';
import { createHistoryStore } from '../../src/storage/keyed/history.ts';
import { openStore } from '../../src/storage/keyed/open-store.ts';
import { createLedger } from '../../src/storage/runs/ledger.ts';
import { answerText } from '../answer-text.ts';
import { deltasOf, type StreamSpec } from '../stream.ts';

/** Footnote's real core, renderers and store, with an agent in the same process and with any replies. */
export interface Stage {
  /** Answers one question to its end. */
  answer(place: StagePlace): Promise<void>;
}

/** What a stage needs. */
export interface StageOptions {
  readonly clock: Clock;
  readonly spec: StreamSpec;
  /** Makes what one stream waits with. */
  readonly createPace: () => Pace;
}

/** Where an answer is shown, and how it looks there. */
export type StagePlace = Pick<Opened<Part>, 'reply' | 'render'> & { readonly platform: Platform };

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };
const uncounted: Metrics = {
  questionAccepted() {},
  duplicateDropped() {},
  questionRefused() {},
  replyVisible() {},
  textVisible() {},
  answerEnded() {},
  replyWritten() {},
  connectionOpened() {},
  connectionLost() {},
  platformSilent() {},
  storageFailed() {},
};

/** Waits between the events of one stream. */
export type Pace = (ms: number) => Promise<void>;

/** Sets the stage. */
export async function createStage({ clock, spec, createPace }: StageOptions): Promise<Stage> {
  const store = await openStore('memory:');
  const ports = {
    history: createHistoryStore(store.keyspace('history')),
    ledger: createLedger(':memory:', { logger: silent, holder: { ...thisProcess, leaseMs: 60_000 } }),
    budget: createEditBudget({ clock }),
    clock,
    logger: silent,
    metrics: uncounted,
    maxFinalAttempts: 8,
    maxWaitMs: 600_000,
  };
  const runs = createRuns(ports);
  const agent = createAgent(spec, createPace);
  const agents = new Map([[agent.name, agent]]);
  const phrases = { agentOff: (name: AgentName) => name };
  const asking = createAsking({ agents, policies: [], phrases, metrics: uncounted, logger: silent });
  let questions = 0;
  return {
    async answer({ platform, reply, render }) {
      questions += 1;
      const id = `Q${questions}`;
      const channel = { platform, workspace: 'W1', channel: 'C1' };
      const question = {
        id,
        conversation: encodeConversationKey({ ...channel, thread: id }),
        channelKey: encodeChannelKey(channel),
        asker: { id: 'U1' },
        origin: 'mention',
        agent: agent.name,
        text: 'Tell me about the tides.',
        askedAt: clock.now(),
      } as const;
      const by = question.asker;
      const asked = await asking.ask({ question: { ...question, platform }, by, cause: 'said' });
      if ('permission' in asked) await runs.answer({ question, platform, ...asked, reply, render });
    },
  };
}

function createAgent({ chars, charsPerDelta, deltaMs, thinkMs }: StreamSpec, createPace: () => Pace): Agent {
  const { text, pages } = answerText(chars);
  const deltas = deltasOf(text, charsPerDelta);
  async function* answer(): AsyncIterable<AnswerEvent> {
    const pace = createPace();
    yield { type: 'step', step: { id: '1', kind: 'search', state: 'running', query: 'tides', pages: [] } };
    yield { type: 'step', step: { id: '1', kind: 'search', state: 'done', query: 'tides', pages } };
    await pace(thinkMs);
    for (const delta of deltas) {
      await pace(deltaMs);
      yield { type: 'text', text: delta };
    }
    yield { type: 'citations', citations: pages };
    yield { type: 'done', complete: true };
  }
  return { name: parseAgentName('research'), answer };
}
