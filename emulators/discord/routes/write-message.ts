import { parseBody } from '../fields.ts';
import { type Channel, channelType, type Guild, messageFlag, type StoredMessage } from '../guild.ts';
import { applyBody, type MessageBody, messageBody } from '../message-body.ts';
import { reportCareless, reportHarm } from '../message-care.ts';
import type { MessageDraft } from '../messages.ts';
import { RuleError } from '../rule-error.ts';
import { findMentions, findPings } from '../visible.ts';
import type { Call, Emulated } from './route.ts';

const mayEdit = messageFlag.suppressEmbeds | messageFlag.componentsV2;
const mayCreate = mayEdit | messageFlag.suppressNotifications;

/** Refuses to send where the bot may not: no permission, or a locked thread. */
export function requireSend(guild: Guild, channel: Channel): void {
  if (channel.type === channelType.dm) return;
  const botCan = guild.botCan(channel);
  if (!(channel.thread ? botCan.sendInThreads : botCan.send)) throw new RuleError('missingPermissions');
  if (channel.thread?.locked) throw new RuleError('lockedThread');
}

/** A message that a request asks for: its body parsed and checked. `byToken`: for an interaction, which can be ephemeral. */
export function draftMessage({ guild }: Emulated, call: Call, body: MessageBody, byToken = false) {
  const mayFlag = byToken ? mayCreate | messageFlag.ephemeral : mayCreate;
  const parts = applyBody(guild, body, call.files, mayFlag);
  reportCareless(call.report, body, mayFlag);
  return parts;
}

/** Creates what was drafted, pings whom it pings and reports that. */
export function createMessage(
  { messages }: Emulated,
  call: Call,
  body: MessageBody,
  draft: Omit<MessageDraft, 'mentions' | 'mentionsEveryone' | 'pings'>,
  repliedTo?: string,
): StoredMessage {
  const pinging = mentionsOf(draft.parts.content, body, repliedTo);
  const message = messages.create({ ...draft, ...pinging });
  reportHarm(call.report, message, pinging.pings);
  return message;
}

/** Edits a message with a body, the request's own unless given. Throws a `RuleError` when Discord would refuse it. */
export function editMessage(
  { guild, messages }: Emulated,
  call: Call,
  message: StoredMessage,
  body: MessageBody = parseBody(messageBody, call.body),
): void {
  const before = message.flags;
  const parts = applyBody(guild, body, call.files, mayEdit, message);
  reportCareless(call.report, body, mayEdit, before);
  const changed = typeof body.content === 'string';
  const { mentions, pings } = changed ? mentionsOf(parts.content, body) : { mentions: message.mentions, pings: [] };
  messages.edit(message, parts, mentions, pings);
  reportHarm(call.report, message, pings);
}

/** Whom the bot's text mentions and pings. On an edit without `allowed_mentions` the defaults hold, whatever the create said. */
function mentionsOf(content: string, body: MessageBody, repliedTo?: string) {
  const pings = findPings(content, body.allowed_mentions, repliedTo);
  return {
    pings,
    mentions: pings.flatMap((ping) => /^<@(\d+)>$/.exec(ping)?.[1] ?? []),
    mentionsEveryone: findMentions(content).everyone.some((word) => pings.includes(word)),
  };
}
