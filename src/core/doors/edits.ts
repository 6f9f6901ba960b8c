import { toFootnoteError } from '../errors.ts';
import type { Part, ReplyAddress } from '../ports/place.ts';
import type { DeletedMessage, Edits, Incoming, PlatformAdapter } from '../ports/platform.ts';
import type { HistoryStore, Ledger, Run } from '../ports/stores.ts';
import type { Clock, Logger } from '../ports/system.ts';
import { decodeChannelKey } from '../question/keys.ts';
import type { Question } from '../question/question.ts';
import type { EditBudget } from '../reply/edit-budget.ts';
import { createLiveReply } from '../reply/live-reply.ts';
import type { KeyedQueue } from '../runs/keyed-queue.ts';
import type { Runs } from '../runs/runs.ts';
import type { Reception } from './reception.ts';

/** What edits work with. */
export interface EditsOptions {
  readonly ledger: Pick<Ledger, 'find' | 'change' | 'reword'>;
  readonly reception: Pick<Reception, 'asks' | 'amend' | 'takeUp'>;
  readonly runs: Pick<Runs, 'questions' | 'places' | 'waits' | 'amend' | 'reword' | 'stop' | 'ended'>;
  /** The same as the reception's. */
  readonly turns: KeyedQueue;
  /** By question: what people do about one is done in the order in which they do it. Shared with the presses. */
  readonly perQuestion: KeyedQueue;
  readonly history: Pick<HistoryStore, 'load'>;
  /** What was said, from the record of it. */
  readonly restore: (run: Run, said: string) => Incoming<Part> | undefined;
  readonly budget: EditBudget;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly maxFinalAttempts: number;
}

/** Makes a function that gives what an adapter made of something said. */
export function createRestore(adapters: () => readonly PlatformAdapter[]): EditsOptions['restore'] {
  return ({ platform }, said) =>
    adapters()
      .find((adapter) => adapter.platform === platform)
      ?.restore(said);
}

/** The run as if its newest wording had been asked; `undefined` when it has none, or none that can be asked. */
export function withNewWording(
  run: Run,
  { reception, restore }: Pick<EditsOptions, 'reception' | 'restore'>,
): Run | undefined {
  const { question, reworded } = run;
  const now = reworded === undefined ? undefined : restore(run, reworded);
  const asking = now && reception.asks(now);
  if (!question || !now || !asking) return undefined;
  return { ...run, said: now.said, question: { ...question, ...asking.wording }, reworded: undefined };
}

/**
 * Does what people want who edit or delete a message. Until somebody is asked, an edited question counts as if it had been
 * said so at first; afterwards its answer offers to ask the new words. With its message, or one of its answer, a question
 * is stopped.
 */
export function createEdits(options: EditsOptions): Edits {
  const { ledger, reception, runs, turns, perQuestion, history, restore, logger } = options;

  /** Waits until what an earlier process left is with the runs, where it is on its way to them. */
  async function settled(run: Run, incoming: Incoming<Part>): Promise<void> {
    if (run.state === 'ended' || runs.questions().some(({ id }) => id === run.id)) return;
    const pass = await turns.take(incoming.line);
    pass();
  }

  async function follow(id: string, said: string): Promise<undefined> {
    await ledger.change(id, { said });
    // What is asked once more may have had an offer before.
    runs.reword(id, false);
    await ledger.reword(id, null);
    logger.info({ question: id }, 'A question was edited before it was asked.');
  }

  /** What is left to be done when the amendment is recorded. */
  async function edited(now: Incoming<Part>): Promise<(() => Promise<void>) | undefined> {
    const { id, said } = now;
    const run = await ledger.find(id);
    const first = run && restore(run, run.said);
    const newest = run?.reworded === undefined ? first : restore(run, run.reworded);
    // Unknown, forgotten, or changed in something else than its words.
    if (!run || !first || newest?.text === now.text) return undefined;
    if (await reception.amend(id, now)) return follow(id, said);
    await settled(run, first);
    const asking = reception.asks(now);
    if (asking && runs.amend(id, asking.wording, asking.agent)) return follow(id, said);
    if (!asking && runs.waits(id)) {
      runs.stop(id);
      await follow(id, said);
      return async () => {
        await runs.ended(id);
        await reception.takeUp(now);
      };
    }
    const reworded = asking && now.text !== first.text ? said : null;
    if (reworded === null && run.reworded === undefined) return undefined;
    await ledger.reword(id, reworded);
    logger.info({ question: id }, 'A question was edited after it was asked.');
    return runs.reword(id, reworded !== null) ? undefined : () => showOffer(id);
  }

  /** Shows under an answer that has ended whether there is a newer wording. */
  async function showOffer(id: string): Promise<void> {
    await runs.ended(id);
    const run = await ledger.find(id);
    const { question, answer, address } = run ?? {};
    const incoming = run && restore(run, run.said);
    if (!question || !answer || answer.state === 'working' || !address || !incoming) return;
    const { footnotes } = await history.load(question.conversation);
    const isReworded = run.reworded !== undefined;
    const live = createLiveReply({
      ...options,
      ...incoming.resume(address),
      // Whether there was an offer before is not known: it is written in any case.
      standing: { answer: { ...answer, reworded: !isReworded }, earlier: footnotes },
      onWritten: () => {},
      onLost: () => {},
    });
    await live.finish({ ...answer, reworded: isReworded }, footnotes);
  }

  async function deleted({ questionId, ...message }: DeletedMessage): Promise<void> {
    if (await reception.amend(questionId, undefined)) {
      await ledger.change(questionId, { state: 'ended' });
      logger.info({ question: questionId }, 'A question was deleted before it was asked.');
      return;
    }
    const run = await ledger.find(questionId);
    const incoming = run && restore(run, run.said);
    if (incoming) await settled(run, incoming);
    for (const { question, address } of runs.places().toReversed()) {
      if (question.id !== questionId && !isPartOf(message, question, address)) continue;
      logger.info({ question: question.id }, 'A question, or a message of its answer, was deleted.');
      runs.stop(question.id);
    }
  }

  async function guarded(question: string, work: () => Promise<void> | undefined): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      logger.error({ err: toFootnoteError(thrown), question }, 'What was edited or deleted could not be followed.');
    }
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
