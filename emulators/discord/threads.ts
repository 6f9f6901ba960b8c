import type { Gateway } from './gateway.ts';
import { intent } from './gateway-sessions.ts';
import { type Channel, channelType, type Guild, messageFlag, messageType, type StoredMessage } from './guild.ts';
import type { Messages } from './messages.ts';
import { channelPayload } from './payloads.ts';
import { rules } from './rules.ts';

/** How a thread starts. */
export interface ThreadDraft {
  readonly parent: Channel;
  readonly name: string;
  readonly type: number;
  readonly ownerId: string;
  /** The message that it hangs on; `undefined` for a thread of its own. */
  readonly message?: StoredMessage | undefined;
  /** One day unless given. */
  readonly autoArchiveMinutes?: number | undefined;
}

/** What changes of a thread; what is absent stays. */
export interface ThreadChange {
  readonly name?: string | undefined;
  readonly archived?: boolean | undefined;
  readonly locked?: boolean | undefined;
}

/** Starts and changes threads, and tells the bot. */
export interface Threads {
  /** Whether the guild has as many active threads as it may have. */
  areFull(): boolean;
  start(draft: ThreadDraft): Channel;
  update(thread: Channel, change: ThreadChange): void;
}

/** What {@link createThreads} needs. */
export interface ThreadsOptions {
  readonly guild: Guild;
  readonly gateway: Gateway;
  readonly messages: Messages;
  /** How many active threads of other apps there are. */
  readonly others: number;
  readonly onChange: () => void;
}

/** The threads of a guild. */
export function createThreads({ guild, gateway, messages, others, onChange }: ThreadsOptions): Threads {
  function tell(event: 'THREAD_CREATE' | 'THREAD_UPDATE', thread: Channel, extra: object = {}) {
    gateway.dispatch(event, (intents) =>
      (intents & intent.guilds) === 0 ? undefined : { ...channelPayload(guild, thread), ...extra },
    );
    onChange();
  }

  return {
    areFull() {
      const active = [...guild.channels.values()].filter(({ thread }) => thread && !thread.archived).length;
      return active + others >= rules.activeThreads.max;
    },
    start({ parent, name, type, ownerId, message, autoArchiveMinutes = 1440 }) {
      const thread: Channel = {
        id: message?.id ?? guild.newId(),
        type,
        name,
        botCan: {},
        parentId: parent.id,
        thread: {
          ownerId,
          createdAt: guild.now(),
          members: new Set([ownerId]),
          archived: false,
          locked: false,
          autoArchiveMinutes,
        },
      };
      guild.channels.set(thread.id, thread);
      tell('THREAD_CREATE', thread, { newly_created: true });
      if (message) {
        message.threadId = thread.id;
        message.flags |= messageFlag.hasThread;
        messages.refresh(message);
        messages.create({
          channel: thread,
          authorId: message.authorId,
          type: messageType.threadStarter,
          parts: { content: '', components: [], embeds: [], attachments: [], flags: 0 },
          mentions: [],
          replyTo: message.id,
        });
      }
      return thread;
    },
    update(thread, { name, archived, locked }) {
      if (!thread.thread) return;
      if (name !== undefined) thread.name = name;
      if (archived !== undefined) thread.thread.archived = archived;
      if (locked !== undefined) thread.thread.locked = locked;
      tell('THREAD_UPDATE', thread);
    },
  };
}

/** The type of a public thread below a channel; `undefined` where no thread is possible. */
export function threadTypeBelow(parent: Channel): number | undefined {
  if (parent.type === channelType.text) return channelType.publicThread;
  return parent.type === channelType.announcement ? channelType.announcementThread : undefined;
}
