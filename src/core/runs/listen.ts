import { type Answer, applyEvent, endAnswer, startAnswer } from '../answer/answer.ts';
import type { Conversation } from '../answer/conversation.ts';
import type { FootnoteList } from '../answer/footnotes.ts';
import type { Permission } from '../asking/ask.ts';
import { FootnoteError, toFootnoteError } from '../errors.ts';
import type { Clock, Logger } from '../ports/system.ts';
import type { Question, Wording } from '../question/question.ts';
import { createDeadline } from './deadline.ts';
import { failedAnswer } from './failed-answer.ts';
import type { RunRecord } from './run-record.ts';

/** Turns what the agent reports into an answer. */
export interface Listener {
  /** Asks, and resolves with the answer at its end, whatever ends it. `conversation` holds the turns before the question. */
  listen(conversation: Conversation): Promise<Answer>;
  /** The question in the words in which it is asked. */
  question(): Question;
  /** Whether the agent's request has left, or is about to. */
  isAsked(): boolean;
  /** Has it asked in other words. False when it is asked already, or about to end. */
  reword(wording: Wording): boolean;
  /** The time to be asked in does not count any more. */
  holdDeadline(): void;
}

/** Why a question is asked that was asked before: a person wants it once more, or the bot crashed. */
export type Again = 'wanted' | 'crashed';

export interface ListenerOptions {
  readonly question: Question;
  /** It was asked before, and why it is again. */
  readonly again: Again | undefined;
  readonly permission: Pick<Permission, 'answer'>;
  /** How long the question waits before it is given up. */
  readonly maxWaitMs: number;
  /** Ends the answer early; the reason is the error that says why. */
  readonly ending: AbortController;
  /** Shows a state of the answer. `earlier`: the conversation's footnotes before it. */
  readonly show: (answer: Answer, earlier: FootnoteList) => void;
  readonly record: Pick<RunRecord, 'insist' | 'note' | 'grow'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A listener of a question that was not asked yet. */
export function createListener(options: ListenerOptions): Listener {
  const { again, permission, maxWaitMs, ending, show, record, clock, logger } = options;
  let question = options.question;
  let rewording = new AbortController();
  let asked = false;
  const deadline = createDeadline(clock, clock.now() + maxWaitMs, () => {
    ending.abort(new FootnoteError('timeout', `The question waited ${maxWaitMs} ms.`, { hint: 'waited-too-long' }));
  });

  async function noteAsked(): Promise<void> {
    asked = true;
    deadline.hold();
    const state = again ? 'asked-again' : 'asked';
    // After a crash nobody may be asked, or told to have been asked, other words than these.
    await record.insist(question === options.question ? { state } : { state, question });
    ending.signal.throwIfAborted();
  }

  /** A crash while it waits again finds it as it was before it was asked. */
  async function noteWaiting(): Promise<void> {
    if (!asked) return;
    asked = false;
    deadline.resume();
    await record.note({ state: again === 'crashed' ? 'asked' : 'opened' });
  }

  /** `undefined` when it got another wording before it was asked. */
  async function listenOnce(conversation: Conversation, reworded: AbortSignal): Promise<Answer | undefined> {
    const { footnotes } = conversation;
    let answer = startAnswer(question.agent, question.askedAt);
    const signal = AbortSignal.any([ending.signal, reworded]);
    try {
      ending.signal.throwIfAborted();
      show(answer, footnotes);
      for await (const event of permission.answer(question, conversation, signal)) {
        if (reworded.aborted) return undefined;
        answer = applyEvent(answer, event);
        // The end is shown once, when it is complete and remembered.
        if (event.type === 'done') break;
        if (event.type === 'asking' && !asked) await noteAsked();
        if (event.type === 'queued') await noteWaiting();
        show(answer, footnotes);
        if (asked) record.grow(answer);
        ending.signal.throwIfAborted();
      }
      if (answer.state === 'working') signal.throwIfAborted();
      return endAnswer(answer, clock.now());
    } catch (thrown) {
      if (reworded.aborted && !ending.signal.aborted) return undefined;
      const error = toFootnoteError(ending.signal.aborted ? ending.signal.reason : thrown);
      return failedAnswer(question.id, answer, error, { clock, logger });
    }
  }

  return {
    async listen(conversation) {
      // What is asked again replaces what was answered before.
      const turns = conversation.turns.filter(({ questionId }) => questionId !== question.id);
      for (;;) {
        const answer = await listenOnce({ ...conversation, turns }, rewording.signal);
        if (answer) return answer;
      }
    },
    question: () => question,
    isAsked: () => asked,
    reword(wording) {
      if (asked || ending.signal.aborted) return false;
      question = { ...question, ...wording };
      void record.note({ question });
      rewording.abort();
      rewording = new AbortController();
      return true;
    },
    holdDeadline: () => deadline.hold(),
  };
}
