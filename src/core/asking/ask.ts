import type { AnswerEvent, Wait } from '../answer/answer.ts';
import type { Conversation } from '../answer/conversation.ts';
import { FootnoteError } from '../errors.ts';
import type { Agent } from '../ports/agent.ts';
import type { Phrases } from '../ports/phrases.ts';
import type { Metrics } from '../ports/system.ts';
import type { ConversationKey } from '../question/keys.ts';
import type { AgentName, Question } from '../question/question.ts';
import type { AskRequest, Hold, Policy, Refusal } from './policy.ts';

/** Leave to have one question answered. */
export interface Permission {
  /** Tells the policies the question's conversation, where that is known only now. */
  settle(conversation: ConversationKey): void;
  /** Resolves when the question may be asked, or when the signal aborts. `onWait` is told each thing that it waits for. */
  turn(signal: AbortSignal, onWait: (wait: Wait) => void): Promise<void>;
  /**
   * Asks the question's agent: its events until `done`, of which `asking` comes before its request leaves. Throws a
   * `FootnoteError`; ends soon after the signal aborts.
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
}

/** Asks the agents that there are, as far as the policies let it. */
export function createAsking({ agents, policies, phrases, metrics }: AskingOptions): Asking {
  async function judge(request: AskRequest, holds: Hold[]): Promise<Refusal | undefined> {
    const { agent } = request.question;
    if (!agents.has(agent)) return { by: 'agent-off', words: phrases.agentOff(agent) };
    for (const policy of policies) {
      const verdict = await policy(request);
      if (verdict === 'pass') continue;
      if ('refusal' in verdict) return verdict.refusal;
      holds.push(verdict.hold);
    }
    return undefined;
  }

  async function* answer(question: Question, conversation: Conversation, signal: AbortSignal) {
    const agent = agents.get(question.agent);
    if (!agent) throw new FootnoteError('config', `${question.agent} is not set up.`);
    if (agent.asksLater !== true) yield { type: 'asking' } satisfies AnswerEvent;
    yield* agent.answer(question, conversation, { signal });
  }

  return {
    async ask(request) {
      const holds: Hold[] = [];
      const leave = () => {
        for (const hold of holds.splice(0)) hold.leave?.();
      };
      try {
        const refusal = await judge(request, holds);
        if (!refusal) return { permission: { ...together(holds), answer, leave } };
        leave();
        metrics.questionRefused(request.question.platform, refusal.by);
        return { refusal };
      } catch (thrown) {
        leave();
        throw thrown;
      }
    },
  };
}

/** What several policies keep, as one. */
function together(holds: readonly Hold[]): Pick<Permission, 'settle' | 'turn'> {
  return {
    settle(conversation) {
      for (const hold of holds) hold.settle?.(conversation);
    },
    async turn(signal, onWait) {
      for (const hold of [...holds]) await hold.turn?.(signal, onWait);
    },
  };
}
