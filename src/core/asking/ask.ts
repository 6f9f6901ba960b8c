import type { AnswerEvent, Wait } from '../answer/answer.ts';
import type { Conversation } from '../answer/conversation.ts';
import { withSourcesNamed } from '../answer/source-numbers.ts';
import { emitted } from '../emitted.ts';
import { FootnoteError, toFootnoteError } from '../errors.ts';
import type { Agent } from '../ports/agent.ts';
import type { Phrases } from '../ports/phrases.ts';
import type { Logger, Metrics } from '../ports/system.ts';
import type { ConversationKey } from '../question/keys.ts';
import type { AgentName, Question, Wording } from '../question/question.ts';
import type { AskRequest, Hold, Policy, Refusal } from './policy.ts';

/** Leave to have one question answered. */
export interface Permission {
  /** Tells the policies the question's conversation, where that is known only now. */
  settle(conversation: ConversationKey): void;
  /** Resolves when the question may be asked, or when the signal aborts. `onWait` is told each thing that it waits for. */
  turn(signal: AbortSignal, onWait: (wait: Wait) => void): Promise<void>;
  /**
   * Asks the question's agent: its events until `done`, of which `asking` comes before its request leaves. Other words than
   * those that were let pass are judged first, and a turn that was not waited for is. Throws a `FootnoteError`, one with the
   * hint `refused` where those words may not be asked; ends soon after the signal aborts.
   */
  answer(question: Question, conversation: Conversation, signal: AbortSignal): AsyncIterable<AnswerEvent>;
  /** Makes room for others. Further calls do nothing. */
  leave(): void;
}

/** What came of a request. */
export type Asked = { readonly permission: Permission } | { readonly refusal: Refusal };

/** The one place where money leaves: nobody else calls an agent. */
export interface Asking {
  /** Lets the policies judge a request, in their order; nothing is opened, sent or charged before they have. */
  ask(request: AskRequest): Promise<Asked>;
}

export interface AskingOptions {
  /** Those that are set up. */
  readonly agents: ReadonlyMap<AgentName, Agent>;
  readonly policies: readonly Policy[];
  readonly phrases: Pick<Phrases, 'agentOff'>;
  readonly metrics: Pick<Metrics, 'questionRefused'>;
  readonly logger: Pick<Logger, 'error'>;
}

/** Asks the agents that there are, as far as the policies let it. */
export function createAsking({ agents, policies, phrases, metrics, logger }: AskingOptions): Asking {
  async function judge(request: AskRequest, kept: Kept): Promise<Refusal | undefined> {
    const refusal = await refusalOf(request, kept);
    if (refusal) metrics.questionRefused(request.question.platform, refusal.by);
    return refusal;
  }

  async function refusalOf(request: AskRequest, kept: Kept): Promise<Refusal | undefined> {
    const { agent } = request.question;
    if (!agents.has(agent)) return { by: 'agent-off', words: phrases.agentOff(agent) };
    for (const policy of policies) {
      const verdict = await policy(request);
      if (verdict === 'pass') continue;
      if ('refusal' in verdict) return verdict.refusal;
      kept.add(verdict.hold);
    }
    return undefined;
  }

  function permit(request: AskRequest, kept: Kept): Permission {
    let judged: Wording = request.question;

    async function judgeAnew({ agent, text, options, conversation }: Question): Promise<void> {
      const question = { ...request.question, agent, text, options, conversation };
      const refusal = await judge({ ...request, question, cause: 'edited' }, kept);
      if (refusal) throw refusedBecause(refusal);
      judged = { agent, text, options };
    }

    async function* answer(question: Question, conversation: Conversation, signal: AbortSignal) {
      if (!isSame(question, judged)) await judgeAnew(question);
      if (kept.awaitsTurn()) {
        for await (const wait of emitted<Wait>((emit) => kept.turn(signal, emit)))
          yield { type: 'queued', wait } satisfies AnswerEvent;
      }
      signal.throwIfAborted();
      const agent = agents.get(question.agent);
      if (!agent) throw new FootnoteError('config', `${question.agent} is not set up.`);
      if (agent.asksLater !== true) yield { type: 'asking' } satisfies AnswerEvent;
      const text = withSourcesNamed(question.text, conversation.footnotes);
      yield* agent.answer({ ...question, text }, conversation, { signal });
    }

    return { settle: kept.settle, turn: kept.turn, answer, leave: kept.leave };
  }

  return {
    async ask(request) {
      const { id } = request.question;
      const kept = createKept((err) => logger.error({ err, question: id }, 'A policy could not let go of a question.'));
      try {
        const refusal = await judge(request, kept);
        if (refusal) kept.leave();
        return refusal ? { refusal } : { permission: permit(request, kept) };
      } catch (thrown) {
        kept.leave();
        throw thrown;
      }
    },
  };
}

/** The error of a question that may not be asked. */
export function refusedBecause({ words }: Refusal): FootnoteError {
  return new FootnoteError('stopped', 'A policy refused the question.', { hint: 'refused', reason: words });
}

/** What several policies keep of one question, as one. */
type Kept = ReturnType<typeof createKept>;

/** Nothing is kept yet. `onError` is told what a policy throws that lets go. */
function createKept(onError: (error: FootnoteError) => void) {
  const holds: Hold[] = [];
  const hadTurn = new Set<Hold>();
  return {
    add: (hold: Hold) => void holds.push(hold),
    settle(conversation: ConversationKey): void {
      for (const hold of holds) hold.settle?.(conversation);
    },
    awaitsTurn: () => holds.some((hold) => !hadTurn.has(hold)),
    async turn(signal: AbortSignal, onWait: (wait: Wait) => void): Promise<void> {
      for (const hold of [...holds]) {
        if (hadTurn.has(hold)) continue;
        hadTurn.add(hold);
        await hold.turn?.(signal, onWait);
      }
    },
    leave(): void {
      for (const hold of holds.splice(0)) {
        try {
          hold.leave?.();
        } catch (thrown) {
          onError(toFootnoteError(thrown));
        }
      }
    },
  };
}

function isSame(one: Wording, other: Wording): boolean {
  const isSameOptions = JSON.stringify(one.options) === JSON.stringify(other.options);
  return one.agent === other.agent && one.text === other.text && isSameOptions;
}
