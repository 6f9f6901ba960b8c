import { z } from 'zod';
import { newConversation, type Turn } from '../core/conversation.ts';
import type { FootnoteList } from '../core/footnotes.ts';
import type { HistoryStore } from '../core/ports.ts';
import type { ConversationKey } from '../core/question.ts';
import { type Keyspace, rememberedForMs } from './keyspace.ts';
import { parseStored } from './parse-stored.ts';

/** How conversations are remembered. */
export interface HistoryOptions {
  /** How long a conversation is kept after it was last saved; 30 days by default. */
  readonly ttlMs?: number;
}

const turn: z.ZodType<Turn> = z.object({
  questionId: z.string(),
  asker: z.object({ id: z.string(), name: z.string().optional() }),
  agent: z.enum(['research', 'reigent']),
  question: z.string(),
  answer: z.string(),
  state: z.enum(['complete', 'incomplete', 'stopped', 'failed']),
  at: z.number(),
});
const footnotes: z.ZodType<FootnoteList> = z.object({
  footnotes: z.array(z.object({ number: z.int().min(1), url: z.string(), title: z.string().optional() })),
  nextNumber: z.int().min(1),
});
const stored = z.object({
  v: z.literal(1),
  /** Who asked the first question; kept because the first turn may have been trimmed. */
  begunBy: z.string().optional(),
  turns: z.array(turn),
  footnotes,
});

/** The remembered conversations, each under its key. Saving one renews its time. */
export function createHistoryStore(keyspace: Keyspace, options: HistoryOptions = {}): HistoryStore {
  const { ttlMs = rememberedForMs } = options;
  const read = async (key: string) => {
    const value = await keyspace.get(key);
    return value === undefined ? undefined : parseStored(stored, value);
  };
  return {
    async load(key: ConversationKey) {
      const held = await read(key);
      return held ? { key, turns: held.turns, footnotes: held.footnotes } : newConversation(key);
    },
    async save({ key, turns, footnotes }) {
      const held = await read(key);
      const begunBy = held?.begunBy ?? turns[0]?.asker.id;
      await keyspace.set(key, { v: 1, begunBy, turns, footnotes }, ttlMs);
    },
    forget: (key) => keyspace.delete(key),
    async forgetBegunBy(channelKey, askerId) {
      // The colon keeps slack:T1:C10 out of what is below slack:T1:C1.
      const keys = [channelKey, ...(await keyspace.keys(`${channelKey}:`))];
      const found = await Promise.allSettled(keys.map(async (key) => ({ key, held: await read(key) })));
      let forgotten = 0;
      for (const { value } of found.filter((one) => one.status === 'fulfilled')) {
        if (value.held?.begunBy === askerId && (await keyspace.delete(value.key))) forgotten += 1;
      }
      // Whose an unreadable one is cannot be told, so the promise to forget was not kept in full.
      const unreadable = found.find((one) => one.status === 'rejected');
      if (unreadable) throw unreadable.reason;
      return forgotten;
    },
  };
}
