import type { Embed } from './embed.ts';
import type { BotCan } from './permissions.ts';
import { createSnowflakes } from './snowflakes.ts';

/** Channel types as Discord numbers them. */
export const channelType = {
  text: 0,
  dm: 1,
  voice: 2,
  announcement: 5,
  announcementThread: 10,
  publicThread: 11,
  privateThread: 12,
} as const;

/** Message types as Discord numbers them. */
export const messageType = { default: 0, join: 7, reply: 19, command: 20, threadStarter: 21 } as const;

/** Message flags as Discord numbers them. */
export const messageFlag = {
  suppressEmbeds: 1 << 2,
  hasThread: 1 << 5,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  componentsV2: 1 << 15,
} as const;

/** Somebody with an account. */
export interface User {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly bot: boolean;
}

/** What a thread has beyond a channel. */
export interface ThreadState {
  readonly ownerId: string;
  readonly createdAt: number;
  readonly members: Set<string>;
  archived: boolean;
  locked: boolean;
  autoArchiveMinutes: number;
}

/** A channel, a thread or a direct-message channel. */
export interface Channel {
  readonly id: string;
  readonly type: number;
  name: string;
  readonly botCan: BotCan;
  /** The channel that a thread belongs to. */
  readonly parentId?: string | undefined;
  /** The person on the other side of a direct-message channel. */
  readonly recipientId?: string | undefined;
  readonly thread?: ThreadState | undefined;
}

/** A file as it was uploaded. */
export interface Attachment {
  readonly id: string;
  readonly filename: string;
  readonly size: number;
  readonly contentType: string;
  /** As UTF-8. */
  readonly content: string;
}

/** The interaction that a message answers. */
export interface MessageInteraction {
  readonly id: string;
  readonly type: number;
  readonly userId: string;
  readonly commandName?: string | undefined;
}

/** A message as the emulator keeps it: the whole truth. */
export interface StoredMessage {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly type: number;
  readonly createdAt: number;
  content: string;
  editedAt?: number | undefined;
  edits: number;
  flags: number;
  components: readonly object[];
  embeds: readonly Embed[];
  attachments: readonly Attachment[];
  /** Ids of the people whom the message mentions. */
  mentions: readonly string[];
  mentionsEveryone: boolean;
  readonly nonce?: string | number | undefined;
  readonly replyTo?: string | undefined;
  readonly interaction?: MessageInteraction | undefined;
  readonly ephemeralTo?: string | undefined;
  threadId?: string | undefined;
  deleted: boolean;
  /** Who would have been notified by the bot: `<@id>`, `<@&id>`, `@everyone`, `@here`. */
  readonly pings: Set<string>;
}

/** Everything that exists on the emulated Discord: one guild, its people, and direct messages. */
export interface Guild {
  readonly id: string;
  readonly applicationId: string;
  readonly bot: User;
  readonly botRoleId: string;
  readonly createdAt: number;
  readonly users: Map<string, User>;
  /** The ids of the people who may manage messages. */
  readonly moderators: Set<string>;
  readonly channels: Map<string, Channel>;
  readonly messages: Map<string, StoredMessage>;
  now(): number;
  newId(): string;
  addUser(username: string, displayName: string, bot?: boolean): User;
  addChannel(name: string, type: number, botCan?: BotCan): Channel;
  /** The direct-message channel between the bot and a person, made when it does not exist. */
  openDm(userId: string): Channel;
  /** The messages of a channel that were not deleted, oldest first, ephemeral ones included. */
  messagesIn(channelId: string): StoredMessage[];
  /** The channel's permissions for the bot; a thread has those of its parent. */
  botCan(channel: Channel): Required<BotCan>;
}

/** An empty guild that the bot has joined. */
export function createGuild(now: () => number): Guild {
  const newId = createSnowflakes(now);
  const users = new Map<string, User>();
  const channels = new Map<string, Channel>();
  const messages = new Map<string, StoredMessage>();

  function addUser(username: string, displayName: string, bot = false): User {
    const user = { id: newId(), username, displayName, bot };
    users.set(user.id, user);
    return user;
  }

  function addChannel(name: string, type: number, botCan: BotCan = {}): Channel {
    const channel = { id: newId(), type, name, botCan };
    channels.set(channel.id, channel);
    return channel;
  }

  function openDm(userId: string): Channel {
    for (const channel of channels.values()) if (channel.recipientId === userId) return channel;
    const channel = {
      id: newId(),
      type: channelType.dm,
      name: '',
      recipientId: userId,
      botCan: { createThreads: false },
    };
    channels.set(channel.id, channel);
    return channel;
  }

  return {
    id: newId(),
    applicationId: newId(),
    bot: addUser('footnote', 'Footnote', true),
    botRoleId: newId(),
    createdAt: now(),
    users,
    moderators: new Set(),
    channels,
    messages,
    now,
    newId,
    addUser,
    addChannel,
    openDm,
    messagesIn: (channelId) =>
      [...messages.values()].filter((message) => message.channelId === channelId && !message.deleted),
    botCan: (channel) => ({
      view: true,
      send: true,
      createThreads: true,
      sendInThreads: true,
      readHistory: true,
      attachFiles: true,
      ...(channels.get(channel.parentId ?? '') ?? channel).botCan,
    }),
  };
}
