import { type Channel, ChannelType, type Client, PermissionFlagsBits, type PermissionsBitField } from 'discord.js';
import { directMessageGuild, type SaidPlace } from '../said.ts';

/** The place of a message, with what the bot may do there as far as it is known. */
export function placeOfMessage(channel: Channel | undefined, channelId: string, guildId: string | null): SaidPlace {
  const inGuild = channel && !channel.isDMBased() ? channel : undefined;
  const me = inGuild?.guild.members.me;
  return placeWith(channel ?? null, channelId, guildId, me ? inGuild?.permissionsFor(me) : undefined);
}

/** A place in which the bot may do this; what is not known is taken as allowed. */
export function placeWith(
  channel: { readonly type: ChannelType; isThread(): boolean } | null,
  channelId: string,
  guildId: string | null,
  permissions: Readonly<PermissionsBitField> | null | undefined,
): SaidPlace {
  let kind: SaidPlace['kind'] = 'channel';
  if (guildId === null) kind = 'direct-message';
  else if (channel?.isThread()) kind = 'thread';
  const threadable = channel?.type === ChannelType.GuildText || channel?.type === ChannelType.GuildAnnouncement;
  const needed = PermissionFlagsBits.CreatePublicThreads | PermissionFlagsBits.SendMessagesInThreads;
  return {
    kind,
    channelId,
    guildId: guildId ?? directMessageGuild,
    canStartThread: threadable && (permissions?.has(needed) ?? true),
  };
}

/** The name of a channel; `undefined` where it is not known. */
export function channelName(client: Client, id: string): string | undefined {
  const channel = client.channels.cache.get(id);
  return channel && 'name' in channel ? (channel.name ?? undefined) : undefined;
}
