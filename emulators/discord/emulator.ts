import type { Faults } from '../http/faults.ts';
import type { Journal } from '../http/journal.ts';
import type { RegisteredCommand } from './commands.ts';
import type { Interaction } from './interactions.ts';
import type { CommandCall, HumanMessage } from './people.ts';
import type { BotCan } from './permissions.ts';
import type { RequestCheck } from './rest.ts';
import type { ThreadChange } from './threads.ts';
import type { Violation } from './violations.ts';
import type { VisibleMessage, VisibleThread } from './visible.ts';

/** How an emulator starts. */
export interface DiscordEmulatorOptions {
  /** A free port unless given. */
  readonly port?: number;
  /** The emulator's clock in milliseconds since the epoch; `Date.now` unless given. Limits and expiries go by it. */
  readonly now?: () => number;
  /**
   * How many times faster than real time `now` runs; 1 unless given. What the emulator waits for, and the waits it
   * tells a client (`retry_after`, rate limit headers, the heartbeat's interval), are real time: divided by it.
   */
  readonly speed?: number;
  /**
   * How long the acknowledgement of an interaction may take, by `now`; Discord's 3 seconds by default. The bot is no faster
   * than the machine: with a fast clock, 3 seconds times `speed` are 3 real ones.
   */
  readonly ackTimeoutMs?: number;
  /** How long every REST call takes, in real time; 0 unless given. */
  readonly latencyMs?: number;
  /** A second opinion on every request's body: `checkRequest` of `request-schemas.ts`, which is slow to load. */
  readonly requestCheck?: RequestCheck;
  /** What counts against a limit as if it had happened just before; nothing unless given. */
  readonly used?: { readonly identifies?: number; readonly invalidRequests?: number; readonly activeThreads?: number };
  /** The bot's token. */
  readonly token?: string;
  /** Whether the privileged intents, MESSAGE_CONTENT among them, are switched on in the app's settings; false unless given. */
  readonly privilegedIntents?: boolean;
}

/** A Discord on 127.0.0.1 with one guild, and the hands of the people in it. */
export interface DiscordEmulator {
  readonly url: string;
  /** What discord.js takes as `rest.api`. */
  readonly apiUrl: string;
  readonly token: string;
  readonly applicationId: string;
  readonly botUserId: string;
  readonly guildId: string;
  /** User ids: two people, and a bot that is not the one under test. */
  readonly users: { readonly ada: string; readonly grace: string; readonly otherBot: string };
  /** Channel ids. In `noThreads` the bot may not start threads; `voice` is the text chat of a voice channel. */
  readonly channels: {
    readonly general: string;
    readonly noThreads: string;
    readonly announcements: string;
    readonly voice: string;
  };
  /** Ids of the direct-message channels with the bot. */
  readonly dms: { readonly ada: string; readonly grace: string };
  /** Adds a channel to the guild; a text channel unless `type` (Discord's number) says otherwise. */
  addChannel(name: string, options?: { type?: number; botCan?: BotCan }): string;
  /** Changes a thread as a moderator would. */
  updateThread(thread: string, change: ThreadChange): void;
  /** Gives a person the right to manage messages, or takes it away. Nobody has it at first. */
  setModerator(user: string, isModerator: boolean): void;
  /** A person posts; `<@id>` in the text mentions. */
  post(message: HumanMessage): Promise<{ id: string }>;
  editMessage(id: string, text: string): Promise<void>;
  deleteMessage(id: string): Promise<void>;
  /** A moderator's bot deletes messages of one channel at once, of which Discord tells in one event. */
  deleteMessages(ids: readonly string[]): Promise<void>;
  /** A person runs a registered command. Rejects when there is none of that name or an option does not fit. */
  command(call: CommandCall): Promise<Interaction>;
  /** A person clicks a button. Rejects when they see none with that custom id. */
  click(call: { message: string; customId: string; user: string }): Promise<Interaction>;
  /** Delivers a message's MESSAGE_CREATE again, once unless given. */
  redeliver(messageId: string, times?: number): void;
  /** Delivers the next event of this name, for example `INTERACTION_CREATE`, that many times more. */
  redeliverNext(event: string, times?: number): void;
  /** What stands in a channel, oldest first, ephemeral messages included. */
  messages(channel: string): VisibleMessage[];
  /** The threads below a channel. */
  threads(channel: string): VisibleThread[];
  /** A message as it is now; `undefined` when it was deleted. */
  message(id: string): VisibleMessage | undefined;
  /** The commands that are registered now. */
  readonly commands: readonly RegisteredCommand[];
  /** Drops the gateway connections, abruptly or with a close code. Sessions can be resumed. */
  dropConnections(code?: number): void;
  /** Leaves the gateway connections open but says nothing on them any more, and hears nothing. */
  silenceConnections(): void;
  /** Asks clients to reconnect (op 7). */
  requestReconnect(): void;
  /** Declares sessions invalid (op 9). */
  invalidateSession(resumable: boolean): void;
  /** How many identified gateway connections are open. */
  readonly connections: number;
  /** REST calls by method and route, for example `POST /channels/{id}/messages`. */
  readonly journal: Journal;
  /** Faults by the journal's names. `error` is a JSON error code such as `50013`, or the scope of a 429: `user`, `shared`, `global`. */
  readonly faults: Faults;
  /** Every REST call is answered 503 (`errors`), or nothing listens any more (`refused`), until the returned function is called. */
  outage(kind: 'errors' | 'refused'): Promise<() => Promise<void>>;
  /** Every time that a rule was broken which a careful bot keeps, oldest first. Faults are no violations. */
  readonly violations: readonly Violation[];
  /** How many requests were answered with 401, 403 or 429 in the last ten minutes; at 10,000 Discord bans an address. */
  readonly invalidRequests: number;
  /** Calls the listener after every visible change; returns what ends that. */
  onChange(listener: () => void): () => void;
  stop(): Promise<void>;
}
