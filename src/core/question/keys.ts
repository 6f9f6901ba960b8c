/** The chat platforms. Differences between them are data or methods of an adapter, never a branch on this name. */
export type Platform = 'slack' | 'discord';

declare const channelKey: unique symbol;
declare const conversationKey: unique symbol;

/** Names one channel over all workspaces, for example `slack:T1:C1`. Made by {@link encodeChannelKey} only. */
export type ChannelKey = string & { readonly [channelKey]: true };

/** Names one conversation over all workspaces, for example `slack:T1:C1:1767.33`. Made by {@link encodeConversationKey} only. */
export type ConversationKey = string & { readonly [conversationKey]: true };

/** What a {@link ChannelKey} says, in parts. No part may be empty or contain a colon. */
export interface ChannelAddress {
  readonly platform: Platform;
  /** The team or guild; `@dm` for Discord's direct messages, which belong to none. */
  readonly workspace: string;
  readonly channel: string;
}

/** What a {@link ConversationKey} says, in parts. No part may be empty or contain a colon. */
export interface ConversationAddress extends ChannelAddress {
  /** The root message inside the channel; `undefined` where the channel itself is the conversation (a Discord thread). */
  readonly thread?: string | undefined;
}

const isPlatform = (word: string | undefined): word is Platform => word === 'slack' || word === 'discord';
const isPart = (part: string | undefined): part is string => part !== undefined && part !== '' && !part.includes(':');

const isChannelKey = (text: string): text is ChannelKey => {
  const address = read(text);
  return address !== undefined && address.thread === undefined;
};
const isConversationKey = (text: string): text is ConversationKey => read(text) !== undefined;

function read(text: string): ConversationAddress | undefined {
  const [platform, workspace, channel, thread, ...rest] = text.split(':');
  if (!isPlatform(platform) || !isPart(workspace) || !isPart(channel) || rest.length > 0) return undefined;
  if (thread === undefined) return { platform, workspace, channel };
  return isPart(thread) ? { platform, workspace, channel, thread } : undefined;
}

function write<K extends string>(isKey: (text: string) => text is K, platform: Platform, ...parts: string[]): K {
  const key = [platform, ...parts].join(':');
  if (!parts.every(isPart) || !isKey(key)) throw new RangeError('A part of a key is empty or contains a colon.');
  return key;
}

/** The key of a channel. Throws a `RangeError` when a part is empty or contains a colon. */
export function encodeChannelKey({ platform, workspace, channel }: ChannelAddress): ChannelKey {
  return write(isChannelKey, platform, workspace, channel);
}

/** The key of a conversation. Throws like {@link encodeChannelKey}. */
export function encodeConversationKey({ platform, workspace, channel, thread }: ConversationAddress): ConversationKey {
  return write(isConversationKey, platform, workspace, channel, ...(thread === undefined ? [] : [thread]));
}

/** The address of a channel. */
export function decodeChannelKey(key: ChannelKey): ChannelAddress {
  const { platform, workspace, channel } = known(read(key));
  return { platform, workspace, channel };
}

/** The address of a conversation. */
export function decodeConversationKey(key: ConversationKey): ConversationAddress {
  return known(read(key));
}

function known(address: ConversationAddress | undefined): ConversationAddress {
  if (!address) throw new RangeError('A text that is no key was taken for one.');
  return address;
}

/** Checks a text that comes from a store or a wire; `undefined` when it is no channel's key. */
export function parseChannelKey(text: string): ChannelKey | undefined {
  return isChannelKey(text) ? text : undefined;
}

/** Checks a text that comes from a store or a wire; `undefined` when it is no conversation's key. */
export function parseConversationKey(text: string): ConversationKey | undefined {
  return isConversationKey(text) ? text : undefined;
}

/** The channel that a conversation stands in: the thread itself where a thread is a channel, as on Discord. */
export function channelOf(conversation: ConversationKey): ChannelKey {
  return encodeChannelKey(decodeConversationKey(conversation));
}
