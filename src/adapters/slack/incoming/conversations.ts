import type { ConversationIndex } from '../../../core/ports/stores.ts';
import { type ConversationKey, encodeConversationKey } from '../../../core/question/keys.ts';

/** The channel of a workspace. */
export interface ChannelRef {
  readonly team: string;
  readonly channel: string;
}

/** The key of a thread's conversation; below a command without a message, `thread` is its trigger. */
export function threadConversation({ team, channel }: ChannelRef, thread: string): ConversationKey {
  return encodeConversationKey({ platform: 'slack', workspace: team, channel, thread });
}

/** What is remembered of threads. Methods throw a `FootnoteError` of kind `storage`. */
export interface Conversations {
  /** Whether a thread of a channel began with a question to the bot: there follow-ups need no mention. */
  beganWithQuestion(channel: ChannelRef, threadTs: string): Promise<boolean>;
  linkThread(channel: ChannelRef, threadTs: string): Promise<void>;
}

/** The conversations as the index remembers them. */
export function createConversations(index: ConversationIndex): Conversations {
  const thread = ({ team, channel }: ChannelRef, threadTs: string) => `slack:thread:${team}:${channel}:${threadTs}`;
  return {
    beganWithQuestion: async (channel, threadTs) => (await index.find(thread(channel, threadTs))) !== undefined,
    linkThread: (channel, threadTs) => index.link(thread(channel, threadTs), threadConversation(channel, threadTs)),
  };
}
