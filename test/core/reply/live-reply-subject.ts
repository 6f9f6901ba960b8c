import { type Answer, startAnswer } from '../../../src/core/answer/answer.ts';
import { FootnoteError } from '../../../src/core/errors.ts';
import type { Budget, Render } from '../../../src/core/ports/place.ts';
import { createEditBudget, type EditBudget } from '../../../src/core/reply/edit-budget.ts';
import { createLiveReply } from '../../../src/core/reply/live-reply.ts';
import { createFakeLogger, createFakeReply, renderText, type TextPart } from '../fakes.ts';
import { research } from '../known-agents.ts';
import { createManualClock, type ManualClock } from '../manual-clock.ts';

/** An answer that is being worked on, with this text so far. */
export const working = (text: string): Answer => ({ ...startAnswer(research, 0), text });
/** A finished answer. */
export const complete = (text: string): Answer => ({ ...working(text), state: 'complete', endedAt: 1 });

/** A 429; `undefined`: it does not say how long to wait. */
export const limited = (retryAfterMs?: number) => new FootnoteError('rate-limited', 'Slow down.', { retryAfterMs });
/** A failure that may pass. */
export const unreachable = new FootnoteError('upstream', 'No answer.');
/** A failure that stays for as long as the same is written. */
export const refusedContent = new FootnoteError('platform', 'Invalid blocks.');

interface SetUp {
  readonly writesLeft?: number;
  readonly render?: Render<TextPart>;
  readonly maxFinalAttempts?: number;
  readonly budget?: (index: number) => Budget;
  /** The live reply that it shares the clock and the edit budget with; without it, it has its own. */
  readonly beside?: { readonly clock: ManualClock; readonly budget: EditBudget };
}

/** A live reply on a platform that leaves room for what a test writes, unless told otherwise. */
export function setUp({ render = renderText, maxFinalAttempts = 3, beside, ...replyOptions }: SetUp = {}) {
  const clock = beside?.clock ?? createManualClock();
  const fake = createFakeReply(replyOptions);
  const budget = beside?.budget ?? createEditBudget({ clock });
  const { logger } = createFakeLogger();
  const outcomes: string[] = [];
  const lost: FootnoteError[] = [];
  const live = createLiveReply({
    reply: fake.reply,
    render,
    budget,
    clock,
    logger,
    maxFinalAttempts,
    onWritten: (outcome) => outcomes.push('error' in outcome ? outcome.error.kind : outcome.answer.text),
    onLost: (error) => lost.push(error),
  });
  let finished = false;
  const finish = (answer: Answer) => {
    void live.finish(answer).then(() => {
      finished = true;
    });
  };
  return { ...fake, live, clock, budget, outcomes, lost, finish, finished: () => finished };
}
