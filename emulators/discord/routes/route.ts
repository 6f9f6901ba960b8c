import type { Commands } from '../commands.ts';
import type { Gateway } from '../gateway.ts';
import { type Channel, channelType, type Guild, type StoredMessage } from '../guild.ts';
import type { Interactions } from '../interactions.ts';
import type { MessageBody, UploadedFile } from '../message-body.ts';
import type { Messages } from '../messages.ts';
import { RuleError } from '../rules.ts';
import type { Threads } from '../threads.ts';
import { findMentions, findPings } from '../visible.ts';

/** Everything that routes work on. */
export interface Emulated {
  readonly guild: Guild;
  readonly gateway: Gateway;
  readonly gatewayUrl: string;
  readonly messages: Messages;
  readonly threads: Threads;
  readonly interactions: Interactions;
  readonly commands: Commands;
  /** Whether the app may read all content, as switched on in its settings. */
  readonly messageContent: boolean;
}

/** A request that reached its route. */
export interface Call {
  /** The value of a `{name}` in the route's path; empty when there is none. */
  param(name: string): string;
  readonly query: URLSearchParams;
  /** The JSON of the body, or of its `payload_json`; `undefined` without a body. */
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
}

/** What a route answers; without a body nothing but the status is sent. */
export interface Answer {
  readonly status: number;
  readonly body?: object | undefined;
}

/** One route of the REST API. Its method and path name it in the journal and in faults. */
export interface Route {
  readonly method: string;
  /** For example `/channels/{id}/messages`. */
  readonly path: string;
  /** True where the interaction's token in the path stands for the bot's token. */
  readonly tokenInPath?: boolean;
  handle(call: Call): Answer;
}

/** A channel that the bot sees. Throws a `RuleError` otherwise. */
export function findChannel(guild: Guild, id: string): Channel {
  const channel = guild.channels.get(id);
  if (!channel) throw new RuleError('unknownChannel');
  if (!guild.botCan(channel).view) throw new RuleError('missingAccess');
  return channel;
}

/** A message that the bot can reach with its own token. Throws a `RuleError` otherwise. */
export function findMessage(guild: Guild, channel: Channel, id: string): StoredMessage {
  const message = guild.messages.get(id);
  if (!message || message.deleted || message.channelId !== channel.id || message.ephemeralTo !== undefined) {
    throw new RuleError('unknownMessage');
  }
  return message;
}

/** Refuses to send where the bot may not: no permission, or a locked thread. */
export function requireSend(guild: Guild, channel: Channel): void {
  if (channel.type === channelType.dm) return;
  const botCan = guild.botCan(channel);
  if (!(channel.thread ? botCan.sendInThreads : botCan.send)) throw new RuleError('missingPermissions');
  if (channel.thread?.locked) throw new RuleError('lockedThread');
}

/** Whom the bot's text mentions and pings. On an edit without `allowed_mentions` the defaults hold, whatever the create said. */
export function mentionsOf(content: string, body: MessageBody, repliedTo?: string) {
  const pings = findPings(content, body.allowed_mentions, repliedTo);
  return {
    pings,
    mentions: pings.flatMap((ping) => /^<@(\d+)>$/.exec(ping)?.[1] ?? []),
    mentionsEveryone: findMentions(content).everyone.some((word) => pings.includes(word)),
  };
}
