import type { ChannelKey, ConversationKey } from '../question/keys.ts';
import type { AgentName, Asker } from '../question/question.ts';
import type { AnswerState } from './answer.ts';
import { type FootnoteList, noFootnotes } from './footnotes.ts';

/** One question and its answer as remembered. */
export interface Turn {
  readonly questionId: string;
  readonly asker: Asker;
  readonly agent: AgentName;
  readonly question: string;
  /** Markdown as the agent wrote it; empty when it failed before its first word. */
  readonly answer: string;
  readonly state: Exclude<AnswerState, 'working'>;
  /** When the question was accepted, in milliseconds since the epoch. */
  readonly at: number;
}

/** What is remembered of one conversation, oldest turn first. */
export interface Conversation {
  readonly key: ConversationKey;
  /** Where and by whom its first question was asked; `undefined` while it has none. */
  readonly begun?: { readonly channelKey: ChannelKey; readonly askerId: string } | undefined;
  readonly turns: readonly Turn[];
  readonly footnotes: FootnoteList;
}

/** How much of a conversation is used. */
export interface ConversationLimits {
  readonly maxTurns: number;
  /** Questions and answers together, in UTF-16 code units. */
  readonly maxChars: number;
}

/** A conversation of which nothing is remembered. */
export function newConversation(key: ConversationKey): Conversation {
  return { key, turns: [], footnotes: noFootnotes };
}

/** The newest turns that fit the limits, oldest first. */
export function recentTurns(turns: readonly Turn[], limits: ConversationLimits): readonly Turn[] {
  let chars = 0;
  let from = turns.length;
  while (from > 0 && turns.length - from < limits.maxTurns) {
    const turn = turns[from - 1];
    if (!turn) break;
    chars += turn.question.length + turn.answer.length;
    if (chars > limits.maxChars) break;
    from -= 1;
  }
  return turns.slice(from);
}

/** The conversation with one more turn, or with a new state of one it has, trimmed to what is kept in the store. */
export function withTurn(
  conversation: Conversation,
  turn: Turn,
  footnotes: FootnoteList,
  limits: ConversationLimits,
): Conversation {
  const others = conversation.turns.filter(({ questionId }) => questionId !== turn.questionId);
  return { ...conversation, turns: recentTurns([...others, turn], limits), footnotes };
}
