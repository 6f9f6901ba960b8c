import type { RawArgs } from './args.ts';
import { type RateRule, rules } from './rules.ts';
import { SlackError } from './slack-error.ts';

/** How often each method may be called in the workspace; each row is the rate on the method's page of docs.slack.dev. */
export const methodRates = {
  'agents.sessions.rename': 'tier3',
  'agents.sessions.setStatus': 'tier3',
  'apps.connections.open': 'special',
  'assistant.threads.setStatus': 'special',
  'auth.test': 'special',
  'chat.appendStream': 'tier4',
  'chat.delete': 'tier3',
  'chat.postEphemeral': 'tier4',
  'chat.postMessage': 'special',
  'chat.startStream': 'tier2',
  'chat.stopStream': 'tier2',
  'chat.update': 'tier3',
  'conversations.history': 'tier3',
  'conversations.info': 'tier3',
  'conversations.open': 'tier3',
  'conversations.replies': 'tier3',
  'files.completeUploadExternal': 'tier4',
  'files.getUploadURLExternal': 'tier4',
  'reactions.add': 'tier3',
  'users.info': 'tier4',
} as const satisfies Record<string, RateRule>;

/** A method of the emulated Web API. */
export type MethodName = keyof typeof methodRates;

/** How an app may read histories: `restricted` is for apps that are distributed commercially but not listed. */
export type HistoryAccess = 'open' | 'restricted';

/** Sliding windows without bursts. */
export interface RateLimits {
  /** Counts a call. Throws a `SlackError` with the whole seconds to wait. A refused call does not count. */
  take(method: MethodName, args: RawArgs): void;
}

/** Nothing called yet. */
export function createRateLimits(now: () => number, historyAccess: HistoryAccess): RateLimits {
  const taken = new Map<string, number[]>();

  function ratesOf(method: MethodName, args: RawArgs): { rate: RateRule; key: string }[] {
    const isHistory = method === 'conversations.history' || method === 'conversations.replies';
    if (isHistory && historyAccess === 'restricted') return [{ rate: 'restrictedHistory', key: method }];
    const rates: { rate: RateRule; key: string }[] = [{ rate: methodRates[method], key: method }];
    if (method === 'chat.postMessage') rates.push({ rate: 'postChannel', key: `post:${String(args['channel'])}` });
    return rates;
  }

  /** The times of the calls that still count. */
  function recent(key: string, windowMs: number): number[] {
    const times = (taken.get(key) ?? []).filter((time) => time > now() - windowMs);
    taken.set(key, times);
    return times;
  }

  return {
    take: (method, args) => {
      const windows = ratesOf(method, args).map(({ rate, key }) => ({
        rate,
        times: recent(key, rules[rate].windowMs),
      }));
      for (const { rate, times } of windows) {
        const { limit, windowMs, breach } = rules[rate];
        const oldest = times[0];
        if (oldest === undefined || times.length < limit) continue;
        const waitMs = oldest + windowMs - now();
        throw new SlackError(rate, {
          detail: `${times.length + 1} ${breach}, at most ${limit}; ${waitMs} ms too early`,
          retryAfterSeconds: Math.ceil(waitMs / 1000),
        });
      }
      for (const { times } of windows) times.push(now());
    },
  };
}
