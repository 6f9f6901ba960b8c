import { DiscordAPIError, MessageFlags, type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { z } from 'zod';
import type { AnswerFile } from '../../../core/ports/place.ts';
import type { DiscordPart } from '../render/render.ts';
import { type Call, createCall } from './call.ts';

/** How a message is created in a channel. */
export interface CreateOptions {
  /** At most 25 characters: a second create with the same nonce returns the first message (Discord: for a few minutes). */
  readonly nonce: string;
  /** The message that this one replies to; it may be deleted by now. */
  readonly replyTo?: string | undefined;
}

/** What a message holds: an answer's part, or words alone. */
export type MessageContent = Pick<DiscordPart, 'content' | 'components'>;

/** A message that is nothing but words. */
export const onlyWords = (content: string): MessageContent => ({ content, components: [] });

/**
 * The calls of Discord's REST API that Footnote makes, one attempt each. Nothing that is sent pings anyone or opens a
 * preview. Throws a `FootnoteError`.
 */
export interface DiscordApi {
  /** The id of the message. */
  createMessage(channelId: string, content: MessageContent, options: CreateOptions): Promise<string>;
  editMessage(channelId: string, messageId: string, content: MessageContent): Promise<void>;
  deleteMessage(channelId: string, messageId: string): Promise<void>;
  /** A message that is nothing but a text file. */
  attachFile(channelId: string, file: AnswerFile, nonce: string): Promise<void>;
  /** Starts a thread from a message, or finds the one that was started from it. The id of the thread. */
  startThread(channelId: string, messageId: string, name: string): Promise<string>;
  /** Fills the deferred response to an interaction. The id of the message. */
  editResponse(interaction: InteractionRef, content: string): Promise<string>;
  /** One more message for an interaction, seen by its person alone when `ephemeral`. The id of the message. */
  createFollowUp(interaction: InteractionRef, content: MessageContent, ephemeral: boolean): Promise<string>;
  editFollowUp(interaction: InteractionRef, messageId: string, content: MessageContent): Promise<void>;
  deleteFollowUp(interaction: InteractionRef, messageId: string): Promise<void>;
  /** The application's commands for all servers, unparsed. */
  fetchCommands(applicationId: string): Promise<unknown>;
  putCommands(applicationId: string, commands: readonly object[]): Promise<void>;
}

const mediaTypes: Readonly<Record<string, string>> = {
  md: 'text/markdown',
  json: 'application/json',
  csv: 'text/csv',
};

/** What an interaction is answered with, for 15 minutes. */
export interface InteractionRef {
  readonly applicationId: string;
  readonly token: string;
}

const created = z.object({ id: z.string() });
const idOf = (response: unknown) => created.parse(response).id;

const refusedWith = (error: unknown, code: RESTJSONErrorCodes) =>
  error instanceof DiscordAPIError && error.code === code;

// Discord forgets what a create said: an edit without `allowed_mentions` parses the content for everyone it names.
// What it does not forget are components: an edit that leaves them out leaves them standing.
const message = ({ content, components }: MessageContent, flags = 0) => ({
  content,
  components,
  flags: MessageFlags.SuppressEmbeds | flags,
  allowed_mentions: { parse: [], replied_user: false },
});

/** The calls on the client's own REST manager, which knows the token and the buckets. */
export function createDiscordApi(rest: REST): DiscordApi {
  const call = createCall(rest);
  return {
    ...messageCalls(rest, call),
    ...interactionCalls(rest, call),
    fetchCommands: (applicationId) => call((options) => rest.get(Routes.applicationCommands(applicationId), options)),
    putCommands: (applicationId, commands) =>
      call(async (options) => {
        await rest.put(Routes.applicationCommands(applicationId), { ...options, body: commands });
      }),
  };
}

type MessageCalls = Pick<DiscordApi, 'createMessage' | 'editMessage' | 'deleteMessage' | 'attachFile' | 'startThread'>;

function messageCalls(rest: REST, call: Call): MessageCalls {
  return {
    createMessage: (channelId, content, { nonce, replyTo }) =>
      call(async (options) => {
        const route = Routes.channelMessages(channelId);
        const body = { ...message(content), nonce, enforce_nonce: true };
        if (replyTo === undefined) return idOf(await rest.post(route, { ...options, body }));
        const reply = { ...body, message_reference: { message_id: replyTo, fail_if_not_exists: false } };
        try {
          return idOf(await rest.post(route, { ...options, body: reply }));
        } catch (error) {
          const unreadable = RESTJSONErrorCodes.CannotReplyWithoutPermissionToReadMessageHistory;
          if (!refusedWith(error, unreadable)) throw error;
          return idOf(await rest.post(route, { ...options, body }));
        }
      }),
    editMessage: (channelId, messageId, content) =>
      call(async (options) => {
        await rest.patch(Routes.channelMessage(channelId, messageId), { ...options, body: message(content) });
      }),
    deleteMessage: (channelId, messageId) =>
      call(async (options) => {
        await rest.delete(Routes.channelMessage(channelId, messageId), options);
      }),
    attachFile: (channelId, { name, text }, nonce) =>
      call(async (options) => {
        const body = { ...message(onlyWords('')), nonce, enforce_nonce: true };
        const files = [{ name, data: text, contentType: mediaTypes[name.split('.').at(-1) ?? ''] ?? 'text/plain' }];
        await rest.post(Routes.channelMessages(channelId), { ...options, body, files });
      }),
    startThread: (channelId, messageId, name) =>
      call(async (options) => {
        try {
          return idOf(await rest.post(Routes.threads(channelId, messageId), { ...options, body: { name } }));
        } catch (error) {
          if (!refusedWith(error, RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage)) throw error;
          // A thread has the id of the message it was started from.
          return messageId;
        }
      }),
  };
}

type InteractionCalls = Pick<DiscordApi, 'editResponse' | 'createFollowUp' | 'editFollowUp' | 'deleteFollowUp'>;

function interactionCalls(rest: REST, call: Call): InteractionCalls {
  const webhook = (ref: InteractionRef, messageId: string) =>
    Routes.webhookMessage(ref.applicationId, ref.token, messageId);
  return {
    editResponse: (ref, content) =>
      call(async (options) =>
        idOf(
          await rest.patch(webhook(ref, '@original'), { ...options, auth: false, body: message(onlyWords(content)) }),
        ),
      ),
    createFollowUp: (ref, content, ephemeral) =>
      call(async (options) => {
        const body = message(content, ephemeral ? MessageFlags.Ephemeral : 0);
        return idOf(await rest.post(Routes.webhook(ref.applicationId, ref.token), { ...options, auth: false, body }));
      }),
    editFollowUp: (ref, messageId, content) =>
      call(async (options) => {
        await rest.patch(webhook(ref, messageId), { ...options, auth: false, body: message(content) });
      }),
    deleteFollowUp: (ref, messageId) =>
      call(async (options) => {
        await rest.delete(webhook(ref, messageId), { ...options, auth: false });
      }),
  };
}
