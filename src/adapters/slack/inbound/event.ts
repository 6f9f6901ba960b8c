import { z } from 'zod';
import { id } from '../said.ts';

/** What says to which workspace an event belongs: the bot's own, also in channels that are shared with others. */
export const eventTeam = {
  team_id: id.nullish(),
  authorizations: z.array(z.object({ team_id: id.nullish() })).nullish(),
};

interface EventTeam {
  readonly team_id?: string | null | undefined;
  readonly authorizations?: readonly { readonly team_id?: string | null | undefined }[] | null | undefined;
}

/** The workspace of an event; `undefined` when it does not say. */
export function teamOf(body: EventTeam | undefined): string | undefined {
  return body?.authorizations?.[0]?.team_id ?? body?.team_id ?? undefined;
}

/** What people write: plain messages, messages with files, thread replies also sent to the channel. */
const humanSubtypes: ReadonlySet<unknown> = new Set([undefined, null, '', 'file_share', 'thread_broadcast']);

interface Author {
  readonly user?: string | null | undefined;
  readonly bot_id?: string | null | undefined;
  readonly subtype?: string | null | undefined;
}

/** Whether one of the people of a workspace wrote a message: not the bot, no other app, and not Slack itself. */
export function isFromPerson({ user, bot_id, subtype }: Author, botUserId: string): boolean {
  if (bot_id || user === botUserId || user === 'USLACK' || user === 'USLACKBOT') return false;
  return humanSubtypes.has(subtype);
}

/** Whether a channel is somebody's direct messages with the bot. */
export function isDirect(channel: string, channelType: string | null | undefined): boolean {
  return channelType === 'im' || channel.startsWith('D');
}
