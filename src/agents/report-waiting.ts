import type { AnswerEvent } from '../core/answer/answer.ts';
import type { Clock } from '../core/ports/system.ts';

/** Well within the platforms' budgets, and often enough to show that the bot lives. */
const everyMs = 10_000;

/** Says at once and every ten seconds how long something has been waited for, and returns what came, or throws it. */
export async function* reportWaiting<T>(pending: Promise<T>, clock: Clock): AsyncGenerator<AnswerEvent, T> {
  const startedAt = clock.now();
  const settled = new AbortController();
  const settle = () => settled.abort();
  pending.then(settle, settle);
  while (!settled.signal.aborted) {
    yield { type: 'waiting', elapsedMs: clock.now() - startedAt };
    await clock.sleep(everyMs, settled.signal);
  }
  return await pending;
}
