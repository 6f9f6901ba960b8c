import { type FootnoteError, toFootnoteError } from '../errors.ts';
import type { Part, Render } from '../ports/place.ts';
import { attachFiles } from './attach-files.ts';
import type { Priority } from './edit-budget.ts';
import { type Loss, sayLastWord } from './last-word.ts';
import { createPartWriter, type PartWriter, type PartWriterOptions } from './part-writer.ts';
import type { StepOutcome } from './pump.ts';

export interface ReplyStepsOptions<P extends Part> extends Omit<PartWriterOptions<P>, 'next' | 'priority'> {
  readonly render: Render<P>;
  readonly onLost: (error: FootnoteError) => void;
  /** The messages hold an answer already, with its files: nothing is attached, nor said where it cannot be shown anew. */
  readonly isStanding: boolean;
}

/** What brings a reply nearer to what is wanted of it. */
export interface ReplySteps extends Pick<PartWriter, 'hurry'> {
  /** Takes the next step. Never rejects. */
  step(): Promise<StepOutcome>;
}

/** The steps of a reply: its parts one after the other, at the end its files, and a last word where it is lost. */
export function createReplySteps<P extends Part>(options: ReplyStepsOptions<P>): ReplySteps {
  const { reply, state, logger, onLost, finishing, isStanding } = options;
  const { write, hurry, forgive } = createPartWriter({ ...options, next, priority });
  let attached = isStanding;
  let lost: Loss | undefined;

  /** The first part to write or remove; -1 when all that may be shown now is shown, or cannot be rendered. */
  function next(): number {
    try {
      // When no earlier state is under way any more.
      if (finishing.aborted && !state.isEnding) {
        forgive();
        state.end(reply.writesLeft);
      }
      const savesWrites = reply.writesLeft !== undefined && !finishing.aborted;
      return savesWrites && state.messages > 0 ? -1 : state.firstDifference();
    } catch (thrown) {
      const error = toFootnoteError(thrown);
      if (finishing.aborted) giveUp({ error });
      else logger.error({ err: error }, 'A state of the reply could not be rendered.');
      return -1;
    }
  }

  function priority(): Priority {
    if (finishing.aborted) return 'final';
    return state.isFirst() ? 'first' : 'progress';
  }

  function giveUp(loss: Loss): void {
    lost = loss;
    const { error, ...fields } = loss;
    logger.error({ err: error, ...fields }, 'The reply cannot be shown any further.');
    onLost(error);
  }

  async function step(): Promise<StepOutcome> {
    const index = next();
    if (index !== -1) {
      const loss = await write(index);
      if (loss) giveUp(loss);
    }
    if (lost) {
      if (state.wanted && !isStanding) await sayLastWord(options, state.wanted.answer, lost, state);
      return 'ended';
    }
    if (index !== -1) return 'went-on';
    if (!finishing.aborted) return 'nothing-to-do';
    if (attached) return 'ended';
    attached = true;
    // Where files are refused, all of the answer is shown in its parts.
    if (!(await attachFiles(options, state.files(), state.messages))) state.refuseFiles();
    return 'went-on';
  }

  return { step, hurry };
}
