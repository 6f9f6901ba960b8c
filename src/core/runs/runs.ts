import { FootnoteError } from '../errors.ts';
import type { Part, ReplyAddress } from '../ports/place.ts';
import type { Question, Wording } from '../question/question.ts';
import { type AnsweringPorts, createAnswering, type ToAnswer } from './answering.ts';
import { createFinishing, type ToFinish } from './finishing.ts';
import { noteEnd } from './note-end.ts';
import { redraw, type ToRedraw } from './redraw.ts';
import type { ActiveRun } from './run.ts';

/** The questions being answered: one at a time in a conversation, in order of arrival. */
export interface Runs {
  /** Answers a question after those before it in its conversation; resolves when its end is noted. */
  answer<P extends Part>(question: ToAnswer<P>): Promise<void>;
  /** Shows the end of an answer that an earlier process left, in the same order; resolves like `answer`. */
  finish<P extends Part>(answer: ToFinish<P>): Promise<void>;
  /** Shows under an answer that has ended, and stands in its messages, whether there is a newer wording. Throws what rendering, or loading the conversation, throws. */
  redraw<P extends Part>(answer: ToRedraw<P>): Promise<void>;
  /** Keeps the questions that the test picks out of the history, though they are still answered. */
  forget(isForgotten: (question: Question) => boolean): void;
  /** The questions that wait or are being answered. */
  questions(): readonly Question[];
  /** The same with where each is answered. */
  places(): readonly { readonly question: Question; readonly address: ReplyAddress }[];
  /** Whether a question is among {@link questions}, and nobody was asked yet. */
  waits(questionId: string): boolean;
  /** Has a question asked in other words. False when it was asked already, and for one that is not among {@link questions}. */
  rewordBeforeAsked(questionId: string, wording: Wording): boolean;
  /** Whether there is a newer wording of a question that was asked, which its answer offers at its end. False when that is shown already, and for one that is not among {@link questions}. */
  offerReworded(questionId: string, isReworded: boolean): boolean;
  /** Resolves when the end of this question is noted; at once for one that is not among {@link questions}. */
  ended(questionId: string): Promise<void>;
  /** Ends an answer because a person wants it: what arrived is kept. A question that waits is never asked, and forgotten. */
  stop(questionId: string): void;
  /** How many questions wait or are being answered. */
  active(): number;
  /** Resolves when all have ended. Those still being answered after `graceMs` are ended early and say so; those that wait are left for the next start; `settleMs` later nothing is waited for. */
  drain(graceMs: number, settleMs: number): Promise<void>;
}

interface Queued {
  readonly run: ActiveRun;
  readonly ended: Promise<void>;
  /** Resolves when this one and all before it in the conversation have ended. */
  readonly passed: Promise<unknown>;
}

/** No question is being answered at first. */
export function createRuns(ports: AnsweringPorts): Runs {
  const queues = new Map<string, readonly Queued[]>();
  let stopping = false;
  const all = () => [...queues.values()].flat();
  const find = (questionId: string) => all().find(({ run }) => run.id === questionId);
  const questions = () => all().flatMap(({ run }) => run.question() ?? []);

  function leave(key: string, one: ActiveRun): void {
    const queue = (queues.get(key) ?? []).filter(({ run }) => run !== one);
    if (queue.length > 0) queues.set(key, queue);
    else queues.delete(key);
    queue.forEach(({ run }, ahead) => {
      if (ahead > 0) run.wait({ for: 'turn', ahead });
    });
  }

  async function bringToEnd(run: ActiveRun): Promise<void> {
    // The record of one that was not asked says so: the next start asks it.
    const hasEnded = !stopping && (await run.run());
    if (hasEnded) await noteEnd(run.id, ports);
  }

  function enqueue(key: string, run: ActiveRun): Promise<void> {
    const queue = queues.get(key) ?? [];
    if (queue.length > 0) run.wait({ for: 'turn', ahead: queue.length });
    const before = queue.at(-1)?.passed ?? Promise.resolve();
    const skipped = Promise.withResolvers<void>();
    run.signal.addEventListener('abort', () => {
      // What waits while the bot stops is left as it is.
      if (!stopping) skipped.resolve();
    });
    const ended = Promise.race([before, skipped.promise])
      .then(() => bringToEnd(run))
      .then(() => leave(key, run));
    queues.set(key, [...queue, { run, ended, passed: Promise.all([before, ended]) }]);
    return ended;
  }

  async function allEnded(): Promise<void> {
    while (queues.size > 0) await Promise.all(all().map(({ ended }) => ended));
  }

  return {
    answer: (question) => enqueue(question.question.conversation, createAnswering(question, ports)),
    // Where its conversation was forgotten, it has no order to keep.
    finish: (answer) => enqueue(answer.question?.conversation ?? answer.id, createFinishing(answer, ports)),
    redraw: (answer) => redraw(answer, ports),
    questions,
    places: () =>
      all().flatMap(({ run }) => {
        const question = run.question();
        return question ? [{ question, address: run.address() }] : [];
      }),
    waits: (questionId) => find(questionId)?.run.waits() ?? false,
    rewordBeforeAsked: (questionId, wording) => find(questionId)?.run.rewordBeforeAsked(wording) ?? false,
    offerReworded: (questionId, isReworded) => find(questionId)?.run.offerReworded(isReworded) ?? false,
    ended: async (questionId) => find(questionId)?.ended,
    stop(questionId) {
      for (const queue of queues.values())
        queue.forEach(({ run }, ahead) => {
          if (run.id !== questionId) return;
          if (ahead > 0) run.forget();
          run.abort(new FootnoteError('stopped', 'A person stopped the answer.', { hint: 'by-person' }));
        });
    },
    forget(isForgotten) {
      for (const { run } of all()) {
        const question = run.question();
        if (question && isForgotten(question)) run.forget();
      }
    },
    active: () => all().length,
    async drain(graceMs, settleMs) {
      const { clock } = ports;
      const settled = new AbortController();
      const ended = allEnded().then(() => settled.abort());
      await clock.sleep(graceMs, settled.signal);
      stopping = true;
      const error = new FootnoteError('stopped', 'The bot was stopped.');
      for (const { run } of all()) run.suspend(error);
      await Promise.race([ended, clock.sleep(settleMs, settled.signal)]);
    },
  };
}
