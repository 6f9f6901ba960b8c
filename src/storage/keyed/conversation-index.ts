import { z } from 'zod';
import type { ConversationIndex } from '../../core/ports/stores.ts';
import type { Clock } from '../../core/ports/system.ts';
import { conversationKey } from '../codec/keys.ts';
import { parseStored } from '../codec/parse-stored.ts';
import { type Keyspace, rememberedForMs } from './keyspace.ts';

/** How links are remembered. */
export interface ConversationIndexOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** How long a link is kept after it was last made; 30 days by default. */
  readonly ttlMs?: number;
}

const stored = z.object({
  v: z.literal(1),
  conversation: conversationKey,
  at: z.number(),
});

/** The links from messages and direct-message channels to their conversations. Linking anew renews the time. */
export function createConversationIndex(keyspace: Keyspace, options: ConversationIndexOptions): ConversationIndex {
  const { clock, ttlMs = rememberedForMs } = options;
  return {
    async find(alias) {
      const value = await keyspace.get(alias);
      if (value === undefined) return undefined;
      const { conversation, at } = parseStored(stored, value);
      return { conversation, at };
    },
    link: (alias, conversation) => keyspace.set(alias, { v: 1, conversation, at: clock.now() }, ttlMs),
    async unlink(alias) {
      await keyspace.delete(alias);
    },
  };
}
