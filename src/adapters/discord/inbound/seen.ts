import {
  type ButtonInteraction,
  type Channel,
  ChannelType,
  type ChatInputCommandInteraction,
  type Client,
  type Message,
  MessageType,
  PermissionFlagsBits,
  type PermissionsBitField,
} from 'discord.js';
import type { AgentName } from '../../../core/question/question.ts';
import type { SeenCommand } from '../incoming/command.ts';
import { directMessageGuild } from '../incoming/conversations.ts';
import type { SeenPress } from '../incoming/pressed-button.ts';
import { givenOption, questionOption } from '../outbound/commands.ts';
import { type PlaceKind, parseCustomId, type SeenMessage, type SeenPlace } from './inbound.ts';
import { type Names, readText } from './text.ts';

/** What of a message of discord.js matters. */
export function seeMessage(message: Message, botId: string): SeenMessage {
  const { author, channel, mentions } = message;
  const names: Names = {
    user: (id) => mentions.members?.get(id)?.displayName ?? mentions.users.get(id)?.displayName,
    role: (id) => mentions.roles.get(id)?.name,
    channel: (id) => channelName(message.client, id),
  };
  return {
    id: message.id,
    place: placeIn(channel, message.channelId, message.guildId),
    author: { id: author.id, name: message.member?.displayName ?? author.displayName },
    fromPerson: !author.bot && message.webhookId === null && isSaid(message.type),
    content: message.content,
    text: readText(message.content, botId, names),
    mentions: [...mentions.users.keys()],
    mentionsGroup: mentions.everyone || mentions.roles.size > 0,
    repliesTo: message.reference?.messageId,
  };
}

/** What of a slash command of discord.js matters; `undefined` when Discord does not say where it was given. */
export function seeCommand(
  interaction: ChatInputCommandInteraction,
  agent: AgentName | undefined,
): SeenCommand | undefined {
  const { channelId, guildId, channel, client, user, member } = interaction;
  if (channelId === null) return undefined;
  const content = interaction.options.getString(questionOption) ?? '';
  const names: Names = {
    user: (id) => interaction.guild?.members.cache.get(id)?.displayName ?? client.users.cache.get(id)?.displayName,
    role: (id) => interaction.guild?.roles.cache.get(id)?.name,
    channel: (id) => channelName(client, id),
  };
  const nickname = member && 'displayName' in member ? member.displayName : member?.nick;
  return {
    id: interaction.id,
    applicationId: interaction.applicationId,
    token: interaction.token,
    place: seePlace(channel, channelId, guildId, interaction.appPermissions),
    agent,
    author: { id: user.id, name: nickname ?? user.displayName },
    content,
    text: readText(content, client.user.id, names),
    options: interaction.options.data.flatMap(({ name, value }) => givenOption(name, value) ?? []),
  };
}

/** What of a pressed button of discord.js matters; `undefined` when it is none of Footnote's. */
export function seePress(interaction: ButtonInteraction): SeenPress | undefined {
  const { applicationId, token, channel, channelId, guildId, user, memberPermissions } = interaction;
  const meaning = parseCustomId(interaction.customId);
  if (!meaning) return undefined;
  return {
    ...meaning,
    applicationId,
    token,
    place: seePlace(channel, channelId, guildId, undefined),
    userId: user.id,
    mayModerate: memberPermissions?.has(PermissionFlagsBits.ManageMessages) ?? false,
  };
}

/** The place of a message, with what the bot may do there as far as it is known. */
export function placeIn(channel: Channel | undefined, channelId: string, guildId: string | null): SeenPlace {
  const inGuild = channel && !channel.isDMBased() ? channel : undefined;
  const me = inGuild?.guild.members.me;
  return seePlace(channel ?? null, channelId, guildId, me ? inGuild?.permissionsFor(me) : undefined);
}

function seePlace(
  channel: { readonly type: ChannelType; isThread(): boolean } | null,
  channelId: string,
  guildId: string | null,
  permissions: Readonly<PermissionsBitField> | null | undefined,
): SeenPlace {
  let kind: PlaceKind = 'channel';
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

/** Whether a message of this type is something that somebody said, and no notice by Discord. */
export function isSaid(type: MessageType): boolean {
  return type === MessageType.Default || type === MessageType.Reply;
}

/** The name of a channel; `undefined` where it is not known. */
export function channelName(client: Client, id: string): string | undefined {
  const channel = client.channels.cache.get(id);
  return channel && 'name' in channel ? (channel.name ?? undefined) : undefined;
}
