import type { Faults } from '../http/faults.ts';
import type { Journal } from '../http/journal.ts';
import type { DeliveryRecord } from './delivery.ts';
import type { ClickInput, CommandInput, CommandResult } from './interactions.ts';
import type { VisibleMessage } from './message.ts';
import type { PeopleActions } from './people-actions.ts';
import type { HistoryAccess } from './rate-limits.ts';
import type { DisconnectReason, WhichSockets } from './socket-mode.ts';
import type { OpenStream } from './streams.ts';
import type { Violation } from './violations.ts';
import type { Channel, SlackChange } from './workspace.ts';

/** How the emulator is started. */
export interface SlackEmulatorOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number | undefined;
  /** Milliseconds since the epoch; the machine's clock by default. */
  readonly now?: (() => number) | undefined;
  /** How many times faster `now` runs than the machine's clock; 1 by default. The timers of the emulator are as much shorter. */
  readonly speed?: number | undefined;
  /** Where events, commands and interactions are posted to; without it they go to the open sockets. */
  readonly eventsUrl?: string | undefined;
  /** As in a manifest's `bot_events`; `app_mention` and `message.im` by default. */
  readonly subscriptions?: readonly string[] | undefined;
  /** What the bot token was granted; by default all but `chat:write.public`. */
  readonly scopes?: readonly string[] | undefined;
  /** `false` takes the limits on how often methods may be called away; everything else stays as strict. */
  readonly rateLimits?: boolean | undefined;
  /** `restricted`: one read of a history in a minute, of 15 messages, as Slack grants apps that are distributed but not listed. */
  readonly historyAccess?: HistoryAccess | undefined;
  /** Which comes first where a message makes both a `message` and an `app_mention` event; `message-first` by default. */
  readonly twinOrder?: 'message-first' | 'mention-first' | undefined;
  /** How long every answer of the Web API is on its way, in real time; 0 by default. */
  readonly latencyMs?: number | undefined;
  /**
   * How long an acknowledgement may take, by `now`; Slack's 3 seconds by default. The app is no faster than the machine:
   * with a fast clock, 3 seconds times `speed` are 3 real ones.
   */
  readonly ackTimeoutMs?: number | undefined;
  /** How often an unacknowledged event is sent again; Slack's 3 times by default. */
  readonly maxRetries?: number | undefined;
}

/** A running emulator. Channels and users are given by their ids; methods that act as a person reject on wrong ids. */
export interface SlackEmulator extends PeopleActions {
  /** The server's address without a slash at the end. */
  readonly url: string;
  /** For `slackApiUrl`; ends in `/api/`. */
  readonly apiUrl: string;
  readonly teamId: string;
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  /** Two people, and somebody else's bot, who can post too. */
  readonly users: { readonly ada: string; readonly grace: string; readonly otherBot: string };
  /** Public `general` with the bot, public `random` without it, private `lab` with it. */
  readonly channels: { readonly general: string; readonly random: string; readonly lab: string };
  /** The direct-message channel of a person with the bot. */
  dm(user: string): string;
  /** What is known of a channel now. */
  channel(id: string): Channel | undefined;
  /** Archives a channel, or makes the bot join or leave it. */
  setChannel(id: string, change: { archived?: boolean; botIsMember?: boolean }): void;
  /** Makes a person an admin of the workspace, or takes that away. Nobody is one at first. */
  setAdmin(user: string, isAdmin: boolean): void;

  /** Resolves with the acknowledgement, or with the error that Slack would show. */
  command(input: CommandInput): Promise<CommandResult>;
  /** The same for a button of a message. */
  click(input: ClickInput): Promise<CommandResult>;
  /** Sends the events of a message again, once or `times` times, marked as retries. */
  redeliver(ts: string, times?: number): Promise<void>;

  /** Keeps new events back until the returned function is called, which delivers them in reverse order. */
  holdEvents(): () => Promise<void>;
  /** Calls the listener when it is known what became of an attempt to deliver, until the returned function is called. */
  onDelivery(listener: (record: DeliveryRecord) => void): () => void;

  /** All messages of a channel, replies and ephemeral ones too, in order. */
  messages(channel: string): VisibleMessage[];
  /** A root and its replies, in order. */
  thread(channel: string, rootTs: string): VisibleMessage[];
  /** What only this person sees. */
  ephemerals(user: string): VisibleMessage[];
  /** Messages posted through a `response_url`, as they were first. */
  readonly responses: readonly VisibleMessage[];
  /** The status line under a thread. */
  status(channel: string, threadTs: string): string | undefined;
  /** The state of a thread's agent session. */
  session(channel: string, threadTs: string): string | undefined;
  /** Streamed messages that nobody stopped. */
  readonly openStreams: readonly OpenStream[];
  /** Calls the listener after every visible change, until the returned function is called. */
  onChange(listener: (change: SlackChange) => void): () => void;

  /** Each time a rule was broken that a careful bot keeps. Injected faults break none. */
  readonly violations: readonly Violation[];
  /** Web API calls by method name, and uses of response URLs as `response_url`. */
  readonly journal: Journal;
  /** Faults by the same names. */
  readonly faults: Faults;
  /** Every attempt to deliver an event, a command or an interaction. */
  readonly deliveries: readonly DeliveryRecord[];

  /** How many sockets are open now. */
  readonly sockets: number;
  /** Asks sockets to connect anew, all unless given, as Slack does every few hours. `refresh_requested`, the default, closes them too. */
  disconnect(reason?: DisconnectReason, which?: WhichSockets): void;
  /** Cuts every open socket without a word. */
  dropSockets(): void;
  /** Leaves the sockets open that are open now, but delivers nothing by them and answers no ping. */
  silenceSockets(): void;
  /** Every HTTP call is answered 503 (`errors`), or nothing listens any more (`refused`), until the returned function is called. */
  outage(kind: 'errors' | 'refused'): Promise<() => Promise<void>>;
  /** From now on the tokens are revoked. */
  revokeTokens(): void;
  setEventsUrl(url: string | undefined): void;
  /** Sends the challenge with which Slack takes a request URL over. Rejects when the answer is wrong. */
  verifyEventsUrl(url: string): Promise<void>;
  /** Closes everything; what is waiting for the app ends at once. */
  stop(): Promise<void>;
}
