import type { Budget } from '../../core/ports.ts';
import type { DiscordApi, InteractionRef } from './api.ts';
import { writeBudget } from './limits.ts';

/** Where the messages of an answer stand. Methods throw a `FootnoteError`. */
export interface Place {
  readonly channelId: string;
  readonly budget: Budget;
  /** The id of the new message. `first`: it is the first of its answer. */
  create(content: string, options: { nonce: string; first: boolean }): Promise<string>;
  edit(messageId: string, content: string): Promise<void>;
  remove(messageId: string): Promise<void>;
}

/** A channel, thread or direct message, written to as the bot. `replyTo`: what the first message replies to. */
export function channelPlace(api: DiscordApi, channelId: string, replyTo?: string): Place {
  return {
    channelId,
    budget: writeBudget('channel', channelId),
    create: (content, { nonce, first }) =>
      api.createMessage(channelId, content, { nonce, replyTo: first ? replyTo : undefined }),
    edit: (messageId, content) => api.editMessage(channelId, messageId, content),
    remove: (messageId) => api.deleteMessage(channelId, messageId),
  };
}

/** The follow-ups of an interaction: they need no permission, and end 15 minutes after it. They know no nonce. */
export function interactionPlace(
  api: DiscordApi,
  interaction: InteractionRef & { id: string; channelId: string },
): Place {
  return {
    channelId: interaction.channelId,
    budget: writeBudget('interaction', interaction.id),
    create: (content) => api.createFollowUp(interaction, content, false),
    edit: (messageId, content) => api.editFollowUp(interaction, messageId, content),
    remove: (messageId) => api.deleteFollowUp(interaction, messageId),
  };
}
