import type { Answer } from '../answer/answer.ts';
import { type FootnoteList, noFootnotes } from '../answer/footnotes.ts';
import type { FootnoteError } from '../errors.ts';
import type { Part, Render, Reply } from '../ports/place.ts';
import type { Clock, Logger } from '../ports/system.ts';
import type { EditBudget } from './edit-budget.ts';
import { createPump } from './pump.ts';
import { createReplyState, type ReplyContent } from './reply-state.ts';
import { createReplySteps } from './reply-steps.ts';
import { standingParts, unknownParts } from './standing-parts.ts';

/** Shows the newest state of one answer, as fast as the platform allows and no faster. */
export interface LiveReply {
  /** Takes the newest state; states in between may never be shown. `earlier`: the conversation's footnotes before this answer. */
  show(answer: Answer, earlier?: FootnoteList): void;
  /** Shows the last state; resolves when all of it stands on the platform, or when the platform finally refused it. */
  finish(answer: Answer, earlier?: FootnoteList): Promise<void>;
}

export interface LiveReplyOptions<P extends Part> {
  readonly reply: Reply<P>;
  readonly render: Render<P>;
  readonly budget: EditBudget;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of each write: the state that is now visible, or the error that refused it. */
  readonly onWritten: (outcome: { readonly answer: Answer } | { readonly error: FootnoteError }) => void;
  /**
   * Told once when nothing more of this reply can be shown: it was deleted, the bot may not write there, or the last attempt
   * failed. A sentence says so in its place, where that is possible.
   */
  readonly onLost: (error: FootnoteError) => void;
  /** How often a write of the last state is tried before it is given up; waits double from one second to thirty. */
  readonly maxFinalAttempts: number;
  /**
   * The answer that has ended and stands in the messages of the reply, with its files: only what differs from it is written,
   * and where that is refused, it stays as it is. Where it has another number of messages, nothing is known of them and
   * nothing is written.
   */
  readonly standing?: ReplyContent;
}

/**
 * How soon a state is looked at again that looked like the one before: most of what arrives cannot be seen where the
 * messages are full or something half-made is held back. First words are not kept waiting.
 */
const lookAgainMs = { beforeText: 20, afterText: 100 } as const;

/**
 * A reply of which nothing is visible yet, or all that was begun before. Its first message is created with the first `show`.
 * Throws what rendering throws of what stands.
 */
export function createLiveReply<P extends Part>(options: LiveReplyOptions<P>): LiveReply {
  const { reply, render, clock, standing } = options;
  const known = standing ? standingParts(reply, render, standing) : unknownParts(reply);
  if (!known) return { show() {}, finish: async () => {} };
  const isStanding = standing !== undefined;
  const finishRequested = new AbortController();
  const finishing = finishRequested.signal;
  const state = createReplyState(render, known);
  const { step, hurry } = createReplySteps({ ...options, state, finishing, isStanding });
  const lookAgain = () => (state.textShown ? lookAgainMs.afterText : lookAgainMs.beforeText);
  const pump = createPump({ clock, step, lookAgainMs: lookAgain, finishing });

  function want(answer: Answer, earlier: FootnoteList): void {
    if (!state.wanted && !isStanding) void reply.working?.(true);
    state.want({ answer, earlier });
    hurry();
    pump.wake();
  }

  return {
    show(answer, earlier = noFootnotes) {
      if (!finishing.aborted) want(answer, earlier);
    },
    async finish(answer, earlier = noFootnotes) {
      finishRequested.abort('finish');
      want(answer, earlier);
      await pump.ended();
      if (!isStanding) void reply.working?.(false);
    },
  };
}
