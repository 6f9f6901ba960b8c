import type { AnswerFile, Budget } from '../../../core/ports/place.ts';
import type { DiscordApi, InteractionRef, MessageContent } from './api.ts';
import { botBudget, writeBudget } from './limits.ts';

/** Where the messages of an answer stand. Methods throw a `FootnoteError`. */
export interface ReplyPlace {
  readonly channelId: string;
  readonly budgets: { readonly create: Budget; readonly edit: Budget };
  /** The id of the new message. `first`: it is the first of its answer. */
  create(content: MessageContent, options: { nonce: string; first: boolean }): Promise<string>;
  edit(messageId: string, content: MessageContent): Promise<void>;
  remove(messageId: string): Promise<void>;
  /** Absent where no file can be attached. */
  attach?(file: AnswerFile, nonce: string): Promise<void>;
}

const budgetsOf = (id: string, within?: Budget) => ({
  create: writeBudget('create', id, within),
  edit: writeBudget('edit', id, within),
});

/** A channel, thread or direct message, written to as the bot. `replyTo`: what the first message replies to. */
export function channelPlace(api: DiscordApi, channelId: string, replyTo?: string): ReplyPlace {
  return {
    channelId,
    budgets: budgetsOf(channelId, botBudget),
    create: (content, { nonce, first }) =>
      api.createMessage(channelId, content, { nonce, replyTo: first ? replyTo : undefined }),
    edit: (messageId, content) => api.editMessage(channelId, messageId, content),
    remove: (messageId) => api.deleteMessage(channelId, messageId),
    attach: (file, nonce) => api.attachFile(channelId, file, nonce),
  };
}

/** The follow-ups of an interaction: they need no permission, and end 15 minutes after it. They know no nonce. */
export function interactionPlace(
  api: DiscordApi,
  interaction: InteractionRef & { id: string; channelId: string },
): ReplyPlace {
  return {
    channelId: interaction.channelId,
    budgets: budgetsOf(interaction.id),
    create: (content) => api.createFollowUp(interaction, content, false),
    edit: (messageId, content) => api.editFollowUp(interaction, messageId, content),
    remove: (messageId) => api.deleteFollowUp(interaction, messageId),
  };
}
