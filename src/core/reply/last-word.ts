import { type Answer, startAnswer } from '../answer/answer.ts';
import { controlsOf } from '../answer/control.ts';
import { noFootnotes } from '../answer/footnotes.ts';
import { type FootnoteError, isOver, toFootnoteError } from '../errors.ts';
import type { Part, Render, Reply } from '../ports/place.ts';
import type { Clock, Logger } from '../ports/system.ts';
import type { EditBudget } from './edit-budget.ts';
import type { ReplyState } from './reply-state.ts';
import { writeOnce } from './write-once.ts';

export interface LastWordOptions<P extends Part> {
  readonly reply: Pick<Reply<P>, 'writesLeft' | 'budget' | 'write'>;
  readonly render: Render<P>;
  readonly budget: EditBudget;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
  readonly onWritten: (outcome: { readonly answer: Answer } | { readonly error: FootnoteError }) => void;
}

/** How a reply was lost. */
export interface Loss {
  readonly error: FootnoteError;
  /** The part whose write was refused; `undefined` when there was none to write. */
  readonly part?: number | undefined;
  /** How often in a row a write had failed by then. */
  readonly attempt?: number | undefined;
}

/** Says in one sentence that an answer could not be shown, in the one place that takes it; each is tried once. Never rejects. */
export async function sayLastWord<P extends Part>(
  { reply, render, budget, clock, logger, onWritten }: LastWordOptions<P>,
  answer: Answer,
  loss: Loss,
  state: Pick<ReplyState<P>, 'messages' | 'isLastDone'>,
): Promise<void> {
  if (isOver(loss.error)) return;
  try {
    const word = lastWordOf(answer, loss.error, clock.now());
    // Without the footnotes before it a renderer begins anew, whatever it stumbled over.
    const part = render(word, noFootnotes).parts.at(-1);
    for (const index of placesOf(loss, state.messages, state.isLastDone())) {
      if (!part || reply.writesLeft === 0) break;
      const error = await writeOnce(
        budget,
        () => reply.budget(index),
        () => reply.write(index, part),
      );
      onWritten(error ? { error } : { answer: word });
      if (!error) return;
      logger.error({ err: error, part: index }, 'Nor could it be said there that an answer cannot be shown.');
      if (isOver(error)) return;
    }
  } catch (thrown) {
    logger.error({ err: toFootnoteError(thrown) }, 'Nor could it be said that an answer cannot be shown.');
  }
}

function lastWordOf(answer: Answer, { kind }: FootnoteError, now: number): Answer {
  const { agent, state, reworded, startedAt, endedAt = now } = answer;
  const isFinal = state !== 'working' && !controlsOf(answer).includes('retry');
  const failure = { kind, hint: 'not-shown', isFinal } as const;
  return { ...startAnswer(agent, startedAt), state: 'failed', failure, reworded, endedAt };
}

/** The parts that may hold the last word, the best first: in place of what looks alive, but below what is as it should be. */
function placesOf({ error, part }: Loss, messages: number, isLastDone: boolean): readonly number[] {
  const last = messages === 0 ? [] : [messages - 1];
  const places = isLastDone ? [messages, ...last] : [...last, messages];
  // Where the bot may not write, no sentence is taken either.
  return error.hint === 'not-allowed' ? places.filter((place) => place !== part) : places;
}
