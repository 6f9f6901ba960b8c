import { z } from 'zod';
import { parseBody } from '../fields.ts';
import { messageFlag, messageType, type StoredMessage } from '../guild.ts';
import { type MessageBody, messageBody } from '../message-body.ts';
import { messagePayload } from '../message-payloads.ts';
import { formError, RuleError } from '../rule-error.ts';
import { rules } from '../rules.ts';
import type { StoredInteraction } from '../stored-interaction.ts';
import type { Call, Emulated, Route } from './route.ts';
import { createMessage, draftMessage, editMessage } from './write-message.ts';

const callbackType = { message: 4, deferredMessage: 5, deferredUpdate: 6, update: 7 } as const;
const deferData = z.object({ flags: z.int().nullish() }).nullish();
const callbackBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal(callbackType.message), data: messageBody }),
  z.object({ type: z.literal(callbackType.deferredMessage), data: deferData }),
  z.object({ type: z.literal(callbackType.deferredUpdate) }),
  z.object({ type: z.literal(callbackType.update), data: messageBody.nullish() }),
]);
const nothing = { content: '', components: [], embeds: [], attachments: [] };

/** The callback of an interaction, and the webhook that its token opens. */
export function interactionRoutes(emulated: Emulated): Route[] {
  const { guild, messages, interactions } = emulated;

  /** What every message of an interaction has, ephemeral or not. */
  function draftFor(interaction: StoredInteraction, parts: ReturnType<typeof draftMessage>) {
    const { id, type, userId, commandName, originalId } = interaction;
    const channel = guild.channels.get(interaction.channelId);
    if (!channel) throw new RuleError('unknownChannel');
    return {
      channel,
      authorId: guild.bot.id,
      type: originalId === undefined && type === 2 ? messageType.command : messageType.default,
      parts,
      interaction: { id, type, userId, commandName },
      ephemeralTo: (parts.flags & messageFlag.ephemeral) === 0 ? undefined : userId,
    };
  }

  function answer(interaction: StoredInteraction, call: Call, body: MessageBody) {
    const draft = draftFor(interaction, draftMessage(emulated, call, body, true));
    const message = createMessage(emulated, call, body, draft);
    interaction.originalId ??= message.id;
    return message;
  }

  function defer(interaction: StoredInteraction, call: Call, flags: number) {
    const { ephemeral, loading } = messageFlag;
    if ((flags & ~ephemeral) !== 0) call.report('deferFlags', `The flags ${flags & ~ephemeral} cannot be set yet.`);
    const draft = draftFor(interaction, { ...nothing, flags: (flags & ephemeral) | loading });
    interaction.originalId = messages.create({ ...draft, mentions: [] }).id;
  }

  function acknowledge(interaction: StoredInteraction, call: Call) {
    const body = parseBody(callbackBody, call.body);
    const ofMessage = body.type === callbackType.deferredUpdate || body.type === callbackType.update;
    if (ofMessage && interaction.sourceId === undefined) {
      const message = 'This callback needs a message with a component.';
      const code = 'INTERACTION_APPLICATION_COMMAND_INVALID_CALLBACK';
      throw formError({ rule: 'callbackKind', path: ['type'], code, message });
    }
    if (body.type === callbackType.message) answer(interaction, call, body.data);
    else if (body.type === callbackType.deferredMessage) defer(interaction, call, body.data?.flags ?? 0);
    else {
      interaction.originalId = interaction.sourceId;
      const source = guild.messages.get(interaction.sourceId ?? '');
      if (body.type === callbackType.update && source && body.data) editMessage(emulated, call, source, body.data);
    }
    interaction.callbackType = body.type;
    return body.type;
  }

  function callback(call: Call) {
    const interaction = interactions.find(call.param('token'));
    if (!interaction || interaction.id !== call.param('id')) throw new RuleError('unknownInteraction');
    if (interaction.callbackType !== undefined) throw new RuleError('acknowledgedTwice');
    interactions.refuseLate(interaction);
    const type = acknowledge(interaction, call);
    if (call.query.get('with_response') !== 'true') return { status: 204 };
    const message = guild.messages.get(interaction.originalId ?? '');
    const flags = message?.flags ?? 0;
    const isDm = guild.channels.get(interaction.channelId)?.recipientId !== undefined;
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
          guild_id: message && !isDm ? guild.id : undefined,
        },
        resource: { type, ...(message ? { message: messagePayload(guild, message, true) } : {}) },
      },
    };
  }

  function held(call: Call): StoredInteraction {
    const interaction = interactions.find(call.param('token'));
    if (!interaction || call.param('app') !== guild.applicationId) throw new RuleError('unknownWebhook');
    if (interactions.isExpired(interaction)) throw new RuleError('interactionToken');
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
    if (interaction.userInstalled && interaction.followUps >= rules.followUps.max) throw new RuleError('followUps');
    const body = parseBody(messageBody, call.body);
    const original = guild.messages.get(interaction.originalId ?? '');
    // The first one after a deferral takes the place of "is thinking…" and keeps its flag.
    const fills = original && !original.deleted && (original.flags & messageFlag.loading) !== 0;
    if (fills) editMessage(emulated, call, original, body);
    const message = fills ? original : answer(interaction, call, body);
    interaction.followUps += 1;
    return show(message);
  }

  function edit(call: Call) {
    const message = target(call);
    editMessage(emulated, call, message);
    return show(message);
  }

  function remove(call: Call) {
    messages.remove(target(call));
    return { status: 204 };
  }

  const byToken = { tokenInPath: true, rate: 'interactionRate' } as const;
  return [
    { method: 'POST', path: '/interactions/{id}/{token}/callback', tokenInPath: true, handle: callback },
    { method: 'POST', path: '/webhooks/{app}/{token}', ...byToken, handle: followUp },
    ...['@original', '{mid}'].flatMap((id): Route[] => {
      const path = `/webhooks/{app}/{token}/messages/${id}`;
      return [
        { method: 'GET', path, ...byToken, handle: (call) => show(target(call)) },
        { method: 'PATCH', path, ...byToken, handle: edit },
        { method: 'DELETE', path, ...byToken, handle: remove },
      ];
    }),
  ];
}
