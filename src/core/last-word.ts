import { type Answer, startAnswer } from './answer.ts';
import { controlsOf } from './control.ts';
import { type FootnoteError, isOver, toFootnoteError } from './errors.ts';
import { noFootnotes } from './footnotes.ts';
import type { Clock, Logger, Part, Render, Reply } from './ports.ts';

/** What a last word is said with. */
export interface LastWordOptions<P extends Part> {
  readonly reply: Pick<Reply<P>, 'writesLeft'>;
  readonly render: Render<P>;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
  /** Writes a part once; gives the error that refused it. */
  readonly write: (index: number, part: P) => Promise<FootnoteError | undefined>;
  readonly onWritten: (outcome: { readonly answer: Answer } | { readonly error: FootnoteError }) => void;
}

/** How a reply was lost. */
export interface Loss {
  readonly error: FootnoteError;
  /** The part whose write was refused; `undefined` when there was none to write. */
  readonly part?: number | undefined;
}

/** What stands of a reply that is lost. */
export interface Standing {
  readonly messages: number;
  /** The last message looks as it should: nothing in it says that something is still to come. */
  readonly isLastDone: boolean;
}

/** Says in one sentence that an answer could not be shown, in the one place that takes it; each is tried once. Never rejects. */
export async function sayLastWord<P extends Part>(
  { reply, render, clock, logger, write, onWritten }: LastWordOptions<P>,
  answer: Answer,
  loss: Loss,
  standing: Standing,
): Promise<void> {
  if (isOver(loss.error)) return;
  try {
    const word = lastWordOf(answer, loss.error, clock.now());
    // Without the footnotes before it a renderer begins anew, whatever it stumbled over.
    const part = render(word, noFootnotes).parts.at(-1);
    for (const index of placesOf(loss, standing)) {
      if (!part || reply.writesLeft === 0) break;
      const error = await write(index, part);
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
function placesOf({ error, part }: Loss, { messages, isLastDone }: Standing): readonly number[] {
  const last = messages === 0 ? [] : [messages - 1];
  const places = isLastDone ? [messages, ...last] : [...last, messages];
  // Where the bot may not write, no sentence is taken either.
  return error.hint === 'not-allowed' ? places.filter((place) => place !== part) : places;
}
