import type { Budget } from '../../../core/ports/place.ts';

/** Code points of a thread's name (Discord, "Start Thread from Message"). */
export const maxThreadNameCodePoints = 100;

/** Characters of a string option of a command (Discord, "Application Command Option Structure"). */
export const maxOptionLength = 6_000;

/** Choices of an option of a command (Discord, "Application Command Option Structure"). */
export const maxChoices = 25;

/** Characters of a message's nonce (Discord, "Create Message"). */
export const maxNonceLength = 25;

/** How long a direct message conversation lasts after its last question. */
export const directMessagePauseMs = 6 * 60 * 60 * 1_000;

/** How long one request may take until its response begins. */
export const requestTimeoutMs = 10_000;

/**
 * No limit of those that Discord tells in advance lasts longer (starting threads: 5 min). discord.js waits by the wall
 * clock, so that it would wait for an hour when the clock is set back by one.
 */
export const longestWindowMs = 6 * 60_000;

/**
 * All that the bot asks for with its token, interactions aside: 50 requests a second (Discord, "Rate Limits", Global Rate
 * Limit). Five are left to what is not spaced.
 */
export const botBudget: Budget = { key: 'discord:bot', limit: 45, windowMs: 1_000 };

/**
 * What creating or editing messages in one channel is counted against: each is a route with a bucket of its own. Discord
 * publishes no figure and sends it in headers; 5 in 5 s is what bots are given in practice. For follow-ups the `id` is the
 * interaction's, and `within` is absent.
 */
export function writeBudget(route: 'create' | 'edit', id: string, within?: Budget): Budget {
  return { key: `discord:${route}:${id}`, limit: 5, windowMs: 5_000, within };
}

/** How long a command waits for what was said before it: half of the 3 s in which Discord wants it acknowledged (Discord, "Receiving and Responding"). */
export const catchUpBeforeCommandMs = 1_500;
