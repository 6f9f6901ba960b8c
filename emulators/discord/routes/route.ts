import type { Commands } from '../commands.ts';
import type { Gateway } from '../gateway.ts';
import type { Channel, Guild, StoredMessage } from '../guild.ts';
import type { Interactions } from '../interactions.ts';
import type { UploadedFile } from '../message-body.ts';
import type { Messages } from '../messages.ts';
import type { RateLimits } from '../rate-limits.ts';
import { RuleError } from '../rule-error.ts';
import type { RateRule } from '../rules.ts';
import type { Threads } from '../threads.ts';
import type { Report } from '../violations.ts';

/** Everything that routes work on. */
export interface Emulated {
  readonly guild: Guild;
  readonly gateway: Gateway;
  readonly gatewayUrl: string;
  readonly messages: Messages;
  readonly threads: Threads;
  readonly interactions: Interactions;
  readonly commands: Commands;
  readonly rates: RateLimits;
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
  /** Tells that the request broke a rule which lets it pass. */
  readonly report: Report;
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
  /** True where the interaction's token in the path stands for the bot's token; such a route is exempt from the global limit. */
  readonly tokenInPath?: boolean;
  /** The limit of its own, per channel or interaction. */
  readonly rate?: RateRule;
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
  if (!message || message.deleted || message.channelId !== channel.id) throw new RuleError('unknownMessage');
  if (message.ephemeralTo !== undefined) throw new RuleError('ephemeralByToken');
  return message;
}
