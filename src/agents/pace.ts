import type { AnswerEvent } from '../core/answer/answer.ts';
import { FootnoteError } from '../core/errors.ts';
import { createKeyedSemaphore } from '../core/keyed-semaphore.ts';
import type { Clock } from '../core/ports/system.ts';

/** Keeps the requests of all questions within what a service takes in a minute, in order of arrival. */
export interface Pace {
  /** Ends when one request may leave, of which the last event tells. Throws like the agents when the signal aborts. */
  turn(signal: AbortSignal): AsyncGenerator<AnswerEvent, void>;
  /** The service refused a request all the same: none leaves before this wait is over, a minute where it named none. */
  limited(waitMs?: number): void;
}

/** What is left of the limit for attempts that are made again and for others with the same key: one request in twelve. */
const reserved = 1 / 12;
/** A request counts when it arrives, which may be later than for the one before. */
const windowMs = 62_000;
const key = 'requests';

/** No request has left yet. */
export function createPace(clock: Clock, perMinute: number): Pace {
  const slots = createKeyedSemaphore(Math.max(1, perMinute - Math.ceil(perMinute * reserved)));
  let openAt = 0;
  const isShut = () => openAt > clock.now();

  return {
    async *turn(signal) {
      if (slots.isFull(key) || isShut()) yield { type: 'queued', wait: { for: 'agent', perMinute } };
      const giveBack = await slots.take(key, signal);
      while (giveBack && isShut() && !signal.aborted) await clock.sleep(openAt - clock.now(), signal);
      if (!giveBack || signal.aborted) {
        giveBack?.();
        if (signal.reason instanceof FootnoteError) throw signal.reason;
        throw new FootnoteError('stopped', 'A request was stopped before it left.', { cause: signal.reason });
      }
      try {
        yield { type: 'asking' };
      } finally {
        void clock.sleep(windowMs).then(giveBack);
      }
    },
    limited(waitMs = 60_000) {
      openAt = Math.max(openAt, clock.now() + waitMs);
    },
  };
}
