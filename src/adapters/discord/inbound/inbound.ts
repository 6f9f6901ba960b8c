import { z } from 'zod';
import { type Control, controls } from '../../../core/answer/control.ts';
import { type ChannelKey, type ConversationKey, encodeChannelKey } from '../../../core/question/keys.ts';
import { threadConversation } from '../incoming/conversations.ts';

/** What kind of place something was said in. Threads include the posts of a forum. */
export type PlaceKind = 'direct-message' | 'thread' | 'channel';

/** Where something was said. */
export interface SeenPlace {
  readonly kind: PlaceKind;
  readonly channelId: string;
  /** `@dm` in direct messages. */
  readonly guildId: string;
  /** Whether the bot could start a thread from a message here, as far as is known. */
  readonly canStartThread: boolean;
}

/** A message, in what decides whether and how it is answered. */
export interface SeenMessage {
  readonly id: string;
  readonly place: SeenPlace;
  readonly author: { readonly id: string; readonly name?: string | undefined };
  /** Written by a person: no bot, no webhook, and no notice by Discord itself. */
  readonly fromPerson: boolean;
  /** As written, with the ids of those it mentions. */
  readonly content: string;
  /** The words, without the mention of the bot. */
  readonly text: string;
  /** Everyone mentioned by name, or by a reply with ping. */
  readonly mentions: readonly string[];
  /** Whether it mentions `@everyone`, `@here` or a role. */
  readonly mentionsGroup: boolean;
  /** The message that it replies to. */
  readonly repliesTo?: string | undefined;
}

/**
 * Why a message is for the bot; `undefined` when it is not. `perhaps-follow-up`: only in a thread that began with a
 * question to the bot, which its text does not tell.
 */
export function addressed(
  message: SeenMessage,
  botId: string,
  messageContent: boolean,
): 'direct-message' | 'mention' | 'perhaps-follow-up' | undefined {
  if (!message.fromPerson || message.author.id === botId) return undefined;
  if (message.place.kind === 'direct-message') return 'direct-message';
  if (message.mentions.includes(botId)) return 'mention';
  const toOthers = message.mentions.length > 0 || message.mentionsGroup;
  const perhaps = messageContent && message.place.kind === 'thread' && !toOthers && message.text !== '';
  return perhaps ? 'perhaps-follow-up' : undefined;
}

/**
 * Whether Discord kept the words of a reply to itself: without the privileged intent it does so for replies to the
 * response of a command, although they ping the bot.
 */
export function isBlanked({ content, repliesTo, mentions }: SeenMessage): boolean {
  return content === '' && repliesTo !== undefined && mentions.length > 0;
}

/** The key of the channel something was said in. */
export function channelKeyOf({ guildId, channelId }: Pick<SeenPlace, 'guildId' | 'channelId'>): ChannelKey {
  return encodeChannelKey({ platform: 'discord', workspace: guildId, channel: channelId });
}

/** The identity of a message: the same for every delivery of it. */
export function messageIdentity(place: Pick<SeenPlace, 'guildId' | 'channelId'>, messageId: string): string {
  return `${channelKeyOf(place)}:${messageId}`;
}

/** The identity of a command: the same for every delivery of it. */
export function interactionIdentity(place: SeenPlace, interactionId: string): string {
  return `${channelKeyOf(place)}:interaction:${interactionId}`;
}

/** The conversation that a thread is; `undefined` in other places. */
export function conversationOfThread(place: SeenPlace): ConversationKey | undefined {
  return place.kind === 'thread' ? threadConversation(place.guildId, place.channelId) : undefined;
}

const knownControl = z.enum(controls);

/** What the button with this id means; `undefined` when it is none of Footnote's. */
export function parseCustomId(id: string): { readonly control: Control; readonly questionId: string } | undefined {
  const [, word, questionId] = /^(\w+):(.+)$/.exec(id) ?? [];
  const { data: control } = knownControl.safeParse(word);
  return control && questionId ? { control, questionId } : undefined;
}
