import type { Client } from 'discord.js';
import { z } from 'zod';
import type { PlaceWords } from '../../../words/words.ts';
import { directMessageGuild, type MessageRef, type SaidMessage } from '../said.ts';
import { isSaid } from './message.ts';
import { channelName, placeOfMessage } from './place.ts';
import { readText } from './text.ts';

const member = z.object({ nick: z.string().nullish() }).nullish();
const user = z.object({ id: z.string(), username: z.string(), global_name: z.string().nullish() });
type User = z.infer<typeof user>;

const updated = z.object({
  id: z.string(),
  channel_id: z.string(),
  guild_id: z.string().nullish(),
  type: z.number(),
  content: z.string().min(1),
  edited_timestamp: z.string(),
  author: user.extend({ bot: z.boolean().nullish() }),
  member,
  webhook_id: z.string().nullish(),
  mentions: z.array(user.extend({ member })),
  mention_roles: z.array(z.string()),
  mention_everyone: z.boolean(),
  message_reference: z.object({ message_id: z.string().nullish() }).nullish(),
});

const deleted = z
  .object({ id: z.string(), channel_id: z.string(), guild_id: z.string().nullish() })
  .or(z.object({ ids: z.array(z.string()), channel_id: z.string(), guild_id: z.string().nullish() }));

/**
 * What a person's message says after an edit, from MESSAGE_UPDATE. `undefined` for what is none: previews that came, a
 * thread that was started, what bots write, and words that Discord keeps to itself. discord.js drops this event for
 * messages that it does not hold, and it holds none.
 */
export function parseEdited(payload: unknown, client: Client<true>, words: PlaceWords): SaidMessage | undefined {
  const { data } = updated.safeParse(payload);
  if (!data || data.author.bot || data.webhook_id || !isSaid(data.type)) return undefined;
  const { content, author, mentions } = data;
  const channel = client.channels.cache.get(data.channel_id);
  const mentioned = new Map(mentions.map((one) => [one.id, nameOf(one, one.member)]));
  const names = {
    user: (id: string) => mentioned.get(id),
    role: (id: string) => client.guilds.cache.get(data.guild_id ?? '')?.roles.cache.get(id)?.name,
    channel: (id: string) => channelName(client, id),
  };
  return {
    id: data.id,
    place: placeOfMessage(channel, data.channel_id, data.guild_id ?? null),
    author: { id: author.id, name: nameOf(author, data.member) },
    fromPerson: true,
    content,
    text: readText(content, client.user.id, names, words),
    mentions: [...mentioned.keys()],
    mentionsGroup: data.mention_everyone || data.mention_roles.length > 0,
    repliesTo: data.message_reference?.message_id ?? undefined,
  };
}

/** Which messages MESSAGE_DELETE or MESSAGE_DELETE_BULK says were deleted; none when it says no such thing. */
export function parseDeleted(payload: unknown): readonly MessageRef[] {
  const { data } = deleted.safeParse(payload);
  if (!data) return [];
  const place = { guildId: data.guild_id ?? directMessageGuild, channelId: data.channel_id };
  return ('ids' in data ? data.ids : [data.id]).map((id) => ({ ...place, id }));
}

function nameOf({ username, global_name }: User, of: z.infer<typeof member>): string {
  return of?.nick ?? global_name ?? username;
}
