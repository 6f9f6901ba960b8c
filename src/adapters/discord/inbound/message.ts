import { type Message, MessageType } from 'discord.js';
import type { PlaceWords } from '../../../words/words.ts';
import type { SaidMessage } from '../said.ts';
import { channelName, placeOfMessage } from './place.ts';
import { type Names, readText } from './text.ts';

/** What a message of discord.js says. */
export function parseMessage(message: Message, botId: string, words: PlaceWords): SaidMessage {
  const { author, channel, mentions } = message;
  const names: Names = {
    user: (id) => mentions.members?.get(id)?.displayName ?? mentions.users.get(id)?.displayName,
    role: (id) => mentions.roles.get(id)?.name,
    channel: (id) => channelName(message.client, id),
  };
  return {
    id: message.id,
    place: placeOfMessage(channel, message.channelId, message.guildId),
    author: { id: author.id, name: message.member?.displayName ?? author.displayName },
    fromPerson: !author.bot && message.webhookId === null && isSaid(message.type),
    content: message.content,
    text: readText(message.content, botId, names, words),
    mentions: [...mentions.users.keys()],
    mentionsGroup: mentions.everyone || mentions.roles.size > 0,
    repliesTo: message.reference?.messageId,
  };
}

/** Whether a message of this type is something that somebody said, and no notice by Discord. */
export function isSaid(type: MessageType): boolean {
  return type === MessageType.Default || type === MessageType.Reply;
}
