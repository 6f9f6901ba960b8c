import type { ConversationIndex } from '../../../core/ports/stores.ts';
import type { Clock } from '../../../core/ports/system.ts';
import { type ConversationKey, encodeConversationKey } from '../../../core/question/keys.ts';
import { directMessagePauseMs } from '../outbound/limits.ts';
import { directMessageGuild, type SaidPlace } from '../said.ts';

/** The key of a thread's conversation. */
export function threadConversation(guildId: string, threadId: string): ConversationKey {
  return encodeConversationKey({ platform: 'discord', workspace: guildId, channel: threadId });
}

/** The conversation that a thread is; `undefined` in other places. */
export function conversationOfThread({ kind, guildId, channelId }: SaidPlace): ConversationKey | undefined {
  return kind === 'thread' ? threadConversation(guildId, channelId) : undefined;
}

/** The key of a reply chain that began with this message, where no thread is possible. */
export function chainConversation(guildId: string, channelId: string, rootId: string): ConversationKey {
  return encodeConversationKey({ platform: 'discord', workspace: guildId, channel: channelId, thread: rootId });
}

/** The conversations whose key the place alone does not say. Methods throw a `FootnoteError` of kind `storage`. */
export interface Conversations {
  /** The conversation of a direct message channel; `undefined` after six hours of silence, and after `restartDirect`. */
  currentDirect(channelId: string): Promise<ConversationKey | undefined>;
  /** The same, or a new one that begins with `startId`; the six hours count from now. */
  openDirect(channelId: string, startId: string): Promise<ConversationKey>;
  restartDirect(channelId: string): Promise<void>;
  /** The conversation that one of the bot's messages belongs to; `undefined` unless it is part of a reply chain. */
  ofMessage(messageId: string): Promise<ConversationKey | undefined>;
  linkMessage(messageId: string, conversation: ConversationKey): Promise<void>;
  /** Whether a thread began with a question to the bot. */
  beganWithQuestion(threadId: string): Promise<boolean>;
  linkThread(threadId: string, conversation: ConversationKey): Promise<void>;
}

/** The conversations as the index remembers them. */
export function createConversations(index: ConversationIndex, clock: Clock): Conversations {
  const direct = (channelId: string) => `discord:dm:${channelId}`;
  const message = (messageId: string) => `discord:message:${messageId}`;
  const thread = (threadId: string) => `discord:thread:${threadId}`;

  async function currentDirect(channelId: string) {
    const linked = await index.find(direct(channelId));
    return linked && clock.now() - linked.at < directMessagePauseMs ? linked.conversation : undefined;
  }

  return {
    currentDirect,
    async openDirect(channelId, startId) {
      const conversation =
        (await currentDirect(channelId)) ?? chainConversation(directMessageGuild, channelId, startId);
      await index.link(direct(channelId), conversation);
      return conversation;
    },
    restartDirect: (channelId) => index.unlink(direct(channelId)),
    ofMessage: async (messageId) => (await index.find(message(messageId)))?.conversation,
    linkMessage: (messageId, conversation) => index.link(message(messageId), conversation),
    beganWithQuestion: async (threadId) => (await index.find(thread(threadId))) !== undefined,
    linkThread: (threadId, conversation) => index.link(thread(threadId), conversation),
  };
}
