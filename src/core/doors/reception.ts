import { attempt, type FootnoteError } from '../errors.ts';
import type { KeyedQueue } from '../keyed-queue.ts';
import type { Phrases } from '../ports/phrases.ts';
import type { Part } from '../ports/place.ts';
import type { Accept, Incoming } from '../ports/platform.ts';
import type { Ledger } from '../ports/stores.ts';
import type { Clock, Logger, Metrics } from '../ports/system.ts';
import { noteEnd } from '../runs/note-end.ts';
import { createRecentIds } from './recent-ids.ts';
import type { Take, Taken } from './taking.ts';
import { apologyFor, tellPatiently } from './telling.ts';
import type { Understand, Understood } from './understand.ts';

export interface ReceptionOptions {
  readonly understand: Understand;
  readonly take: Take;
  /** By line: shared by all who hand questions to the runs. */
  readonly perLine: KeyedQueue;
  readonly ledger: Pick<Ledger, 'accept' | 'change' | 'owns'>;
  readonly phrases: Phrases;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'duplicateDropped'>;
}

/** Takes in what people say: drops what came twice, has it understood, and has done what was understood. */
export interface Reception {
  readonly accept: Accept;
  /** Goes on with something that was recorded before; resolves when its reply has ended. Never rejects. */
  takeUp<P extends Part>(incoming: Incoming<P>): Promise<void>;
  /** Has something said otherwise, or not at all. False when it is with the runs already, or has ended. */
  amend(id: string, now: Pick<Taken, 'incoming' | 'understood'> | undefined): Promise<boolean>;
  /** What is accepted from now on waits until the returned function is called. */
  hold(): () => void;
  /** From now on every question is answered with the word that the bot restarts. */
  close(): void;
}

/** An open reception. */
export function createReception(options: ReceptionOptions): Reception {
  const { understand, ledger, phrases, clock, logger, metrics } = options;
  const taken = new Map<string, Taken>();
  let held = Promise.resolve();
  let closed = false;
  // Their people were told to ask again: a later delivery must not be answered beside the new question.
  const unrecorded = createRecentIds();

  async function take<P extends Part>(incoming: Incoming<P>, understood: Promise<Understood>): Promise<void> {
    const { id } = incoming;
    const one: Taken = { incoming, understood, withdrawn: false };
    taken.set(id, one);
    const leave = await options.perLine.take(incoming.line);
    const pass = () => {
      if (taken.get(id) === one) taken.delete(id);
      leave();
    };
    const isOver = await attempt(
      () => takeInTurn(one, pass),
      (error) => apologise(one, incoming, error),
    ).finally(pass);
    if (isOver) await noteEnd(id, options);
  }

  /** False when its end is noted already, or is another process's to note. */
  async function takeInTurn(one: Taken, pass: () => void): Promise<boolean> {
    if (!(await ledger.owns(one.incoming.id))) return false;
    const outcome = await options.take(one, pass);
    if (outcome === 'answered') return false;
    if (outcome !== 'withdrawn' && !one.withdrawn) await one.incoming.tell(outcome.words);
    return true;
  }

  async function apologise<P extends Part>(one: Taken, incoming: Incoming<P>, error: FootnoteError): Promise<boolean> {
    logger.error({ err: error, question: incoming.id }, 'Something said to the bot could not be taken in.');
    if (error.hint === 'taken-over') return false;
    if (!one.withdrawn) await tellPatiently(incoming, apologyFor(error, phrases), { clock, logger });
    return true;
  }

  async function record<P extends Part>(incoming: Incoming<P>): Promise<void> {
    const { id, platform, said } = incoming;
    if (!(await ledger.accept({ id, platform, said, acceptedAt: clock.now() }))) {
      metrics.duplicateDropped(platform);
      return;
    }
    const understood = understand(incoming);
    void held.then(() => take(incoming, understood));
    // Recorded first: what is acknowledged and then lost would look as if the bot were thinking for ever.
    await attempt(
      async () => incoming.acknowledge?.((await understood).kind === 'ask' ? 'all' : 'asker'),
      (error) => logger.warn({ err: error, question: id }, 'Something said to the bot could not be acknowledged.'),
    );
  }

  return {
    takeUp: (incoming) => take(incoming, understand(incoming)),
    async accept(incoming) {
      const { id, platform } = incoming;
      if (closed) return tellPatiently(incoming, phrases.restarting, { clock, logger });
      if (unrecorded.has(id)) return metrics.duplicateDropped(platform);
      await attempt(
        () => record(incoming),
        async (error) => {
          logger.error({ err: error, question: id }, 'Something said to the bot could not be recorded.');
          if (error.hint === 'taken-over') throw error;
          unrecorded.add(id);
          await tellPatiently(incoming, phrases.storeUnreachable, { clock, logger });
        },
      );
    },
    async amend(id, now) {
      await held;
      const one = taken.get(id);
      if (!one) return false;
      if (now) {
        one.incoming = now.incoming;
        one.understood = now.understood;
      } else one.withdrawn = true;
      return true;
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    close() {
      closed = true;
    },
  };
}
