import type { ResearchOptions } from './research-options.ts';

/** The chat platforms. Differences between them are data or methods of an adapter, never a branch on this name. */
export type Platform = 'slack' | 'discord';

/** Who can be asked: Reka Research, or a Reigent of the Rei Network. */
export type AgentName = 'research' | 'reigent';

declare const conversationKey: unique symbol;

/** Names one conversation over all workspaces, for example `slack:T1:C1:1767.33`. Made by {@link encodeConversationKey} only. */
export type ConversationKey = string & { readonly [conversationKey]: true };

/** What a {@link ConversationKey} says, in parts. No part may be empty or contain a colon. */
export interface ConversationAddress {
  readonly platform: Platform;
  /** The team or guild; `@dm` for Discord's direct messages, which belong to none. */
  readonly workspace: string;
  readonly channel: string;
  /** The root message inside the channel; `undefined` where the channel itself is the conversation (a Discord thread). */
  readonly thread?: string | undefined;
}

/** Who asked. */
export interface Asker {
  /** The platform's user id. */
  readonly id: string;
  /** The name that the platform delivered with the question; `undefined` where it delivers none. */
  readonly name?: string | undefined;
}

/** How a question reached the bot. */
export type Origin = 'mention' | 'direct-message' | 'command';

/** One question to one agent in one conversation. */
export interface Question {
  /** The platform's identity of the message or interaction: the same for every redelivery of it. */
  readonly id: string;
  readonly conversation: ConversationKey;
  /** The channel where it was asked, with platform and workspace, for example `slack:T1:C1`. */
  readonly channelKey: string;
  readonly asker: Asker;
  readonly origin: Origin;
  readonly agent: AgentName;
  /** What was asked, without the mention and without the word that picked the agent. */
  readonly text: string;
  /** What the person wants of this answer; `undefined` when nothing was said. */
  readonly options?: ResearchOptions | undefined;
  /** When it was accepted, in milliseconds since the epoch. */
  readonly askedAt: number;
}

/** What of a question its words decide. */
export type Wording = Pick<Question, 'agent' | 'text' | 'options'>;

const isPlatform = (word: string | undefined): word is Platform => word === 'slack' || word === 'discord';
const isPart = (part: string | undefined): part is string => part !== undefined && part !== '' && !part.includes(':');

const isKey = (text: string): text is ConversationKey => decode(text) !== undefined;

function decode(text: string): ConversationAddress | undefined {
  const [platform, workspace, channel, thread, ...rest] = text.split(':');
  if (!isPlatform(platform) || !isPart(workspace) || !isPart(channel) || rest.length > 0) return undefined;
  if (thread === undefined) return { platform, workspace, channel };
  return isPart(thread) ? { platform, workspace, channel, thread } : undefined;
}

/** The key of an address. Throws a `RangeError` when a part is empty or contains a colon. */
export function encodeConversationKey(address: ConversationAddress): ConversationKey {
  const { platform, workspace, channel, thread } = address;
  const parts = [workspace, channel, ...(thread === undefined ? [] : [thread])];
  const key = [platform, ...parts].join(':');
  if (!parts.every(isPart) || !isKey(key))
    throw new RangeError('A part of a conversation address is empty or contains a colon.');
  return key;
}

/** The address of a key, or `undefined` when the text is no conversation key. */
export function decodeConversationKey(key: string): ConversationAddress | undefined {
  return decode(key);
}

/** Checks a text that comes from a store or a wire; `undefined` when it is no conversation key. */
export function parseConversationKey(text: string): ConversationKey | undefined {
  return isKey(text) ? text : undefined;
}
