import { controlsOf } from '../answer/control.ts';
import type { KeyedQueue } from '../keyed-queue.ts';
import type { Phrases } from '../ports/phrases.ts';
import type { Pressed } from '../ports/platform.ts';
import type { Ledger, Run } from '../ports/stores.ts';
import type { Runs } from '../runs/runs.ts';
import type { AskAgain } from './ask-again.ts';
import { findPressed, mayChange } from './pressed-answer.ts';
import type { Restore } from './restore.ts';
import type { Understand } from './understand.ts';

export interface PressAgainOptions {
  readonly runs: Pick<Runs, 'questions' | 'ended'>;
  readonly ledger: Pick<Ledger, 'find'>;
  readonly askAgain: AskAgain;
  readonly understand: Understand;
  readonly restore: Restore;
  /** By question: what people do about one is done in the order in which they do it. Shared with the edits. */
  readonly perQuestion: KeyedQueue;
  readonly phrases: Phrases;
}

/** Has a question asked again. Gives the words for the presser where that is not done; throws a `FootnoteError`. */
export type PressAgain = (pressed: Pressed, control: 'retry' | 'reword') => Promise<string | undefined>;

/** Makes what Retry, and the button that asks a new wording, do. */
export function createPressAgain(options: PressAgainOptions): PressAgain {
  const { runs, ledger, askAgain, perQuestion, phrases } = options;
  const retrying = new Set<string>();

  async function press(pressed: Pressed, control: 'retry' | 'reword', nothing: string): Promise<string | undefined> {
    const { questionId, userId } = pressed;
    const run = await findPressed(pressed, ledger);
    if (!run?.question) return phrases.nothingKept;
    const isRunning = runs.questions().some(({ id }) => id === questionId);
    const offered = run.answer && controlsOf({ ...run.answer, reworded: run.reworded !== undefined });
    if (offered ? !offered.includes(control) : isRunning) return nothing;
    if (!(await mayChange(run.question, pressed))) return phrases.mayNotAskAgain;
    const wanted = control === 'retry' ? run : await withNewWording(run, options);
    if (!wanted) return nothing;
    // The button is to be seen a moment before the end of the answer is noted.
    await runs.ended(questionId);
    return await askAgain(wanted, { id: userId }, control === 'retry' ? 'retry' : 'reworded');
  }

  return async (pressed, control) => {
    const { questionId } = pressed;
    const nothing = control === 'retry' ? phrases.nothingToRetry : phrases.nothingToReword;
    // Before anything is waited for: of two presses at once only one may get further.
    if (retrying.has(questionId)) return nothing;
    retrying.add(questionId);
    const pass = await perQuestion.take(questionId);
    try {
      return await press(pressed, control, nothing);
    } finally {
      pass();
      retrying.delete(questionId);
    }
  };
}

/** The run as if its newest wording had been asked; `undefined` when it has none, or none that can be asked. */
async function withNewWording(
  run: Run,
  { understand, restore }: Pick<PressAgainOptions, 'understand' | 'restore'>,
): Promise<Run | undefined> {
  const { platform, question, reworded } = run;
  const now = reworded === undefined ? undefined : restore(platform, reworded);
  const understood = now && (await understand(now));
  if (!question || !now || understood?.kind !== 'ask') return undefined;
  return { ...run, said: now.said, question: { ...question, ...understood.wording }, reworded: undefined };
}
