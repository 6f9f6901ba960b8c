import { type Answer, type AnswerEvent, applyEvent, endAnswer, startAnswer } from '../../src/core/answer/answer.ts';
import { newConversation, type Turn } from '../../src/core/answer/conversation.ts';
import { FootnoteError } from '../../src/core/errors.ts';
import type { Agent } from '../../src/core/ports/agent.ts';
import { encodeChannelKey, encodeConversationKey } from '../../src/core/question/keys.ts';
import type { Question } from '../../src/core/question/question.ts';
import type { ResearchOptions } from '../../src/core/question/research-options.ts';
import { research } from '../core/known-agents.ts';

/** What became of a question. */
export interface Outcome {
  readonly events: readonly AnswerEvent[];
  /** The fold of the events, ended. */
  readonly answer: Answer;
  /** What the agent threw. */
  readonly error: FootnoteError | undefined;
}

const channel = { platform: 'slack', workspace: 'T1', channel: 'C1' } as const;
const key = encodeConversationKey({ ...channel, thread: '1' });

/** A conversation of which nothing is remembered. */
export const conversation = newConversation(key);

/** A question from somebody. */
export function questionOf(text: string, options?: ResearchOptions): Question {
  const asker = { id: 'U1', name: 'Ada' };
  return {
    id: 'q1',
    conversation: key,
    channelKey: encodeChannelKey(channel),
    asker,
    origin: 'mention',
    agent: research,
    text,
    options,
    askedAt: 0,
  };
}

/** A turn of a conversation. */
export function turnOf(question: string, answer: string, more: Partial<Turn> = {}): Turn {
  const asker = { id: 'U1', name: 'Ada' };
  return { questionId: question, asker, agent: research, question, answer, state: 'complete', at: 0, ...more };
}

/** Asks and collects everything. `onEvent` sees each event as it comes. */
export async function ask(
  agent: Agent,
  text = 'What is a footnote?',
  options: {
    turns?: readonly Turn[];
    signal?: AbortSignal;
    wanted?: ResearchOptions;
    onEvent?: (event: AnswerEvent) => void;
  } = {},
): Promise<Outcome> {
  const events: AnswerEvent[] = [];
  let answer = startAnswer(agent.name, 0);
  let error: FootnoteError | undefined;
  const { signal = new AbortController().signal, turns = [], onEvent } = options;
  try {
    for await (const event of agent.answer(questionOf(text, options.wanted), { ...conversation, turns }, { signal })) {
      events.push(event);
      answer = applyEvent(answer, event);
      onEvent?.(event);
    }
  } catch (thrown) {
    if (!(thrown instanceof FootnoteError)) throw thrown;
    error = thrown;
  }
  return { events, answer: endAnswer(answer, 1), error };
}

/** Everything that an error would put into a log, with its causes. */
export function logged(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return [error.message, error.stack, JSON.stringify(error), logged(error.cause)].join('\n');
}
