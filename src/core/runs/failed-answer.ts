import type { Answer } from '../answer/answer.ts';
import type { FootnoteError } from '../errors.ts';
import type { Clock, Logger } from '../ports/system.ts';

/** An answer as an error ended it, with what had arrived; the operator's log gets the cause. */
export function failedAnswer(
  questionId: string,
  answer: Answer,
  error: FootnoteError,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): Answer {
  const fields = { question: questionId, agent: answer.agent };
  if (error.kind === 'stopped') logger.info(fields, 'An answer was ended early.');
  else logger.warn({ ...fields, err: error }, 'A question could not be answered.');
  const { kind, hint, retryAfterMs, reason } = error;
  const { endedAt = clock.now() } = answer;
  if (hint === 'by-person') return { ...answer, wait: undefined, state: 'stopped', endedAt };
  return { ...answer, wait: undefined, state: 'failed', failure: { kind, hint, retryAfterMs, reason }, endedAt };
}
