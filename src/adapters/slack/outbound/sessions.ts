import { toFootnoteError } from '../../../core/errors.ts';
import type { Clock, Logger } from '../../../core/ports/system.ts';
import type { EditBudget } from '../../../core/reply/edit-budget.ts';
import { retry } from '../../../core/retry.ts';
import type { SlackApi } from './api.ts';
import { sessionBudget } from './limits.ts';
import { patience } from './patience.ts';

/** The agent sessions of threads: while one is `processing`, Slack shows that the bot works, and a button to stop it. */
export interface Sessions {
  /** One more answer of a thread is worked on (`true`), or no longer (`false`). Resolves when Slack knows; never rejects. */
  working(place: SessionPlace, isWorking: boolean): Promise<void>;
  /** Ends the session of a thread in which no answer is worked on: one that a crash has left. Never rejects. */
  endIdle(place: SessionPlace): Promise<void>;
  /** Resolves when Slack knows all that it was told, or after two seconds. */
  settled(): Promise<void>;
}

/** The thread of a session. */
export interface SessionPlace {
  readonly team: string;
  readonly channel: string;
  readonly threadTs: string;
}

/** What sessions need. */
export interface SessionsOptions {
  readonly api: SlackApi;
  readonly budget: EditBudget;
  readonly clock: Clock;
  readonly logger: Logger;
}

const maxSettleMs = 2000;

/** No session yet. An app that may have none, or that cannot hear of their stop button, asks for none again. */
export function createSessions({ api, budget, clock, logger }: SessionsOptions): Sessions {
  const answers = new Map<string, number>();
  const telling = new Map<string, Promise<void>>();
  let refused = false;

  async function tell({ team, channel, threadTs }: SessionPlace, status: 'processing' | 'active'): Promise<void> {
    if (refused) return;
    try {
      const stoppable = await retry(
        () => budget.spend(sessionBudget(team), 'progress', () => api.setSession(channel, threadTs, status)),
        patience(clock),
      );
      // Not before the session is over: without an end it would stay at work for an hour.
      refused = !stoppable && status === 'active';
    } catch (thrown) {
      const error = toFootnoteError(thrown);
      refused = error.kind === 'auth' || (error.kind === 'platform' && error.hint === undefined);
      logger.debug({ reason: error.message }, 'Slack could not be told whether the bot is at work.');
    }
  }

  /** After what the thread was told before. */
  async function inTurn(key: string, place: SessionPlace, status: 'processing' | 'active'): Promise<void> {
    const told = (telling.get(key) ?? Promise.resolve()).then(() => tell(place, status));
    telling.set(key, told);
    await told;
    if (telling.get(key) === told) telling.delete(key);
  }

  return {
    async working(place, isWorking) {
      const key = keyOf(place);
      const before = answers.get(key) ?? 0;
      const now = Math.max(0, before + (isWorking ? 1 : -1));
      if (now > 0) answers.set(key, now);
      else answers.delete(key);
      if (before === 0 || now === 0) await inTurn(key, place, isWorking ? 'processing' : 'active');
    },
    async endIdle(place) {
      const key = keyOf(place);
      if (!answers.has(key)) await inTurn(key, place, 'active');
    },
    async settled() {
      const all = new AbortController();
      const told = Promise.all(telling.values()).then(() => all.abort());
      await Promise.race([told, clock.sleep(maxSettleMs, all.signal)]);
    },
  };
}

const keyOf = ({ team, channel, threadTs }: SessionPlace) => `${team}:${channel}:${threadTs}`;
