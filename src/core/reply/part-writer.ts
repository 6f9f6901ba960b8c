import type { Answer } from '../answer/answer.ts';
import { type FootnoteError, isOver, isTransient, toFootnoteError } from '../errors.ts';
import type { Budget, Part, Reply } from '../ports/place.ts';
import type { Clock, Logger } from '../ports/system.ts';
import { type EditBudget, isMoreUrgent, type Priority } from './edit-budget.ts';
import { heedWait } from './heed-wait.ts';
import type { Loss } from './last-word.ts';
import type { ReplyState } from './reply-state.ts';

export interface PartWriterOptions<P extends Part> {
  readonly reply: Reply<P>;
  readonly state: ReplyState<P>;
  readonly budget: EditBudget;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onWritten: (outcome: { readonly answer: Answer } | { readonly error: FootnoteError }) => void;
  readonly maxFinalAttempts: number;
  /** The part to write or remove by now; -1 when there is none. */
  readonly next: () => number;
  readonly priority: () => Priority;
  /** Aborts when the last state is wanted, which does not wait out what went wrong before. */
  readonly finishing: AbortSignal;
}

/** Writes one part of a reply after the other, each when it is its turn. */
export interface PartWriter {
  /**
   * Writes or removes this part, or what is next when its turn comes; nothing, where that is to be written elsewhere or
   * something more urgent came. Gives how the reply was lost by it.
   */
  write(index: number): Promise<Loss | undefined>;
  /** Has a write that waits for its turn give way if what is wanted is more urgent by now. */
  hurry(): void;
  /** What failed until now does not count any more. */
  forgive(): void;
}

/** A writer that has written nothing yet. */
export function createPartWriter<P extends Part>(options: PartWriterOptions<P>): PartWriter {
  const { reply, state, budget, clock, logger, onWritten, maxFinalAttempts, next, priority, finishing } = options;
  let failures = 0;
  let taking: { priority: Priority; hurry: AbortController } | undefined;

  /** Gives the error that refused it. */
  async function send(index: number): Promise<FootnoteError | undefined> {
    const answer = state.wanted?.answer;
    const part = state.part(index);
    try {
      if (part) await reply.write(index, part);
      else await reply.remove(index);
      state.shown(index, part, answer);
      failures = 0;
      if (answer) onWritten({ answer });
      return undefined;
    } catch (thrown) {
      return toFootnoteError(thrown);
    }
  }

  async function refused(error: FootnoteError, allowance: Budget, part: number): Promise<Loss | undefined> {
    onWritten({ error });
    if (heedWait(budget, error, allowance)) return undefined;
    failures += 1;
    const { isEnding, messages } = state;
    const loss = { error, part, attempt: failures };
    const hopeless = isOver(error) || (!isTransient(error) && (isEnding || messages === 0));
    if (hopeless || (isEnding && failures >= maxFinalAttempts)) return loss;
    logger.warn({ err: error, part, attempt: failures }, 'A write of the reply failed and is tried again.');
    await clock.sleep(Math.min(30_000, 1000 * 2 ** (failures - 1)), isEnding ? undefined : finishing);
    return undefined;
  }

  return {
    async write(index) {
      const allowance = reply.budget(index);
      taking = { priority: priority(), hurry: new AbortController() };
      const permit = await budget.take(allowance, taking.priority, taking.hurry.signal);
      taking = undefined;
      if (!permit) return undefined;
      // Another state may be wanted by now, and another part be the first that differs.
      const now = next();
      if (now === -1 || reply.budget(now).key !== allowance.key) {
        permit.release(false);
        return undefined;
      }
      const error = await send(now);
      permit.release(true);
      return error && refused(error, allowance, now);
    },
    hurry() {
      if (taking && isMoreUrgent(priority(), taking.priority)) taking.hurry.abort('hurry');
    },
    forgive() {
      failures = 0;
    },
  };
}
