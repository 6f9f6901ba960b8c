import { z } from 'zod';
import type { Beginning, Conversation, Turn } from '../../core/answer/conversation.ts';
import { type FootnoteList, maxExcerpt } from '../../core/answer/footnotes.ts';
import type { ConversationKey } from '../../core/question/keys.ts';
import { agentName } from './agent-name.ts';
import { endState } from './answer.ts';
import { channelKey } from './keys.ts';
import { parseStored } from './parse-stored.ts';
import { asker } from './question.ts';

const begun: z.ZodType<Beginning> = z.looseObject({ channelKey, askerId: z.string(), at: z.number().optional() });

const turn: z.ZodType<Turn> = z.looseObject({
  questionId: z.string(),
  asker,
  agent: agentName,
  question: z.string(),
  answer: z.string(),
  state: endState,
  at: z.number(),
});

const footnotes: z.ZodType<FootnoteList> = z.looseObject({
  footnotes: z.array(
    z.looseObject({
      number: z.int().min(1),
      url: z.string(),
      title: z.string().optional(),
      excerpt: z.string().max(maxExcerpt).optional(),
    }),
  ),
  nextNumber: z.int().min(1),
});

const stored = z.object({ v: z.literal(1), begun: begun.optional(), turns: z.array(turn), footnotes });

/** What is stored of a conversation, as JSON data. */
export function conversationToStore({ begun, turns, footnotes }: Conversation) {
  return { v: 1, begun, turns, footnotes };
}

/** The conversation that was stored under this key. Throws like {@link parseStored}. */
export function conversationFromStore(key: ConversationKey, value: unknown): Conversation {
  const { begun, turns, footnotes } = parseStored(stored, value);
  return { key, begun, turns, footnotes };
}
