import { z } from 'zod';
import type { ConversationKey } from '../../core/question/keys.ts';
import { conversationKey } from './keys.ts';
import { parseStored } from './parse-stored.ts';

/** A link to a conversation. */
export interface Link {
  readonly conversation: ConversationKey;
  /** When it was last made, in milliseconds since the epoch. */
  readonly at: number;
}

const stored = z.object({ v: z.literal(1), conversation: conversationKey, at: z.number() });

/** What is stored of a link, as JSON data. */
export function linkToStore({ conversation, at }: Link) {
  return { v: 1, conversation, at };
}

/** The link that was stored. Throws like {@link parseStored}. */
export function linkFromStore(value: unknown): Link {
  const { conversation, at } = parseStored(stored, value);
  return { conversation, at };
}
