import { type Answer, startAnswer } from '../answer/answer.ts';
import type { Permission } from '../asking/ask.ts';
import { attempt, type FootnoteError, toFootnoteError } from '../errors.ts';
import type { Opened, Part } from '../ports/place.ts';
import type { Ledger } from '../ports/stores.ts';
import type { Platform } from '../question/keys.ts';
import type { Question } from '../question/question.ts';
import type { EditBudget } from '../reply/edit-budget.ts';
import { fencedReply } from '../reply/fence.ts';
import { createLiveReply } from '../reply/live-reply.ts';
import { failedAnswer } from './failed-answer.ts';
import { type Again, createListener } from './listen.ts';
import type { ActiveRun } from './run.ts';
import { createRunRecord } from './run-record.ts';
import { type Settlement, type SettlePorts, settle } from './settle.ts';
import { createWriteCounter } from './write-counter.ts';

/** What answering works with; one object for the whole process. */
export interface AnsweringPorts extends SettlePorts {
  readonly ledger: Ledger;
  readonly budget: EditBudget;
  /** How often a write of the last state is tried. */
  readonly maxFinalAttempts: number;
  /** How long a question waits before it is given up. */
  readonly maxWaitMs: number;
}

/** A question that may be asked, and the place that is open for its answer. */
export interface ToAnswer<P extends Part> extends Pick<Opened<P>, 'reply' | 'render'> {
  readonly question: Question;
  readonly platform: Platform;
  readonly permission: Permission;
  /** It was asked before, and why it is again. */
  readonly again?: Again | undefined;
  /** There is a newer wording of it. */
  readonly reworded?: boolean | undefined;
}

/** Answers one question: listens to the agent, records what is known, settles the end. */
export function createAnswering<P extends Part>(
  { question, platform, permission, reply: unfenced, render, again, reworded = false }: ToAnswer<P>,
  ports: AnsweringPorts,
): ActiveRun {
  const { history, ledger } = ports;
  const { id, askedAt } = question;
  const reply = fencedReply(unfenced, () => ledger.owns(id));
  const ending = new AbortController();
  let remembers = true;
  let isReworded = reworded;
  let isSettled = false;
  let isLeft = false;
  const record = createRunRecord(id, ports, abort);
  const count = createWriteCounter(platform, askedAt, ports);
  const live = createLiveReply({
    ...ports,
    reply,
    render,
    onWritten(outcome) {
      if ('answer' in outcome) record.written(reply.address());
      count(outcome);
    },
    onLost: abort,
  });
  const listener = createListener({ ...ports, question, again, permission, ending, show: live.show, record });
  const wait: ActiveRun['wait'] = (what) => live.show(startAnswer(listener.question().agent, askedAt, what));

  function abort(error: FootnoteError): void {
    // Its successor has the record, and goes on.
    isLeft ||= error.hint === 'taken-over';
    ending.abort(error);
  }

  function fail(error: FootnoteError): Answer {
    const why = ending.signal.aborted ? toFootnoteError(ending.signal.reason) : error;
    return failedAnswer(id, startAnswer(listener.question().agent, askedAt), why, ports);
  }

  /** `undefined` when it was left while it waited. */
  function answerInTurn(): Promise<Pick<Settlement<P>, 'answer' | 'conversation'> | undefined> {
    return attempt<Pick<Settlement<P>, 'answer' | 'conversation'> | undefined>(
      async () => {
        await permission.turn(ending.signal, wait);
        if (isLeft) return undefined;
        const conversation = await history.load(question.conversation);
        return { answer: await listener.listen(conversation), conversation };
      },
      (error) => ({ answer: fail(error), conversation: undefined }),
    );
  }

  async function run(): Promise<boolean> {
    const answered = await answerInTurn();
    listener.holdDeadline();
    isLeft ||= !(await ledger.owns(id));
    if (!answered || isLeft) return false;
    await settle(
      {
        id,
        platform,
        question: listener.question(),
        ...answered,
        reply,
        render,
        live,
        record,
        // It may come before its turn, when another answer of its conversation is about to be remembered.
        remembers: () => remembers && (listener.isAsked() || !ending.signal.aborted),
        isReworded() {
          isSettled = true;
          return isReworded;
        },
      },
      ports,
    );
    return true;
  }

  return {
    id,
    question: listener.question,
    address: () => reply.address(),
    signal: ending.signal,
    wait,
    run: () => run().finally(permission.leave),
    abort,
    suspend(error) {
      isLeft = !listener.isAsked();
      listener.holdDeadline();
      ending.abort(error);
    },
    forget() {
      remembers = false;
    },
    waits: () => !listener.isAsked() && !ending.signal.aborted,
    rewordBeforeAsked: listener.reword,
    offerReworded(isNewer) {
      if (!isSettled) isReworded = isNewer;
      return !isSettled;
    },
  };
}
