import { type Answer, startAnswer, withNotice } from '../answer/answer.ts';
import { attempt } from '../errors.ts';
import type { Opened, Part } from '../ports/place.ts';
import type { Platform } from '../question/keys.ts';
import type { Question } from '../question/question.ts';
import { fencedReply } from '../reply/fence.ts';
import { createLiveReply } from '../reply/live-reply.ts';
import type { AnsweringPorts } from './answering.ts';
import type { ActiveRun } from './run.ts';
import { createRunRecord } from './run-record.ts';
import { settle } from './settle.ts';
import { createWriteCounter } from './write-counter.ts';

/** An answer that an earlier process left without its end, as the ledger holds it. */
export interface ToFinish<P extends Part> extends Pick<Opened<P>, 'reply' | 'render'> {
  readonly id: string;
  readonly platform: Platform;
  /** `undefined` when it was forgotten. */
  readonly question: Question | undefined;
  /** Its agent was asked: what was not asked is not remembered. */
  readonly wasAsked: boolean;
  /** As far as it was noted; `undefined` when nothing was. */
  readonly answer: Answer | undefined;
  /** When it was asked, in milliseconds since the epoch. */
  readonly askedAt: number;
  /** There is a newer wording of the question. */
  readonly reworded: boolean;
}

/** Shows and remembers an answer as far as it came; nobody is asked. One without an end was interrupted. */
export function createFinishing<P extends Part>(
  { id, platform, question, wasAsked, answer: noted, askedAt, reply: unfenced, render, reworded }: ToFinish<P>,
  ports: AnsweringPorts,
): ActiveRun {
  const { history, ledger, clock, logger } = ports;
  const reply = fencedReply(unfenced, () => ledger.owns(id));
  let remembers = wasAsked;
  let isReworded = reworded;
  let isSettled = false;
  const record = createRunRecord(id, ports, () => {});
  const count = createWriteCounter(platform, askedAt, ports);
  const live = createLiveReply({
    ...ports,
    reply,
    render,
    onWritten(outcome) {
      if ('answer' in outcome) record.written(reply.address());
      count(outcome);
    },
    onLost: () => {},
  });

  async function run(): Promise<boolean> {
    const answer = endOf(noted ?? startAnswer(question?.agent, askedAt), clock.now());
    const conversation =
      question &&
      (await attempt(
        () => history.load(question.conversation),
        (error) => {
          logger.error({ err: error, question: id }, 'An answer could not be remembered.');
          return undefined;
        },
      ));
    if (!(await ledger.owns(id))) return false;
    await settle(
      {
        id,
        platform,
        question,
        answer: question && !conversation ? withNotice(answer, 'not-remembered') : answer,
        conversation,
        reply,
        render,
        live,
        record,
        remembers: () => remembers,
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
    question: () => question,
    address: () => reply.address(),
    signal: new AbortController().signal,
    wait() {},
    run,
    abort() {},
    suspend() {},
    forget() {
      remembers = false;
    },
    waits: () => false,
    rewordBeforeAsked: () => false,
    offerReworded(isNewer) {
      if (!isSettled) isReworded = isNewer;
      return !isSettled;
    },
  };
}

function endOf(noted: Answer, now: number): Answer {
  const ended = { ...noted, wait: undefined, endedAt: noted.endedAt ?? now };
  return noted.state === 'working' ? withNotice({ ...ended, state: 'incomplete' }, 'interrupted') : ended;
}
