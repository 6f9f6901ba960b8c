import { messageFlag, messageType } from '../guild.ts';
import { applyBody, type MessageBody, messageBody, parseBody, unknownReference } from '../message-body.ts';
import { messagePayload } from '../message-payloads.ts';
import { RuleError, rules } from '../rules.ts';
import { type Call, type Emulated, findChannel, findMessage, mentionsOf, type Route, requireSend } from './route.ts';

const MAY_CREATE = messageFlag.suppressEmbeds | messageFlag.suppressNotifications | messageFlag.componentsV2;
const MAY_EDIT = messageFlag.suppressEmbeds | messageFlag.componentsV2;

/** `/channels/{id}/messages` and what lies below it. */
export function messageRoutes({ guild, messages, messageContent }: Emulated): Route[] {
  const show = (message: Parameters<typeof messagePayload>[1]) => messagePayload(guild, message, messageContent);

  function target(call: Call) {
    const channel = findChannel(guild, call.param('id'));
    return { channel, message: findMessage(guild, channel, call.param('mid')) };
  }

  function sameNonce({ nonce, enforce_nonce }: MessageBody) {
    if (!enforce_nonce || nonce === undefined || nonce === null) return undefined;
    const since = guild.now() - rules.nonceWindow.max;
    return [...guild.messages.values()].find(
      (message) => message.authorId === guild.bot.id && message.nonce === nonce && message.createdAt >= since,
    );
  }

  return [
    {
      method: 'POST',
      path: '/channels/{id}/messages',
      handle(call) {
        const channel = findChannel(guild, call.param('id'));
        requireSend(guild, channel);
        const body = parseBody(messageBody, call.body);
        const parts = applyBody(guild, body, call.files, MAY_CREATE);
        const reference = body.message_reference;
        if (reference && !guild.botCan(channel).readHistory) throw new RuleError('replyWithoutHistory');
        const referenced = guild.messages.get(reference?.message_id ?? '');
        const repliedTo = referenced?.deleted || referenced?.channelId !== channel.id ? undefined : referenced;
        if (reference?.fail_if_not_exists && !repliedTo) throw new RuleError('invalidForm', [unknownReference]);
        const held = sameNonce(body);
        if (held) return { status: 200, body: show(held) };
        const message = messages.create({
          channel,
          authorId: guild.bot.id,
          type: repliedTo ? messageType.reply : messageType.default,
          parts,
          ...mentionsOf(parts.content, body, repliedTo?.authorId),
          nonce: body.nonce ?? undefined,
          replyTo: repliedTo?.id,
        });
        return { status: 200, body: show(message) };
      },
    },
    {
      method: 'GET',
      path: '/channels/{id}/messages',
      handle(call) {
        const channel = findChannel(guild, call.param('id'));
        // Without the permission the history is empty, not refused.
        if (!guild.botCan(channel).readHistory) return { status: 200, body: [] };
        const max = rules.listedMessages.max;
        const limit = Number(call.query.get('limit') ?? 50);
        if (!Number.isInteger(limit) || limit < 1 || limit > max) {
          const message = `int value should be between 1 and ${max}.`;
          throw new RuleError('invalidForm', [{ path: ['limit'], code: 'NUMBER_TYPE_MAX', message }]);
        }
        const [before, after] = [call.query.get('before'), call.query.get('after')];
        const found = guild
          .messagesIn(channel.id)
          .filter(({ ephemeralTo }) => ephemeralTo === undefined)
          .filter(({ id }) => before === null || BigInt(id) < BigInt(before))
          .filter(({ id }) => after === null || BigInt(id) > BigInt(after));
        const page = after === null ? found.slice(-limit) : found.slice(0, limit);
        return { status: 200, body: page.reverse().map(show) };
      },
    },
    {
      method: 'GET',
      path: '/channels/{id}/messages/{mid}',
      handle(call) {
        const { channel, message } = target(call);
        if (!guild.botCan(channel).readHistory) throw new RuleError('missingPermissions');
        return { status: 200, body: show(message) };
      },
    },
    {
      method: 'PATCH',
      path: '/channels/{id}/messages/{mid}',
      handle(call) {
        const { channel, message } = target(call);
        if (message.authorId !== guild.bot.id) throw new RuleError('foreignMessage');
        if (channel.thread?.archived) throw new RuleError('archivedThread');
        const body = parseBody(messageBody, call.body);
        const parts = applyBody(guild, body, call.files, MAY_EDIT, message);
        const changed = typeof body.content === 'string';
        const { mentions, pings } = changed
          ? mentionsOf(parts.content, body)
          : { mentions: message.mentions, pings: [] };
        messages.edit(message, parts, mentions, pings);
        return { status: 200, body: show(message) };
      },
    },
    {
      method: 'DELETE',
      path: '/channels/{id}/messages/{mid}',
      handle(call) {
        const { channel, message } = target(call);
        if (message.authorId !== guild.bot.id) throw new RuleError('missingPermissions');
        if (channel.thread?.archived) throw new RuleError('archivedThread');
        messages.remove(message);
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      path: '/channels/{id}/typing',
      handle(call) {
        requireSend(guild, findChannel(guild, call.param('id')));
        return { status: 204 };
      },
    },
  ];
}
