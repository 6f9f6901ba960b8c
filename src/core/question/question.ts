import type { ChannelKey, ConversationKey } from './keys.ts';
import type { ResearchOptions } from './research-options.ts';

declare const agentName: unique symbol;

/** By which questions, records and settings name who is asked: 1 to 32 lower-case letters, digits and hyphens. Made by {@link parseAgentName}. */
export type AgentName = string & { readonly [agentName]: true };

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
  /** The channel where it was asked. */
  readonly channelKey: ChannelKey;
  readonly asker: Asker;
  readonly origin: Origin;
  readonly agent: AgentName;
  /** What was asked, without the mention and without the word that picked the agent. */
  readonly text: string;
  /** What the person wants of this answer; `undefined` when nothing was said. */
  readonly options?: ResearchOptions | undefined;
  /** When it was accepted, in milliseconds since the epoch. */
  readonly askedAt: number;
  /** Who had it asked once more, for whom it counts since; `undefined` when nobody did. */
  readonly by?: Asker | undefined;
}

/** What of a question its words decide. */
export type Wording = Pick<Question, 'agent' | 'text' | 'options'>;

/** Whether something that comes from a store or a wire can be the name of an agent. */
export const isAgentName = (value: unknown): value is AgentName =>
  typeof value === 'string' && /^[a-z0-9-]{1,32}$/.test(value);

/** The name of an agent. Throws a `RangeError` when the text cannot be one. */
export function parseAgentName(text: string): AgentName {
  if (isAgentName(text)) return text;
  throw new RangeError('The name of an agent has 1 to 32 lower-case letters, digits and hyphens.');
}
