import { installation } from './installation.ts';
import type { VisibleMessage } from './message.ts';

/** Somebody in the workspace. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  /** Set for the user of an app. */
  readonly botId?: string | undefined;
}

/** A place to talk in. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  /** The person of a direct-message channel. */
  readonly user?: string | undefined;
  readonly botIsMember: boolean;
  readonly archived: boolean;
}

/** What changed for people. */
export type SlackChange =
  | { readonly type: 'message'; readonly message: VisibleMessage }
  | { readonly type: 'removed'; readonly channel: string; readonly ts: string }
  /** The grey line under a thread, `undefined` when it went away. */
  | {
      readonly type: 'status';
      readonly channel: string;
      readonly threadTs: string;
      readonly status: string | undefined;
    };

/** The state of the workspace: who is there, what was said. */
export interface Workspace {
  readonly users: ReadonlyMap<string, User>;
  /** The ids of the people who run the workspace. */
  readonly admins: Set<string>;
  readonly channels: ReadonlyMap<string, Channel>;
  setChannel(channel: Channel): void;
  /** The direct-message channel of a person with the bot, opened when there is none. */
  openDm(user: string): Channel;
  /** A new timestamp, later than all before it. */
  nextTs(): string;
  /** Adds a message, or replaces the one with its `ts`. */
  put(message: VisibleMessage): void;
  remove(message: VisibleMessage): void;
  /** A message that everybody sees. */
  find(channel: string, ts: string): VisibleMessage | undefined;
  /** All messages of a channel in order, ephemeral ones too. */
  messages(channel: string): VisibleMessage[];
  /** A root and its replies. Empty when nothing was ever said there. */
  thread(channel: string, rootTs: string): VisibleMessage[];
  /** Whether replies can be added: the root is there, or was deleted but left replies. A reply is no root. */
  hasThread(channel: string, rootTs: string): boolean;
  /** Who wrote the root of a thread, also when it was deleted; `undefined` when there never was one. */
  rootAuthor(channel: string, ts: string): string | undefined;
  notify(change: SlackChange): void;
  /** Calls the listener after every change, until the returned function is called. */
  onChange(listener: (change: SlackChange) => void): () => void;
}

/** Two people, an app of somebody else, and the installed bot. */
export const presetUsers = {
  ada: { id: 'U0ADA0001', name: 'ada', realName: 'Ada' },
  grace: { id: 'U0GRACE01', name: 'grace', realName: 'Grace' },
  otherBot: { id: 'U0OTHERBT', name: 'otherbot', realName: 'Other bot', botId: 'B0OTHERBT' },
  bot: {
    id: installation.botUserId,
    name: installation.botName,
    realName: 'Footnote',
    botId: installation.botId,
  },
} as const satisfies Record<string, User>;

/** `general` and the private `lab` have the bot as a member, `random` has not. */
export const presetChannels = {
  general: { id: 'C0GENERAL', name: 'general', kind: 'public', botIsMember: true, archived: false },
  random: { id: 'C0RANDOM1', name: 'random', kind: 'public', botIsMember: false, archived: false },
  lab: { id: 'C0PRIVATE', name: 'lab', kind: 'private', botIsMember: true, archived: false },
} as const satisfies Record<string, Channel>;

/** A workspace with the preset people and channels, and no messages. */
export function createWorkspace(now: () => number): Workspace {
  const users = new Map<string, User>(Object.values(presetUsers).map((user) => [user.id, user]));
  const channels = new Map<string, Channel>(Object.values(presetChannels).map((channel) => [channel.id, channel]));
  const messages = new Map<string, VisibleMessage>();
  const rootAuthors = new Map<string, string>();
  const listeners = new Set<(change: SlackChange) => void>();
  let lastMicroseconds = 0;

  function openDm(user: string): Channel {
    const id = `D${user.slice(1)}`;
    const opened: Channel = channels.get(id) ?? { id, name: id, kind: 'im', user, botIsMember: true, archived: false };
    channels.set(id, opened);
    return opened;
  }
  openDm(presetUsers.ada.id);
  openDm(presetUsers.grace.id);

  function thread(channel: string, rootTs: string): VisibleMessage[] {
    return [...messages.values()].filter(
      (message) => message.channel === channel && (message.ts === rootTs || message.threadTs === rootTs),
    );
  }

  function notify(change: SlackChange): void {
    for (const listener of listeners) listener(change);
  }

  return {
    users,
    admins: new Set(),
    channels,
    setChannel: (channel) => {
      channels.set(channel.id, channel);
    },
    openDm,
    nextTs: () => {
      lastMicroseconds = Math.max(Math.floor(now() / 1000) * 1_000_000 + 100, lastMicroseconds + 100);
      const fraction = String(lastMicroseconds % 1_000_000).padStart(6, '0');
      return `${Math.floor(lastMicroseconds / 1_000_000)}.${fraction}`;
    },
    put: (message) => {
      messages.set(message.ts, message);
      if (message.threadTs === undefined && message.ephemeralTo === undefined) {
        rootAuthors.set(`${message.channel}:${message.ts}`, message.user);
      }
      notify({ type: 'message', message });
    },
    remove: ({ channel, ts }) => {
      messages.delete(ts);
      notify({ type: 'removed', channel, ts });
    },
    find: (channel, ts) => {
      const message = messages.get(ts);
      return message?.channel === channel && message.ephemeralTo === undefined ? message : undefined;
    },
    messages: (channel) => [...messages.values()].filter((message) => message.channel === channel),
    thread,
    hasThread: (channel, rootTs) => rootAuthors.has(`${channel}:${rootTs}`) && thread(channel, rootTs).length > 0,
    rootAuthor: (channel, ts) => rootAuthors.get(`${channel}:${ts}`),
    notify,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
