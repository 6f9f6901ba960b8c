import { attempt } from '../errors.ts';
import type { KeyedQueue } from '../keyed-queue.ts';
import type { Part, ReplyAddress } from '../ports/place.ts';
import type { DeletedMessage, Edits, Incoming } from '../ports/platform.ts';
import type { Ledger, Run } from '../ports/stores.ts';
import type { Logger } from '../ports/system.ts';
import { decodeChannelKey } from '../question/keys.ts';
import type { Question } from '../question/question.ts';
import type { Runs } from '../runs/runs.ts';
import type { Reception } from './reception.ts';
import type { Restore } from './restore.ts';
import type { Understand } from './understand.ts';

export interface EditsOptions {
  readonly ledger: Pick<Ledger, 'find' | 'change' | 'reword'>;
  readonly understand: Understand;
  readonly reception: Pick<Reception, 'amend' | 'takeUp'>;
  readonly runs: Pick<
    Runs,
    'questions' | 'places' | 'waits' | 'rewordBeforeAsked' | 'offerReworded' | 'stop' | 'ended' | 'redraw'
  >;
  /** By line: the same as the reception's. */
  readonly perLine: KeyedQueue;
  /** By question: what people do about one is done in the order in which they do it. Shared with the buttons. */
  readonly perQuestion: KeyedQueue;
  readonly restore: Restore;
  readonly logger: Logger;
}

/**
 * Does what people want who edit or delete a message. Until somebody is asked, an edited question counts as if it had been
 * said so at first; afterwards its answer offers to ask the new words. With its message, or one of its answer, a question
 * is stopped.
 */
export function createEdits(options: EditsOptions): Edits {
  const { ledger, understand, reception, runs, perLine, perQuestion, restore, logger } = options;

  /** Waits until what an earlier process left is with the runs, where it is on its way to them. */
  async function settled(run: Run, incoming: Incoming<Part>): Promise<void> {
    if (run.state === 'ended' || runs.questions().some(({ id }) => id === run.id)) return;
    const pass = await perLine.take(incoming.line);
    pass();
  }

  async function follow(id: string, said: string): Promise<undefined> {
    await ledger.change(id, { said });
    // What is asked once more may have had an offer before.
    runs.offerReworded(id, false);
    await ledger.reword(id, null);
    logger.info({ question: id }, 'A question was edited before it was asked.');
  }

  /** Follows an edit; gives what is left to be done when it is recorded. */
  async function edited(now: Incoming<Part>): Promise<(() => Promise<void>) | undefined> {
    const { id, said } = now;
    const run = await ledger.find(id);
    const first = run && restore(run.platform, run.said);
    const newest = run?.reworded === undefined ? first : restore(run.platform, run.reworded);
    // Unknown, forgotten, or changed in something else than its words.
    if (!run || !first || newest?.text === now.text) return undefined;
    const understanding = understand(now);
    if (await reception.amend(id, { incoming: now, understood: understanding })) return follow(id, said);
    await settled(run, first);
    const understood = await understanding;
    const asks = understood.kind === 'ask';
    if (asks && runs.rewordBeforeAsked(id, understood.wording)) return follow(id, said);
    if (!asks && runs.waits(id)) {
      runs.stop(id);
      await follow(id, said);
      return async () => {
        await runs.ended(id);
        await reception.takeUp(now);
      };
    }
    const reworded = asks && now.text !== first.text ? said : null;
    if (reworded === null && run.reworded === undefined) return undefined;
    await ledger.reword(id, reworded);
    logger.info({ question: id }, 'A question was edited after it was asked.');
    return runs.offerReworded(id, reworded !== null) ? undefined : () => showOffer(id);
  }

  /** Shows under an answer that has ended whether there is a newer wording. */
  async function showOffer(id: string): Promise<void> {
    await runs.ended(id);
    const run = await ledger.find(id);
    const { question, answer, address } = run ?? {};
    const incoming = run && restore(run.platform, run.said);
    if (!question || !answer || answer.state === 'working' || !address || !incoming) return;
    await runs.redraw({ question, answer, ...incoming.resume(address), reworded: run.reworded !== undefined });
  }

  async function deleted({ questionId, ...message }: DeletedMessage): Promise<void> {
    if (await reception.amend(questionId, undefined)) {
      await ledger.change(questionId, { state: 'ended' });
      logger.info({ question: questionId }, 'A question was deleted before it was asked.');
      return;
    }
    const run = await ledger.find(questionId);
    const incoming = run && restore(run.platform, run.said);
    if (incoming) await settled(run, incoming);
    for (const { question, address } of runs.places().toReversed()) {
      if (question.id !== questionId && !isPartOf(message, question, address)) continue;
      logger.info({ question: question.id }, 'A question, or a message of its answer, was deleted.');
      runs.stop(question.id);
    }
  }

  function guarded(question: string, work: () => void | Promise<void>): Promise<void> {
    return attempt(work, (error) =>
      logger.error({ err: error, question }, 'What was edited or deleted could not be followed.'),
    );
  }

  return {
    async edited(now) {
      const { id } = now;
      const pass = await perQuestion.take(id);
      let rest: (() => Promise<void>) | undefined;
      await guarded(id, async () => {
        rest = await edited(now);
      });
      void guarded(id, () => rest?.()).finally(pass);
    },
    deleted: (message) => guarded(message.questionId, () => deleted(message)),
  };
}

/** Whether a message is one of an answer, or shows the question of a command below which it was begun. */
function isPartOf(
  { platform, channel, messageId }: Omit<DeletedMessage, 'questionId'>,
  { origin, channelKey }: Question,
  address: ReplyAddress,
): boolean {
  if (address.platform !== platform) return false;
  if (address.channel === channel && address.messages.includes(messageId)) return true;
  const begunWith = address.thread ?? address.channel;
  return origin === 'command' && begunWith === messageId && decodeChannelKey(channelKey).channel === channel;
}
