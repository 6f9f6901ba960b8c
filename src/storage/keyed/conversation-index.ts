import type { ConversationIndex } from '../../core/ports/stores.ts';
import type { Clock } from '../../core/ports/system.ts';
import { linkFromStore, linkToStore } from '../codec/link.ts';
import { type Keyspace, rememberedForMs } from './keyspace.ts';

/** How links are remembered. */
export interface ConversationIndexOptions {
  readonly clock: Pick<Clock, 'now'>;
  /** How long a link is kept after it was last made; 30 days by default. */
  readonly ttlMs?: number;
}

/** The links from messages and direct-message channels to their conversations. Linking anew renews the time. */
export function createConversationIndex(keyspace: Keyspace, options: ConversationIndexOptions): ConversationIndex {
  const { clock, ttlMs = rememberedForMs } = options;
  return {
    async find(alias) {
      const value = await keyspace.get(alias);
      return value === undefined ? undefined : linkFromStore(value);
    },
    link: (alias, conversation) => keyspace.set(alias, linkToStore({ conversation, at: clock.now() }), ttlMs),
    async unlink(alias) {
      await keyspace.delete(alias);
    },
  };
}
