import { z } from 'zod';
import { newConversation, type Turn } from '../core/answer/conversation.ts';
import { type FootnoteList, maxExcerpt } from '../core/answer/footnotes.ts';
import type { HistoryStore } from '../core/ports/stores.ts';
import { type ChannelKey, type ConversationKey, parseConversationKey } from '../core/question/keys.ts';
import { channelKey } from './codec/keys.ts';
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
  footnotes: z.array(
    z.object({
      number: z.int().min(1),
      url: z.string(),
      title: z.string().optional(),
      excerpt: z.string().max(maxExcerpt).optional(),
    }),
  ),
  nextNumber: z.int().min(1),
});
const stored = z.object({
  v: z.literal(1),
  begun: z.object({ channelKey, askerId: z.string() }).optional(),
  turns: z.array(turn),
  footnotes,
});

/** The remembered conversations, each under its key, and a mark for each under where and by whom it was begun. Saving renews the time of both. */
export function createHistoryStore(keyspace: Keyspace, options: HistoryOptions = {}): HistoryStore {
  const { ttlMs = rememberedForMs } = options;
  const read = async (key: string) => {
    const value = await keyspace.get(key);
    return value === undefined ? undefined : parseStored(stored, value);
  };

  return {
    async load(key: ConversationKey) {
      const held = await read(key);
      if (!held) return newConversation(key);
      const { begun, turns, footnotes } = held;
      return { key, begun, turns, footnotes };
    },
    async save({ key, begun, turns, footnotes }) {
      await keyspace.set(key, { v: 1, begun, turns, footnotes }, ttlMs);
      if (begun) await keyspace.set(`${marks(begun.channelKey, begun.askerId)}${key}`, { v: 1 }, ttlMs);
    },
    async forget(key) {
      // Even a value that cannot be read can be forgotten.
      const held = await read(key).catch(() => undefined);
      if (held?.begun) await keyspace.delete(marks(held.begun.channelKey, held.begun.askerId) + key);
      return keyspace.delete(key);
    },
    async forgetBegunBy(channelKey, askerId) {
      const prefix = marks(channelKey, askerId);
      const forgotten: ConversationKey[] = [];
      for (const mark of await keyspace.keys(prefix)) {
        const key = parseConversationKey(mark.slice(prefix.length));
        if (key && (await keyspace.delete(key))) forgotten.push(key);
        await keyspace.delete(mark);
      }
      return forgotten;
    },
  };
}

const marks = (channelKey: ChannelKey, askerId: string) => `begun:${channelKey}:by:${askerId}:`;
