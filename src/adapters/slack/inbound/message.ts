import { z } from 'zod';
import { id, type SaidMessage } from '../said.ts';
import { eventTeam, isDirect, isFromPerson, teamOf } from './event.ts';
import { mentions, mentionsAnybody, readText } from './text.ts';

const messageBody = z.object({
  ...eventTeam,
  event: z.object({
    type: z.enum(['app_mention', 'message']),
    channel: id,
    channel_type: z.string().nullish(),
    user: id,
    text: z.string().nullish(),
    ts: id,
    thread_ts: id.nullish(),
    subtype: z.string().nullish(),
    bot_id: z.string().nullish(),
    hidden: z.boolean().nullish(),
    edited: z.unknown().optional(),
  }),
});

/**
 * What an `app_mention` or `message` event says to the bot. `undefined` for all that is not a person's new message to
 * it: own and other bots' messages, edits, deletions, joins, channel talk.
 */
export function parseMessage(body: unknown, botUserId: string): SaidMessage | undefined {
  const { data } = messageBody.safeParse(body);
  const team = teamOf(data);
  if (!data || !team) return undefined;
  const { event } = data;
  if (event.hidden || event.edited || !isFromPerson(event, botUserId)) return undefined;

  const written = event.text ?? '';
  const threadTs = event.thread_ts && event.thread_ts !== event.ts ? event.thread_ts : undefined;
  const text = readText(written, botUserId);
  const said = { team, channel: event.channel, ts: event.ts, threadTs, userId: event.user, text };
  if (isDirect(event.channel, event.channel_type)) return { ...said, kind: 'direct-message' };
  if (event.type === 'app_mention' || mentions(written, botUserId)) return { ...said, kind: 'mention' };
  if (threadTs === undefined || text === '' || mentionsAnybody(written)) return undefined;
  return { ...said, kind: 'follow-up' };
}
