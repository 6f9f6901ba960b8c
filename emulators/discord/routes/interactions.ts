import { z } from 'zod';
import { messageFlag, messageType, type StoredMessage } from '../guild.ts';
import type { StoredInteraction } from '../interactions.ts';
import { applyBody, type MessageBody, messageBody, parseBody, type UploadedFile } from '../message-body.ts';
import { messagePayload } from '../message-payloads.ts';
import { RuleError } from '../rules.ts';
import { type Call, type Emulated, mentionsOf, type Route } from './route.ts';

const MAY_CREATE =
  messageFlag.suppressEmbeds | messageFlag.ephemeral | messageFlag.suppressNotifications | messageFlag.componentsV2;
const MAY_EDIT = messageFlag.suppressEmbeds | messageFlag.componentsV2;

const callbackType = { message: 4, deferredMessage: 5, deferredUpdate: 6, update: 7 } as const;
const deferData = z.object({ flags: z.int().nullish() }).nullish();
const callbackBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal(callbackType.message), data: messageBody }),
  z.object({ type: z.literal(callbackType.deferredMessage), data: deferData }),
  z.object({ type: z.literal(callbackType.deferredUpdate) }),
  z.object({ type: z.literal(callbackType.update), data: messageBody.nullish() }),
]);
const empty = { content: '', components: [], embeds: [], attachments: [] };

/** The callback of an interaction, and the webhook that its token opens. */
export function interactionRoutes({ guild, messages, interactions }: Emulated): Route[] {
  function answer(
    interaction: StoredInteraction,
    parts: Parameters<typeof messages.create>[0]['parts'],
    body?: MessageBody,
  ) {
    const isOriginal = interaction.originalId === undefined;
    const message = messages.create({
      channel: findChannelOf(interaction),
      authorId: guild.bot.id,
      type: isOriginal && interaction.type === 2 ? messageType.command : messageType.default,
      parts,
      ...(body ? mentionsOf(parts.content, body) : { mentions: [] }),
      interaction: {
        id: interaction.id,
        type: interaction.type,
        userId: interaction.userId,
        commandName: interaction.commandName,
      },
      ephemeralTo: (parts.flags & messageFlag.ephemeral) === 0 ? undefined : interaction.userId,
    });
    if (isOriginal) interaction.originalId = message.id;
    return message;
  }

  function findChannelOf(interaction: StoredInteraction) {
    const channel = guild.channels.get(interaction.channelId);
    if (!channel) throw new RuleError('unknownChannel');
    return channel;
  }

  function edit(message: StoredMessage, body: MessageBody, files: readonly UploadedFile[]) {
    const parts = applyBody(guild, body, files, MAY_EDIT, message);
    const changed = typeof body.content === 'string';
    const { mentions, pings } = changed ? mentionsOf(parts.content, body) : { mentions: message.mentions, pings: [] };
    messages.edit(message, parts, mentions, pings);
  }

  function acknowledge(interaction: StoredInteraction, call: Call) {
    const body = parseBody(callbackBody, call.body);
    const sourced = body.type === callbackType.deferredUpdate || body.type === callbackType.update;
    if (sourced && interaction.sourceId === undefined) {
      const message = 'This callback needs a message with a component.';
      throw new RuleError('invalidForm', [
        { path: ['type'], code: 'INTERACTION_APPLICATION_COMMAND_INVALID_CALLBACK', message },
      ]);
    }
    if (body.type === callbackType.message) {
      answer(interaction, applyBody(guild, body.data, call.files, MAY_CREATE), body.data);
    } else if (body.type === callbackType.deferredMessage) {
      // Of all flags only this one can be set while deferring.
      answer(interaction, { ...empty, flags: ((body.data?.flags ?? 0) & messageFlag.ephemeral) | messageFlag.loading });
    } else {
      interaction.originalId = interaction.sourceId;
      const source = guild.messages.get(interaction.sourceId ?? '');
      if (body.type === callbackType.update && source && body.data) edit(source, body.data, call.files);
    }
    interaction.callbackType = body.type;
    return body.type;
  }

  function callback(call: Call) {
    const interaction = interactions.find(call.param('token'));
    if (!interaction || interaction.id !== call.param('id')) throw new RuleError('unknownInteraction');
    if (interaction.callbackType !== undefined) throw new RuleError('alreadyAcknowledged');
    if (interactions.isLost(interaction)) throw new RuleError('unknownInteraction');
    const type = acknowledge(interaction, call);
    if (call.query.get('with_response') !== 'true') return { status: 204 };
    const message = guild.messages.get(interaction.originalId ?? '');
    const flags = message?.flags ?? 0;
    return {
      status: 200,
      body: {
        interaction: {
          id: interaction.id,
          type: interaction.type,
          response_message_id: message?.id,
          response_message_loading: (flags & messageFlag.loading) !== 0,
          response_message_ephemeral: (flags & messageFlag.ephemeral) !== 0,
          channel_id: interaction.channelId,
          guild_id: message && findChannelOf(interaction).recipientId === undefined ? guild.id : undefined,
        },
        resource: { type, ...(message ? { message: messagePayload(guild, message, true) } : {}) },
      },
    };
  }

  function held(call: Call): StoredInteraction {
    const interaction = interactions.find(call.param('token'));
    if (!interaction || call.param('app') !== guild.applicationId) throw new RuleError('unknownWebhook');
    if (interactions.isExpired(interaction)) throw new RuleError('deadToken');
    if (interaction.callbackType === undefined) throw new RuleError('unknownWebhook');
    return interaction;
  }

  function target(call: Call): StoredMessage {
    const interaction = held(call);
    const wanted = call.param('mid') || interaction.originalId;
    const message = guild.messages.get(wanted ?? '');
    const isOwn = message?.interaction?.id === interaction.id || message?.id === interaction.originalId;
    if (!message || message.deleted || !isOwn) throw new RuleError('unknownMessage');
    return message;
  }

  const show = (message: StoredMessage) => ({ status: 200, body: messagePayload(guild, message, true) });

  function followUp(call: Call) {
    const interaction = held(call);
    const body = parseBody(messageBody, call.body);
    const original = guild.messages.get(interaction.originalId ?? '');
    // The first one after a deferral takes the place of "is thinking…" and keeps its flag.
    if (original && !original.deleted && (original.flags & messageFlag.loading) !== 0) {
      edit(original, body, call.files);
      return show(original);
    }
    return show(answer(interaction, applyBody(guild, body, call.files, MAY_CREATE), body));
  }

  const messagePaths = ['/webhooks/{app}/{token}/messages/@original', '/webhooks/{app}/{token}/messages/{mid}'];
  return [
    { method: 'POST', path: '/interactions/{id}/{token}/callback', tokenInPath: true, handle: callback },
    { method: 'POST', path: '/webhooks/{app}/{token}', tokenInPath: true, handle: followUp },
    ...messagePaths.flatMap((path): Route[] => [
      { method: 'GET', path, tokenInPath: true, handle: (call) => show(target(call)) },
      {
        method: 'PATCH',
        path,
        tokenInPath: true,
        handle(call) {
          const message = target(call);
          edit(message, parseBody(messageBody, call.body), call.files);
          return show(message);
        },
      },
      {
        method: 'DELETE',
        path,
        tokenInPath: true,
        handle(call) {
          messages.remove(target(call));
          return { status: 204 };
        },
      },
    ]),
  ];
}
