import { z } from 'zod';
import { id, type MessageRef, type SaidMessage } from '../said.ts';
import { eventTeam, isDirect, isFromPerson, teamOf } from './event.ts';
import { readText } from './text.ts';

const message = z.object({
  user: id.nullish(),
  text: z.string().nullish(),
  ts: id,
  thread_ts: id.nullish(),
  subtype: z.string().nullish(),
  bot_id: z.string().nullish(),
  edited: z.unknown().optional(),
});
const place = { channel: id, channel_type: z.string().nullish() };
const changed = { ...place, type: z.literal('message'), subtype: z.literal('message_changed') };

const editedBody = z.object({
  ...eventTeam,
  event: z.union([
    z.object({ ...changed, message, previous_message: z.object({ text: z.string().nullish() }).nullish() }),
    message.extend({ ...place, type: z.literal('app_mention') }),
  ]),
});

const deletedBody = z.object({
  ...eventTeam,
  event: z.union([
    z.object({ ...place, type: z.literal('message'), subtype: z.literal('message_deleted'), deleted_ts: id }),
    // A root that has replies leaves a tombstone, and no deletion is told of.
    z.object({ ...changed, message: message.extend({ subtype: z.literal('tombstone') }) }),
  ]),
});

/**
 * What a person's message says after an edit. `undefined` for all else: new messages, what apps do, and changes of a
 * message that are none of its words, for example its previews. Whether a message was said to the bot is not known here.
 */
export function parseEdited(body: unknown, botUserId: string): SaidMessage | undefined {
  const { data } = editedBody.safeParse(body);
  const team = teamOf(data);
  if (!data || !team) return undefined;
  const { event } = data;
  const now = 'message' in event ? event.message : event;
  const before = 'message' in event ? event.previous_message : undefined;
  const { user, ts, thread_ts, edited } = now;
  const text = now.text ?? '';
  if (!edited || before?.text === text || !user || !isFromPerson(now, botUserId)) return undefined;
  return {
    kind: isDirect(event.channel, event.channel_type) ? 'direct-message' : 'mention',
    team,
    channel: event.channel,
    ts,
    threadTs: thread_ts && thread_ts !== ts ? thread_ts : undefined,
    userId: user,
    text: readText(text, botUserId),
  };
}

/** Which messages an event says were deleted; none when it says no such thing. */
export function parseDeleted(body: unknown): readonly MessageRef[] {
  const { data } = deletedBody.safeParse(body);
  const team = teamOf(data);
  if (!data || !team) return [];
  const { event } = data;
  return [{ team, channel: event.channel, ts: 'message' in event ? event.message.ts : event.deleted_ts }];
}
