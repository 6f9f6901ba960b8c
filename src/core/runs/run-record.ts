import type { Answer } from '../answer/answer.ts';
import { attempt, type FootnoteError } from '../errors.ts';
import type { ReplyAddress } from '../ports/place.ts';
import type { Ledger, RunChange } from '../ports/stores.ts';
import type { Clock, Logger } from '../ports/system.ts';

/** What the ledger is told of one question. */
export interface RunRecord {
  /** Notes a change. What the ledger misses shows only after a crash, so this never rejects. */
  note(change: RunChange): Promise<void>;
  /** Notes a change without which nothing may go on. Throws a `FootnoteError`. */
  insist(change: RunChange): Promise<void>;
  /** Notes a growing answer from time to time. */
  grow(answer: Answer): void;
  /** Something of the reply was written; its messages are noted when there are others than before. */
  written(address: ReplyAddress): void;
}

export interface RunRecordPorts {
  readonly ledger: Pick<Ledger, 'change'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How often a growing answer is noted: when something of it was written since the last note, and else. */
const noteEveryMs = { written: 1000, unwritten: 10_000 } as const;

/** The record of a question of this process. `onTakenOver` is told when it is another's by now. */
export function createRunRecord(
  id: string,
  { ledger, clock, logger }: RunRecordPorts,
  onTakenOver: (error: FootnoteError) => void,
): RunRecord {
  let notedAt = 0;
  let messages = '';
  let isWritten = true;

  function insist(change: RunChange): Promise<void> {
    notedAt = clock.now();
    isWritten = false;
    return attempt(
      () => ledger.change(id, change),
      (error) => {
        if (error.hint === 'taken-over') onTakenOver(error);
        throw error;
      },
    );
  }

  function note(change: RunChange): Promise<void> {
    return attempt(
      () => insist(change),
      (error) => logger.error({ err: error, question: id }, 'An answer could not be noted.'),
    );
  }

  return {
    insist,
    note,
    grow(answer) {
      const everyMs = isWritten ? noteEveryMs.written : noteEveryMs.unwritten;
      if (clock.now() - notedAt >= everyMs) void note({ answer });
    },
    written(address) {
      const now = address.messages.join();
      if (now !== messages) void note({ address });
      messages = now;
      isWritten = true;
    },
  };
}
