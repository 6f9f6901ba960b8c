import type { Gateway } from './gateway.ts';
import { intent } from './gateway-sessions.ts';
import { type Channel, channelType, type Guild, messageFlag, type StoredMessage } from './guild.ts';
import type { MessageParts } from './message-body.ts';
import { messageEventPayload } from './message-payloads.ts';
import { channelPayload } from './payloads.ts';

/** A message that is about to exist. */
export interface MessageDraft {
  readonly channel: Channel;
  readonly authorId: string;
  readonly type: number;
  readonly parts: MessageParts;
  readonly mentions: readonly string[];
  readonly mentionsEveryone?: boolean;
  readonly pings?: readonly string[];
  readonly nonce?: string | number | undefined;
  readonly replyTo?: string | undefined;
  readonly interaction?: StoredMessage['interaction'];
  readonly ephemeralTo?: string | undefined;
}

/** Creates, edits and deletes messages, and tells the bot. */
export interface Messages {
  create(draft: MessageDraft): StoredMessage;
  /** `mentions` and `pings` are those of the new text. */
  edit(message: StoredMessage, parts: MessageParts, mentions: readonly string[], pings?: readonly string[]): void;
  remove(message: StoredMessage): void;
  /** Deletes messages of the same channel at once. */
  removeAll(messages: readonly StoredMessage[]): void;
  /** Sends MESSAGE_CREATE again. */
  redeliver(message: StoredMessage): void;
  /** Sends MESSAGE_UPDATE without an edit, for example when a thread was started. */
  refresh(message: StoredMessage): void;
}

/** Messages of a guild and of its direct-message channels. */
export function createMessages(guild: Guild, gateway: Gateway, onChange: () => void): Messages {
  function tell(event: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE', message: StoredMessage) {
    dispatch(event, message, (intents) => messageEventPayload(guild, message, (intents & intent.messageContent) !== 0));
  }

  function tellDeleted(event: 'MESSAGE_DELETE' | 'MESSAGE_DELETE_BULK', message: StoredMessage, ids: object) {
    const isDm = guild.channels.get(message.channelId)?.type === channelType.dm;
    const place = { channel_id: message.channelId, ...(isDm ? {} : { guild_id: guild.id }) };
    dispatch(event, message, () => ({ ...ids, ...place }));
  }

  /** Tells of a message where the bot hears of it. */
  function dispatch(event: string, message: StoredMessage, payload: (intents: number) => object) {
    const channel = guild.channels.get(message.channelId);
    if (channel && guild.botCan(channel).view && message.ephemeralTo === undefined) {
      const needed = channel.type === channelType.dm ? intent.directMessages : intent.guildMessages;
      gateway.dispatch(event, (intents) => ((intents & needed) === 0 ? undefined : payload(intents)));
    }
    onChange();
  }

  function wake(channel: Channel, authorId: string) {
    if (!channel.thread) return;
    channel.thread.members.add(authorId);
    if (!channel.thread.archived) return;
    channel.thread.archived = false;
    gateway.dispatch('THREAD_UPDATE', (intents) =>
      (intents & intent.guilds) === 0 ? undefined : channelPayload(guild, channel),
    );
  }

  return {
    create({ channel, parts, mentions, mentionsEveryone = false, pings = [], ...draft }) {
      wake(channel, draft.authorId);
      const message: StoredMessage = {
        ...draft,
        ...parts,
        id: guild.newId(),
        channelId: channel.id,
        createdAt: guild.now(),
        edits: 0,
        mentions,
        mentionsEveryone,
        deleted: false,
        pings: new Set(pings),
      };
      guild.messages.set(message.id, message);
      tell('MESSAGE_CREATE', message);
      return message;
    },
    edit(message, parts, mentions, pings = []) {
      const wasLoading = (message.flags & messageFlag.loading) !== 0;
      Object.assign(message, parts, { flags: parts.flags & ~messageFlag.loading });
      message.mentions = mentions;
      for (const ping of pings) message.pings.add(ping);
      if (!wasLoading) {
        message.edits += 1;
        message.editedAt = guild.now();
      }
      tell('MESSAGE_UPDATE', message);
    },
    remove(message) {
      message.deleted = true;
      tellDeleted('MESSAGE_DELETE', message, { id: message.id });
    },
    removeAll(all) {
      for (const message of all) message.deleted = true;
      const [first] = all;
      if (first) tellDeleted('MESSAGE_DELETE_BULK', first, { ids: all.map(({ id }) => id) });
    },
    redeliver: (message) => tell('MESSAGE_CREATE', message),
    refresh: (message) => tell('MESSAGE_UPDATE', message),
  };
}
