import { type Answer, applyEvent, endAnswer, startAnswer, type Wait, withNotice } from '../answer/answer.ts';
import { type Conversation, newConversation } from '../answer/conversation.ts';
import { withSourcesNamed } from '../answer/source-numbers.ts';
import { FootnoteError, toFootnoteError } from '../errors.ts';
import type { Agent } from '../ports/agent.ts';
import type { Opened, Part } from '../ports/place.ts';
import type { HistoryStore, Ledger, RunChange } from '../ports/stores.ts';
import type { Clock, Logger, Metrics } from '../ports/system.ts';
import type { Platform } from '../question/keys.ts';
import type { Question, Wording } from '../question/question.ts';
import type { EditBudget } from '../reply/edit-budget.ts';
import { fencedReply } from '../reply/fence.ts';
import { createLiveReply } from '../reply/live-reply.ts';
import { createDeadline, type Deadline } from './deadline.ts';

/** What answering works with; one object for the whole process. */
export interface AnsweringPorts {
  readonly history: HistoryStore;
  readonly ledger: Ledger;
  readonly budget: EditBudget;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly maxFinalAttempts: number;
}

/** How often a growing answer is noted in the ledger: when something of it was written since the last note, and else. */
const noteEveryMs = { written: 1000, unwritten: 10_000 } as const;

/** One question on its way to its reply. */
export interface Answering {
  /** Shows what the question waits for. */
  wait(wait: Wait): void;
  /** Ends the answer early if the agent is not asked within this time. */
  limitWait(maxMs: number): void;
  /** Aborts when the answer is to end early: it should be run at once then, whatever it waits for. */
  readonly signal: AbortSignal;
  /**
   * Asks the agent and shows the answer to its end. Never rejects: every error ends in the reply and in the log. False
   * when it was left for the next start.
   */
  run(): Promise<boolean>;
  /** Ends the answer early; what arrived is kept and the error says why. */
  abort(error: FootnoteError): void;
  /** Like `abort`, but a question that was not asked is left as it is for the next start. */
  suspend(error: FootnoteError): void;
  /** Leaves no trace of this question in the history. */
  forget(): void;
  /** Whether nobody was asked yet, and it is not about to end. */
  waits(): boolean;
  /** Has this asked instead, of another agent perhaps. False when it does not wait any more. */
  amend(wording: Wording, by: Agent): boolean;
  /** Whether there is a newer wording, which the answer offers to ask once it has ended. False when its end is shown already. */
  reword(isReworded: boolean): boolean;
}

/** What is particular about one question. */
export interface AnsweringOptions {
  /** It was asked before, and the bot crashed or a person wants it once more. */
  readonly again?: boolean;
  /** There is a newer wording of it. */
  readonly reworded?: boolean;
}

/** Prepares the answer to one question in a place that is open for it. */
export function answerQuestion<P extends Part>(
  first: Question,
  platform: Platform,
  firstAgent: Agent,
  { reply: unfenced, render }: Pick<Opened<P>, 'reply' | 'render'>,
  ports: AnsweringPorts,
  { again = false, reworded = false }: AnsweringOptions = {},
): Answering {
  const { history, ledger, clock, logger, metrics } = ports;
  const reply = fencedReply(unfenced, () => ledger.owns(first.id));
  const aborting = new AbortController();
  let question = first;
  let agent = firstAgent;
  let amending = new AbortController();
  let isReworded = reworded;
  let ending = false;
  let remember = true;
  let asked = false;
  let left = false;
  let deadline: Deadline | undefined;
  const live = createLiveReply({
    ...ports,
    reply,
    render,
    onWritten: visibility(),
    onLost: abort,
  });

  function abort(error: FootnoteError): void {
    // Its successor has the record, and goes on.
    left ||= error.hint === 'taken-over';
    aborting.abort(error);
  }

  let notedAt = 0;
  let messages = '';
  let writtenSinceNote = true;

  /** What the ledger misses shows only after a crash, so the answer goes on without it. */
  async function note(change: RunChange): Promise<void> {
    notedAt = clock.now();
    writtenSinceNote = false;
    await record(change).catch((thrown: unknown) => {
      logger.error({ err: toFootnoteError(thrown), question: question.id }, 'An answer could not be noted.');
    });
  }

  async function record(change: RunChange): Promise<void> {
    try {
      await ledger.change(question.id, change);
    } catch (thrown) {
      const error = toFootnoteError(thrown);
      if (error.hint === 'taken-over') abort(error);
      throw error;
    }
  }

  function noteGrowth(answer: Answer): void {
    const everyMs = writtenSinceNote ? noteEveryMs.written : noteEveryMs.unwritten;
    if (clock.now() - notedAt >= everyMs) void note({ answer });
  }

  function visibility() {
    let sign = false;
    let text = false;
    return (outcome: { readonly answer: Answer } | { readonly error: FootnoteError }) => {
      metrics.replyWritten(platform, 'error' in outcome ? outcome.error.kind : 'ok');
      if ('error' in outcome) return;
      const address = reply.address();
      const written = address.messages.join();
      if (written !== messages) void note({ address });
      messages = written;
      writtenSinceNote = true;
      const afterMs = clock.now() - question.askedAt;
      if (!sign) metrics.replyVisible(platform, afterMs);
      sign = true;
      if (!text && outcome.answer.text !== '') {
        metrics.textVisible(platform, afterMs);
        text = true;
      }
    };
  }

  async function answerWith(conversation: Conversation): Promise<Answer> {
    for (;;) {
      const answer = await answerOnce(conversation, amending.signal);
      if (answer) return answer;
    }
  }

  /** `undefined` when it got another wording before it was asked. */
  async function answerOnce(conversation: Conversation, amended: AbortSignal): Promise<Answer | undefined> {
    let answer = startAnswer(agent.name, question.askedAt);
    const signal = AbortSignal.any([aborting.signal, amended]);
    // What is asked again replaces what was answered before.
    const turns = conversation.turns.filter(({ questionId }) => questionId !== question.id);
    try {
      aborting.signal.throwIfAborted();
      if (!agent.replays) live.show(answer, conversation.footnotes);
      if (agent.asksLater !== true) await noteAsked();
      const named = { ...question, text: withSourcesNamed(question.text, conversation.footnotes) };
      for await (const event of agent.answer(named, { ...conversation, turns }, { signal })) {
        if (amended.aborted) return undefined;
        answer = applyEvent(answer, event);
        // The end is shown once, when it is complete and remembered.
        if (event.type === 'done') break;
        if (event.type === 'asking' && !asked) await noteAsked();
        if (event.type === 'queued') await noteWaiting();
        if (!agent.replays) live.show(answer, conversation.footnotes);
        if (asked) noteGrowth(answer);
        aborting.signal.throwIfAborted();
      }
      if (answer.state === 'working') signal.throwIfAborted();
      return endAnswer(answer, clock.now());
    } catch (thrown) {
      if (amended.aborted && !aborting.signal.aborted) return undefined;
      return failed(answer, thrown);
    }
  }

  async function noteAsked(): Promise<void> {
    asked = true;
    deadline?.hold();
    const state = again ? 'asked-again' : 'asked';
    // After a crash nobody may be asked, or told to have been asked, other words than these.
    await record(question === first ? { state } : { state, question });
    aborting.signal.throwIfAborted();
  }

  /** A crash while it waits again finds it as it was before it was asked. */
  async function noteWaiting(): Promise<void> {
    if (!asked || agent.asksLater !== true) return;
    asked = false;
    deadline?.resume();
    await note({ state: again ? 'asked' : 'opened' });
  }

  function failed(answer: Answer, thrown: unknown): Answer {
    const error = toFootnoteError(aborting.signal.aborted ? aborting.signal.reason : thrown);
    const fields = { question: question.id, agent: agent.name };
    if (error.kind === 'stopped') logger.info(fields, 'An answer was ended early.');
    else logger.warn({ ...fields, err: error }, 'A question could not be answered.');
    const { kind, hint, retryAfterMs } = error;
    const { endedAt = clock.now() } = answer;
    if (hint === 'by-person') return { ...answer, wait: undefined, state: 'stopped', endedAt };
    return { ...answer, wait: undefined, state: 'failed', failure: { kind, hint, retryAfterMs }, endedAt };
  }

  async function save(conversation: Conversation, answer: Answer): Promise<Answer> {
    // Also when nothing is remembered: an answer that cannot be rendered has to fail before its last edit.
    const { footnotes } = render(answer, conversation.footnotes, reply.attach !== undefined);
    if (!remember || answer.state === 'working') return answer;
    // It may come before its turn, when another answer of its conversation is about to be remembered.
    if (aborting.signal.aborted && !asked) return answer;
    const { id, asker, text, askedAt, channelKey } = question;
    const { state } = answer;
    const turn = { questionId: id, asker, agent: agent.name, question: text, answer: answer.text, state, at: askedAt };
    try {
      const { key } = conversation;
      const added = await history.append(key, turn, { channelKey, footnotes, unlessForgotten: conversation });
      if (added && !remember) await history.forget(key);
      return answer;
    } catch (thrown) {
      logger.error({ err: toFootnoteError(thrown), question: id }, 'An answer could not be remembered.');
      return withNotice(answer, 'not-remembered');
    }
  }

  async function run(): Promise<boolean> {
    let conversation = newConversation(question.conversation);
    let answer: Answer;
    try {
      conversation = await history.load(question.conversation);
      answer = await answerWith(conversation);
      if (!(await ledger.owns(question.id))) left = true;
      if (!left) answer = await save(conversation, answer);
    } catch (thrown) {
      answer = failed(startAnswer(agent.name, question.askedAt), thrown);
    }
    deadline?.hold();
    if (left) return false;
    // After a crash from here on, the whole answer is shown.
    await note({ answer });
    ending = true;
    await live.finish(isReworded ? { ...answer, reworded: true } : answer, conversation.footnotes);
    const tookMs = clock.now() - question.askedAt;
    metrics.answerEnded(platform, agent.name, answer.state, tookMs, answer.failure?.kind);
    logger.info({ question: question.id, agent: agent.name, state: answer.state, tookMs }, 'A question was answered.');
    return true;
  }

  const waits = () => !asked && !aborting.signal.aborted;

  return {
    wait: (wait) => live.show(startAnswer(agent.name, question.askedAt, wait)),
    limitWait(maxMs) {
      deadline = createDeadline(clock, clock.now() + maxMs, () => {
        const message = `The question waited ${maxMs} ms.`;
        aborting.abort(new FootnoteError('timeout', message, { hint: 'waited-too-long' }));
      });
    },
    signal: aborting.signal,
    run,
    abort,
    suspend(error) {
      left = !asked;
      deadline?.hold();
      aborting.abort(error);
    },
    forget: () => {
      remember = false;
    },
    waits,
    amend(wording, by) {
      if (!waits()) return false;
      question = { ...question, ...wording };
      agent = by;
      void note({ question });
      amending.abort();
      amending = new AbortController();
      return true;
    },
    reword(isNewer) {
      if (!ending) isReworded = isNewer;
      return !ending;
    },
  };
}
