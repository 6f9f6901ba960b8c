import type { ChannelKey, ConversationKey } from '../question/keys.ts';
import type { AgentName, Asker } from '../question/question.ts';
import type { AnswerState } from './answer.ts';
import { type FootnoteList, mergeFootnotes, noFootnotes } from './footnotes.ts';

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

/** Where, by whom and when the first question of a conversation was asked. */
export interface Beginning {
  readonly channelKey: ChannelKey;
  readonly askerId: string;
  /** In milliseconds since the epoch; `undefined` in what earlier versions stored. */
  readonly at?: number | undefined;
}

/** What is remembered of one conversation, oldest turn first. */
export interface Conversation {
  readonly key: ConversationKey;
  /** `undefined` while nothing was asked. */
  readonly begun?: Beginning | undefined;
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

/** What belongs to a turn that is added to a conversation. */
export interface TurnContext {
  /** The channel that it was asked in. */
  readonly channelKey: ChannelKey;
  /** All footnotes of the conversation, as they are after it. */
  readonly footnotes: FootnoteList;
}

/** The conversation with one more turn, or with a new state of one it has, trimmed to what is kept in the store. */
export function withTurn(
  { key, begun, turns, footnotes }: Conversation,
  turn: Turn,
  context: TurnContext,
  limits: ConversationLimits,
): Conversation {
  const others = turns.filter(({ questionId }) => questionId !== turn.questionId);
  return {
    key,
    begun: begun ?? { channelKey: context.channelKey, askerId: turn.asker.id, at: turn.at },
    turns: recentTurns([...others, turn], limits),
    footnotes: mergeFootnotes(footnotes, context.footnotes),
  };
}

/** Whether a conversation was not forgotten, nor begun anew after that, since it was loaded. */
export function goesOn(now: Conversation, { begun }: Conversation): boolean {
  if (!begun) return true;
  const { channelKey, askerId, at } = now.begun ?? {};
  return channelKey === begun.channelKey && askerId === begun.askerId && at === begun.at;
}
