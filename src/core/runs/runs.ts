import type { Place } from '../asking/admission.ts';
import { FootnoteError, toFootnoteError } from '../errors.ts';
import type { Agent } from '../ports/agent.ts';
import type { Opened, Part, ReplyAddress } from '../ports/place.ts';
import type { ConversationKey, Platform } from '../question/keys.ts';
import type { Question, Wording } from '../question/question.ts';
import { type Answering, type AnsweringOptions, type AnsweringPorts, answerQuestion } from './answer-question.ts';

/** The questions being answered: one at a time in a conversation, in order of arrival. */
export interface Runs {
  /** Answers a question after those before it in its conversation; resolves when its reply has ended. */
  ask<P extends Part>(
    question: Question,
    platform: Platform,
    agent: Agent,
    opened: Pick<Opened<P>, 'reply' | 'render'>,
    how?: AskingOptions,
  ): Promise<void>;
  /** Keeps the questions that the test picks out of the history, though they are still answered. */
  forget(isForgotten: (question: Question) => boolean): void;
  /** The questions that wait or are being answered. */
  questions(): readonly Question[];
  /** The same with where each is answered. */
  places(): readonly { readonly question: Question; readonly address: ReplyAddress }[];
  /** Whether a question is among {@link questions}, and nobody was asked yet. */
  waits(questionId: string): boolean;
  /** Has a question asked in other words, of this agent. False when it was asked already, and for one that is not among {@link questions}. */
  amend(questionId: string, wording: Wording, agent: Agent): boolean;
  /** Whether there is a newer wording of a question that was asked, which its answer offers at its end. False like `amend`, and when it has ended. */
  reword(questionId: string, isReworded: boolean): boolean;
  /** Resolves when the end of this question is noted; at once for one that is not among {@link questions}. */
  ended(questionId: string): Promise<void>;
  /** Ends an answer because a person wants it: what arrived is kept. A question that waits is never asked, and forgotten. */
  stop(questionId: string): void;
  /** How many questions wait or are being answered. */
  active(): number;
  /** Resolves when all have ended. Those still being answered after `graceMs` are ended early and say so; those that wait are left for the next start; `settleMs` later nothing is waited for. */
  drain(graceMs: number, settleMs: number): Promise<void>;
}

/** What is particular about one question. */
export interface AskingOptions extends AnsweringOptions {
  /** Where it was let in: it waits for its turn there, and no longer than it may. Without one nobody is asked. */
  readonly place?: Place;
}

/** What the runs work with. */
export interface RunsPorts extends AnsweringPorts {
  /** How long a question waits before it is given up. */
  readonly maxWaitMs: number;
}

interface Run {
  readonly question: Question;
  readonly answering: Answering;
  readonly address: () => ReplyAddress;
  /** Somebody is asked. */
  readonly asks: boolean;
  readonly ended: Promise<void>;
  /** Resolves when this one and all before it in the conversation have ended. */
  readonly passed: Promise<unknown>;
}

/** No question is being answered at first. */
export function createRuns(ports: RunsPorts): Runs {
  const queues = new Map<ConversationKey, Run[]>();
  const { clock, maxWaitMs } = ports;
  let stopping = false;
  const all = () => [...queues.values()].flat();
  const find = (questionId: string) => all().find(({ question }) => question.id === questionId);

  async function run({ id }: Question, answering: Answering, place: Place | undefined): Promise<void> {
    await place?.turn(answering.signal, answering.wait);
    // The record of one that was not asked says so: the next start asks it.
    const hasEnded = !stopping && (await answering.run());
    place?.leave();
    if (!hasEnded) return;
    await ports.ledger.change(id, { state: 'ended' }).catch((thrown: unknown) => {
      ports.logger.error({ err: toFootnoteError(thrown), question: id }, 'The end of an answer could not be noted.');
    });
  }

  function leave(key: ConversationKey, questionId: string): void {
    const queue = (queues.get(key) ?? []).filter(({ question }) => question.id !== questionId);
    if (queue.length > 0) queues.set(key, queue);
    else queues.delete(key);
    queue.forEach(({ answering }, ahead) => {
      if (ahead > 0) answering.wait({ for: 'turn', ahead });
    });
  }

  async function allEnded(): Promise<void> {
    while (queues.size > 0) await Promise.all(all().map((run) => run.ended));
  }

  return {
    ask(question, platform, agent, opened, { place, ...how } = {}) {
      const key = question.conversation;
      const queue = queues.get(key) ?? [];
      const answering = answerQuestion(question, platform, agent, opened, ports, how);
      if (place) answering.limitWait(maxWaitMs);
      if (queue.length > 0) answering.wait({ for: 'turn', ahead: queue.length });
      const before = queue.at(-1)?.passed ?? Promise.resolve();
      const skipped = Promise.withResolvers<void>();
      answering.signal.addEventListener('abort', () => {
        // What waits while the bot stops is left as it is.
        if (!stopping) skipped.resolve();
      });
      const ended = Promise.race([before, skipped.promise])
        .then(() => run(question, answering, place))
        .then(() => leave(key, question.id));
      const passed = Promise.all([before, ended]);
      const address = () => opened.reply.address();
      queues.set(key, [...queue, { question, answering, address, asks: place !== undefined, ended, passed }]);
      return ended;
    },
    questions: () => all().map(({ question }) => question),
    places: () => all().map(({ question, address }) => ({ question, address: address() })),
    waits: (questionId) => {
      const run = find(questionId);
      return run?.asks === true && run.answering.waits();
    },
    amend: (questionId, wording, agent) => {
      const run = find(questionId);
      return run?.asks === true && run.answering.amend(wording, agent);
    },
    reword: (questionId, isReworded) => find(questionId)?.answering.reword(isReworded) ?? false,
    ended: async (questionId) => find(questionId)?.ended,
    stop(questionId) {
      for (const queue of queues.values())
        queue.forEach(({ question, answering }, ahead) => {
          if (question.id !== questionId) return;
          if (ahead > 0) answering.forget();
          answering.abort(new FootnoteError('stopped', 'A person stopped the answer.', { hint: 'by-person' }));
        });
    },
    forget(isForgotten) {
      for (const { question, answering } of all()) if (isForgotten(question)) answering.forget();
    },
    active: () => all().length,
    async drain(graceMs, settleMs) {
      const settled = new AbortController();
      const ended = allEnded().then(() => settled.abort());
      await clock.sleep(graceMs, settled.signal);
      stopping = true;
      const error = new FootnoteError('stopped', 'The bot was stopped.');
      for (const { answering } of all()) answering.suspend(error);
      await Promise.race([ended, clock.sleep(settleMs, settled.signal)]);
    },
  };
}
