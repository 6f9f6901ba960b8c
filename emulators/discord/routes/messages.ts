import { parseBody } from '../fields.ts';
import { messageType } from '../guild.ts';
import { type MessageBody, messageBody } from '../message-body.ts';
import { messagePayload } from '../message-payloads.ts';
import { formError, RuleError } from '../rule-error.ts';
import { rules } from '../rules.ts';
import { type Call, type Emulated, findChannel, findMessage, type Route } from './route.ts';
import { createMessage, draftMessage, editMessage, requireSend } from './write-message.ts';

const HOUR_MS = 3_600_000;

/** `/channels/{id}/messages` and what lies below it. */
export function messageRoutes(emulated: Emulated): Route[] {
  const { guild, messages, rates, messageContent } = emulated;
  const show = (message: Parameters<typeof messagePayload>[1]) => messagePayload(guild, message, messageContent);

  function target(call: Call) {
    const channel = findChannel(guild, call.param('id'));
    return { channel, message: findMessage(guild, channel, call.param('mid')) };
  }

  const own = () =>
    [...guild.messages.values()].filter(({ authorId, deleted }) => authorId === guild.bot.id && !deleted);

  function sameNonce({ nonce, enforce_nonce }: MessageBody) {
    if (!enforce_nonce || nonce === undefined || nonce === null) return undefined;
    const since = guild.now() - rules.nonceWindow.windowMs;
    return own().find((message) => message.nonce === nonce && message.createdAt >= since);
  }

  function create(call: Call) {
    const channel = findChannel(guild, call.param('id'));
    requireSend(guild, channel);
    if (call.files.length > 0 && !guild.botCan(channel).attachFiles) throw new RuleError('missingPermissions');
    const body = parseBody(messageBody, call.body);
    const parts = draftMessage(emulated, call, body);
    const reference = body.message_reference;
    if (reference && !guild.botCan(channel).readHistory) throw new RuleError('replyWithoutHistory');
    const referenced = guild.messages.get(reference?.message_id ?? '');
    const repliedTo = referenced?.deleted || referenced?.channelId !== channel.id ? undefined : referenced;
    if (reference?.fail_if_not_exists && !repliedTo) {
      const code = 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE';
      throw formError({ rule: 'unknownReference', path: ['message_reference'], code, message: 'Unknown message' });
    }
    const held = sameNonce(body);
    if (held) return { status: 200, body: show(held) };
    if (!body.enforce_nonce || body.nonce === undefined || body.nonce === null) {
      call.report('enforcedNonce', 'The message comes without a nonce that is enforced.');
    }
    if (repliedTo && own().some(({ replyTo, content }) => replyTo === repliedTo.id && content === parts.content)) {
      call.report('repeatedReply', `The message ${repliedTo.id} has this reply already.`);
    }
    const type = repliedTo ? messageType.reply : messageType.default;
    const draft = {
      channel,
      authorId: guild.bot.id,
      type,
      parts,
      nonce: body.nonce ?? undefined,
      replyTo: repliedTo?.id,
    };
    return { status: 200, body: show(createMessage(emulated, call, body, draft, repliedTo?.authorId)) };
  }

  function list(call: Call) {
    const channel = findChannel(guild, call.param('id'));
    // Without the permission the history is empty, not refused.
    if (!guild.botCan(channel).readHistory) return { status: 200, body: [] };
    const { max } = rules.listedMessages;
    const limit = Number(call.query.get('limit') ?? 50);
    if (!Number.isInteger(limit) || limit < 1 || limit > max) {
      const message = `int value should be between 1 and ${max}.`;
      throw formError({ rule: 'listedMessages', path: ['limit'], code: 'NUMBER_TYPE_MAX', message });
    }
    const [before, after] = listedRange(call.query);
    const found = guild
      .messagesIn(channel.id)
      .filter(({ ephemeralTo }) => ephemeralTo === undefined)
      .filter(({ id }) => before === null || BigInt(id) < BigInt(before))
      .filter(({ id }) => after === null || BigInt(id) > BigInt(after));
    const page = after === null ? found.slice(-limit) : found.slice(0, limit);
    return { status: 200, body: page.reverse().map(show) };
  }

  /** The borders of a list, each exclusive; `around` is not emulated. */
  function listedRange(query: URLSearchParams): readonly [before: string | null, after: string | null] {
    const given = ['before', 'after', 'around'].filter((name) => query.has(name));
    const isSnowflake = given.every((name) => /^\d{17,20}$/.test(query.get(name) ?? ''));
    if (given.length > 1 || !isSnowflake || query.has('around')) {
      const message = 'before, after and around: one at a time, and a snowflake.';
      throw formError({ rule: 'listedRange', path: given.slice(0, 1), code: 'NUMBER_TYPE_COERCE', message });
    }
    return [query.get('before'), query.get('after')];
  }

  function edit(call: Call) {
    const { channel, message } = target(call);
    if (message.authorId !== guild.bot.id) throw new RuleError('foreignEdit');
    if (channel.thread?.archived) throw new RuleError('archivedThread');
    if (guild.now() - message.createdAt > HOUR_MS) rates.count({ rule: 'oldEditRate', key: channel.id });
    editMessage(emulated, call, message);
    return { status: 200, body: show(message) };
  }

  function remove(call: Call) {
    const { channel, message } = target(call);
    if (message.authorId !== guild.bot.id) throw new RuleError('foreignDelete');
    if (channel.thread?.archived) throw new RuleError('archivedThread');
    messages.remove(message);
    return { status: 204 };
  }

  function read(call: Call) {
    const { channel, message } = target(call);
    if (!guild.botCan(channel).readHistory) throw new RuleError('missingPermissions');
    return { status: 200, body: show(message) };
  }

  function type(call: Call) {
    requireSend(guild, findChannel(guild, call.param('id')));
    return { status: 204 };
  }

  const all = '/channels/{id}/messages';
  const one = '/channels/{id}/messages/{mid}';
  return [
    { method: 'POST', path: all, rate: 'createRate', handle: create },
    { method: 'GET', path: all, handle: list },
    { method: 'GET', path: one, handle: read },
    { method: 'PATCH', path: one, rate: 'editRate', handle: edit },
    { method: 'DELETE', path: one, rate: 'deleteRate', handle: remove },
    { method: 'POST', path: '/channels/{id}/typing', rate: 'typingRate', handle: type },
  ];
}
