import type { CommandOptions } from './command-data.ts';
import { type Channel, type Guild, messageType, type StoredMessage, type User } from './guild.ts';
import type { Interaction, Interactions } from './interactions.ts';
import type { Messages } from './messages.ts';
import { findMentions } from './visible.ts';

/** What a person posts. */
export interface HumanMessage {
  /** The id of a channel, a thread or a direct-message channel. */
  readonly channel: string;
  /** The id of the author. */
  readonly user: string;
  readonly text: string;
  /** The id of the message that it replies to. */
  readonly replyTo?: string | undefined;
  /** Whether the reply mentions the author it replies to; true unless given, as in Discord's client. */
  readonly pingReply?: boolean | undefined;
  /** Discord's message type where it is no plain message, for example 7: somebody joined. */
  readonly type?: number | undefined;
}

/** A command that a person runs. */
export interface CommandCall {
  readonly channel: string;
  readonly user: string;
  readonly name: string;
  readonly options?: CommandOptions;
  /** Whether only this person installed the app, and the guild did not; false unless given. */
  readonly userInstalled?: boolean;
}

/** What people do in the guild. Every method throws when an id is unknown: a mistake of the test. */
export interface People {
  post(message: HumanMessage): StoredMessage;
  edit(id: string, text: string): void;
  command(call: CommandCall): Interaction;
  click(call: { message: string; customId: string; user: string }): Interaction;
  channel(id: string): Channel;
  message(id: string): StoredMessage;
}

/** The people of a guild. */
export function createPeople(guild: Guild, messages: Messages, interactions: Interactions): People {
  function channel(id: string): Channel {
    const found = guild.channels.get(id);
    if (!found) throw new Error(`There is no channel ${id}.`);
    return found;
  }

  function message(id: string): StoredMessage {
    const found = guild.messages.get(id);
    if (!found || found.deleted) throw new Error(`There is no message ${id}.`);
    return found;
  }

  function user(id: string): User {
    const found = guild.users.get(id);
    if (!found) throw new Error(`There is no user ${id}.`);
    return found;
  }

  const known = (ids: readonly string[]) => ids.filter((id) => guild.users.has(id));

  return {
    channel,
    message,
    post({ channel: to, user: author, text, replyTo, pingReply = true, type }) {
      const repliedTo = replyTo === undefined ? undefined : message(replyTo);
      const { users, everyone } = findMentions(text);
      const pinged = repliedTo && pingReply ? [repliedTo.authorId] : [];
      return messages.create({
        channel: channel(to),
        authorId: user(author).id,
        type: type ?? (repliedTo ? messageType.reply : messageType.default),
        parts: { content: text, components: [], embeds: [], attachments: [], flags: 0 },
        mentions: [...new Set([...known(users), ...pinged])],
        mentionsEveryone: everyone.length > 0,
        replyTo: repliedTo?.id,
      });
    },
    edit(id, text) {
      const edited = message(id);
      messages.edit(edited, { ...edited, content: text }, known(findMentions(text).users));
    },
    command: ({ channel: where, user: who, name, options = {}, userInstalled = false }) =>
      interactions.command({ channel: channel(where), userId: user(who).id, name, options, userInstalled }),
    click: ({ message: id, customId, user: who }) => interactions.click(message(id), user(who).id, customId),
  };
}
