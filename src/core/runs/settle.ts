import { type Answer, startAnswer, withNotice } from '../answer/answer.ts';
import type { Conversation } from '../answer/conversation.ts';
import { noFootnotes } from '../answer/footnotes.ts';
import { attempt } from '../errors.ts';
import type { Part, Render, Reply } from '../ports/place.ts';
import type { HistoryStore } from '../ports/stores.ts';
import type { Clock, Logger, Metrics } from '../ports/system.ts';
import type { Platform } from '../question/keys.ts';
import type { Question } from '../question/question.ts';
import type { LiveReply } from '../reply/live-reply.ts';
import { failedAnswer } from './failed-answer.ts';
import type { RunRecord } from './run-record.ts';

/** An answer at its end, and where it is shown. */
export interface Settlement<P extends Part> {
  readonly id: string;
  readonly platform: Platform;
  /** `undefined` when it was forgotten: nothing is remembered of it. */
  readonly question: Question | undefined;
  readonly answer: Answer;
  /** As it was before the question; `undefined` when it is not known. */
  readonly conversation: Conversation | undefined;
  readonly reply: Pick<Reply<P>, 'attach'>;
  readonly render: Render<P>;
  readonly live: Pick<LiveReply, 'finish'>;
  readonly record: Pick<RunRecord, 'note'>;
  /** Whether the turn is to be remembered. */
  readonly remembers: () => boolean;
  /** Whether there is a newer wording of the question. Asked once, when the last edit begins. */
  readonly isReworded: () => boolean;
}

export interface SettlePorts {
  readonly history: HistoryStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Brings an answer to its end: remembers the turn, makes the last edit, counts it. Never rejects. */
export async function settle<P extends Part>(settlement: Settlement<P>, ports: SettlePorts): Promise<void> {
  const { id, platform, conversation, live, record, isReworded } = settlement;
  const { clock, logger, metrics } = ports;
  const { agent, startedAt } = settlement.answer;
  const answer = await attempt(
    () => remember(settlement, ports),
    (error) => failedAnswer(id, startAnswer(agent, startedAt), error, ports),
  );
  // After a crash from here on, the whole answer is shown.
  await record.note({ answer });
  await live.finish(isReworded() ? { ...answer, reworded: true } : answer, conversation?.footnotes);
  const tookMs = clock.now() - startedAt;
  metrics.answerEnded(platform, agent, answer.state, tookMs, answer.failure?.kind);
  logger.info({ question: id, agent, state: answer.state, tookMs }, 'A question was answered.');
}

/** Throws what rendering throws: an answer that cannot be rendered has to fail before its last edit. */
async function remember<P extends Part>(
  { question, answer, conversation, reply, render, remembers }: Settlement<P>,
  { history, logger }: SettlePorts,
): Promise<Answer> {
  const { footnotes } = render(answer, conversation?.footnotes ?? noFootnotes, reply.attach !== undefined);
  const { state, failure } = answer;
  // What a policy refused must not reach an agent as an earlier turn either.
  if (failure?.hint === 'refused') return answer;
  if (!question || !conversation || state === 'working' || !remembers()) return answer;
  const { id, asker, agent, text, askedAt, channelKey } = question;
  const turn = { questionId: id, asker, agent, question: text, answer: answer.text, state, at: askedAt };
  return attempt(
    async () => {
      const { key } = conversation;
      await history.append(key, turn, { channelKey, footnotes, unlessForgotten: conversation });
      return answer;
    },
    (error) => {
      logger.error({ err: error, question: id }, 'An answer could not be remembered.');
      return withNotice(answer, 'not-remembered');
    },
  );
}
