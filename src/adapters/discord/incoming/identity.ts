import { type ChannelKey, encodeChannelKey } from '../../../core/question/keys.ts';
import type { MessageRef, SaidCommand, SaidPlace } from '../said.ts';

/** The key of a channel. */
export function channelKeyOf({ guildId, channelId }: Pick<SaidPlace, 'guildId' | 'channelId'>): ChannelKey {
  return encodeChannelKey({ platform: 'discord', workspace: guildId, channel: channelId });
}

/** The identity of a message: the same for every delivery of it. */
export function messageIdentity(message: MessageRef): string {
  return `${channelKeyOf(message)}:${message.id}`;
}

/** The identity of a command: the same for every delivery of it. */
export function commandIdentity({ place, id }: SaidCommand): string {
  return `${channelKeyOf(place)}:interaction:${id}`;
}
