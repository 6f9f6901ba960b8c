import {
  type Conversation,
  type ConversationLimits,
  goesOn,
  newConversation,
  withTurn,
} from '../../core/answer/conversation.ts';
import { createKeyedQueue } from '../../core/keyed-queue.ts';
import type { HistoryStore } from '../../core/ports/stores.ts';
import { type ChannelKey, type ConversationKey, parseConversationKey } from '../../core/question/keys.ts';
import { conversationFromStore, conversationToStore } from '../codec/conversation.ts';
import { type Keyspace, rememberedForMs } from './keyspace.ts';

/** How conversations are remembered. */
export interface HistoryOptions {
  /** How long a conversation is kept after it was last added to; 30 days by default. */
  readonly ttlMs?: number;
  /** How much of a conversation is kept; 50 turns of 400,000 characters together by default. */
  readonly limits?: ConversationLimits;
}

const defaultLimits: ConversationLimits = { maxTurns: 50, maxChars: 400_000 };

/**
 * The remembered conversations, each under its key, and a mark for each under where and by whom it was begun. What is added
 * renews the time of both. A conversation is to be added to by one process at a time.
 */
export function createHistoryStore(keyspace: Keyspace, options: HistoryOptions = {}): HistoryStore {
  const { ttlMs = rememberedForMs, limits = defaultLimits } = options;
  const queue = createKeyedQueue();
  const appending = new Set<Promise<unknown>>();

  async function read(key: ConversationKey): Promise<Conversation> {
    const value = await keyspace.get(key);
    return value === undefined ? newConversation(key) : conversationFromStore(key, value);
  }

  async function write(conversation: Conversation): Promise<void> {
    const { key, begun } = conversation;
    await keyspace.set(key, conversationToStore(conversation), ttlMs);
    if (begun) await keyspace.set(`${marks(begun.channelKey, begun.askerId)}${key}`, { v: 1 }, ttlMs);
  }

  /** Works on a conversation when all that was begun on it before is done. */
  async function inTurn<T>(key: ConversationKey, work: () => Promise<T>): Promise<T> {
    const pass = await queue.take(key);
    try {
      return await work();
    } finally {
      pass();
    }
  }

  return {
    load: read,
    append(key, turn, { unlessForgotten, ...context }) {
      const appended = inTurn(key, async () => {
        const now = await read(key);
        if (!goesOn(now, unlessForgotten)) return false;
        await write(withTurn(now, turn, context, limits));
        return true;
      });
      const ended: Promise<unknown> = appended.catch(() => {}).then(() => appending.delete(ended));
      appending.add(ended);
      return appended;
    },
    forget: (key) =>
      inTurn(key, async () => {
        // Even a value that cannot be read can be forgotten.
        const { begun } = await read(key).catch(() => newConversation(key));
        if (begun) await keyspace.delete(marks(begun.channelKey, begun.askerId) + key);
        return keyspace.delete(key);
      }),
    async forgetBegunBy(channelKey, askerId) {
      // What is being added has no mark yet.
      await Promise.all(appending);
      const prefix = marks(channelKey, askerId);
      const forgotten: ConversationKey[] = [];
      for (const mark of await keyspace.keys(prefix)) {
        const key = parseConversationKey(mark.slice(prefix.length));
        if (key && (await inTurn(key, () => keyspace.delete(key)))) forgotten.push(key);
        await keyspace.delete(mark);
      }
      return forgotten;
    },
  };
}

const marks = (channelKey: ChannelKey, askerId: string) => `begun:${channelKey}:by:${askerId}:`;
