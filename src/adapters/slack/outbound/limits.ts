import type { Budget } from '../../../core/ports/place.ts';

/** `chat.update`: Tier 3, 50 a minute for the app in a workspace (docs.slack.dev, "Web API rate limits"). */
export const updateBudget = (team: string): Budget => ({ key: `slack:update:${team}`, limit: 50, windowMs: 60_000 });

/** `chat.postMessage`: about one a second in a channel (docs.slack.dev, "chat.postMessage", rate limiting). */
export const postBudget = (channel: string): Budget => ({ key: `slack:post:${channel}`, limit: 1, windowMs: 1000 });

/** `agents.sessions.setStatus`: Tier 3, 50 a minute for the app in a workspace (docs.slack.dev, "Web API rate limits"). */
export const sessionBudget = (team: string): Budget => ({ key: `slack:session:${team}`, limit: 50, windowMs: 60_000 });

/** A `response_url` can be used five times within 30 minutes (docs.slack.dev, "Handling user interaction"). */
export const maxResponseUrlUses = 5;

/** The budget of one `response_url`: its uses are few, but nothing spaces them. */
export const responseUrlBudget = (triggerId: string): Budget => ({
  key: `slack:response-url:${triggerId}`,
  limit: maxResponseUrlUses,
  windowMs: 1000,
});

/** How long one call of the Web API may take. */
export const callTimeoutMs = 10_000;
