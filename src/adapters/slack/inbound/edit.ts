import { z } from 'zod';
import { humanSubtypes, id, isBySlack, type SaidMessage, wordsTo } from './inbound.ts';

/** What a person did to a message that stands already. */
export type SlackAmendment =
  | { readonly type: 'edited'; readonly said: SaidMessage }
  | { readonly type: 'deleted'; readonly team: string; readonly channel: string; readonly ts: string };

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

const amendedBody = z.object({
  team_id: id.nullish(),
  authorizations: z.array(z.object({ team_id: id.nullish() })).nullish(),
  event: z.union([
    z.object({
      ...place,
      type: z.literal('message'),
      subtype: z.literal('message_changed'),
      message,
      previous_message: z.object({ text: z.string().nullish() }).nullish(),
    }),
    z.object({ ...place, type: z.literal('message'), subtype: z.literal('message_deleted'), deleted_ts: id }),
    message.extend({ ...place, type: z.literal('app_mention') }),
  ]),
});

/**
 * What an event says that was edited or deleted. `undefined` for all else: new messages, what apps do, and changes of a
 * message that are none of its words, for example its previews. Whether a message was said to the bot is not known here.
 */
export function parseAmendment(body: unknown, botUserId: string): SlackAmendment | undefined {
  const { data } = amendedBody.safeParse(body);
  const team = data?.authorizations?.[0]?.team_id ?? data?.team_id;
  if (!data || !team) return undefined;
  const { event } = data;
  const { channel } = event;
  if ('deleted_ts' in event) return { type: 'deleted', team, channel, ts: event.deleted_ts };
  const now = 'message' in event ? event.message : event;
  // A root that has replies leaves a tombstone, and no deletion is told of.
  if (now.subtype === 'tombstone') return { type: 'deleted', team, channel, ts: now.ts };
  const before = 'message' in event ? event.previous_message : undefined;
  const { user, bot_id, ts, thread_ts, edited, subtype } = now;
  const text = now.text ?? '';
  if (!edited || before?.text === text || !humanSubtypes.has(subtype)) return undefined;
  if (!user || bot_id || user === botUserId || isBySlack(user)) return undefined;
  const isDirect = event.channel_type === 'im' || channel.startsWith('D');
  return {
    type: 'edited',
    said: {
      kind: isDirect ? 'direct-message' : 'mention',
      team,
      channel,
      ts,
      threadTs: thread_ts && thread_ts !== ts ? thread_ts : undefined,
      userId: user,
      text: wordsTo(text, botUserId),
    },
  };
}
