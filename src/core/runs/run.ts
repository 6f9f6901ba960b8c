import type { Wait } from '../answer/answer.ts';
import type { FootnoteError } from '../errors.ts';
import type { ReplyAddress } from '../ports/place.ts';
import type { Question, Wording } from '../question/question.ts';

/** One question in the hands of this process: to be answered, or only to be brought to its end. */
export interface ActiveRun {
  readonly id: string;
  /** `undefined` when it was forgotten. */
  question(): Question | undefined;
  /** Where it is answered. */
  address(): ReplyAddress;
  /** Aborts when it is to end early: it is to be run at once then, whatever it waits for. */
  readonly signal: AbortSignal;
  /** Shows what it waits for. */
  wait(wait: Wait): void;
  /** Brings it to its end. Never rejects: every error ends in the reply and in the log. False when it was left for the next start. */
  run(): Promise<boolean>;
  /** Ends it early; what arrived is kept and the error says why. */
  abort(error: FootnoteError): void;
  /** Like `abort`, but a question that was not asked is left as it is for the next start. */
  suspend(error: FootnoteError): void;
  /** Leaves no trace of it in the history. */
  forget(): void;
  /** Whether nobody was asked yet, and it is not about to end. */
  waits(): boolean;
  /** Has it asked in other words. False when it does not wait any more. */
  rewordBeforeAsked(wording: Wording): boolean;
  /** Whether there is a newer wording, which its answer offers to ask once it has ended. False when its end is shown already. */
  offerReworded(isReworded: boolean): boolean;
}
