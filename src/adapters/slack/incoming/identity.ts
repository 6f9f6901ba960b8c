import { type ChannelKey, encodeChannelKey } from '../../../core/question/keys.ts';
import type { MessageRef, SaidCommand } from '../said.ts';

/** The key of a channel. */
export function channelKeyOf({ team, channel }: Pick<MessageRef, 'team' | 'channel'>): ChannelKey {
  return encodeChannelKey({ platform: 'slack', workspace: team, channel });
}

/** The identity of a message: the same for every delivery of it. */
export function messageIdentity(message: MessageRef): string {
  return `${channelKeyOf(message)}:${message.ts}`;
}

/** The identity of a command: the same for every delivery of it. */
export function commandIdentity({ team, triggerId }: SaidCommand): string {
  return `slack:${team}:command:${triggerId}`;
}

/** The team of a message or command, from its identity; `undefined` when it is none. */
export function teamOfIdentity(identity: string): string | undefined {
  return /^slack:([^:]+):/.exec(identity)?.[1];
}
