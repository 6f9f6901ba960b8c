import { controlsOf } from '../answer/control.ts';
import { attempt } from '../errors.ts';
import type { KeyedQueue } from '../keyed-queue.ts';
import type { Phrases } from '../ports/phrases.ts';
import type { Buttons, Pressed, Presser } from '../ports/platform.ts';
import type { HistoryStore, Ledger, Run } from '../ports/stores.ts';
import type { Logger } from '../ports/system.ts';
import { type ChannelKey, channelOf } from '../question/keys.ts';
import type { Question } from '../question/question.ts';
import type { Runs } from '../runs/runs.ts';
import type { AskAgain } from './ask-again.ts';
import type { Restore } from './restore.ts';
import type { Understand } from './understand.ts';

export interface ButtonsOptions {
  readonly runs: Pick<Runs, 'questions' | 'stop' | 'ended'>;
  readonly ledger: Pick<Ledger, 'find'>;
  /** Holds the numbers of the sources. */
  readonly history: Pick<HistoryStore, 'load'>;
  readonly askAgain: AskAgain;
  readonly understand: Understand;
  readonly restore: Restore;
  /** By question: what people do about one is done in the order in which they do it. Shared with the edits. */
  readonly perQuestion: KeyedQueue;
  readonly phrases: Phrases;
  readonly logger: Logger;
}

/** Does what the buttons under answers say. A person is told where nothing can be done. */
export function createButtons(options: ButtonsOptions): Buttons {
  const { runs, ledger, history, askAgain, perQuestion, phrases, logger } = options;
  const retrying = new Set<string>();

  /** Until finer rules exist, an answer is its asker's and the moderators'. */
  async function mayChange(question: Question, by: Presser): Promise<boolean> {
    return question.asker.id === by.userId || (await by.mayModerate());
  }

  async function stop(pressed: Pressed): Promise<string | undefined> {
    const question = runs.questions().find(({ id }) => id === pressed.questionId);
    if (!question || !isFrom(question, pressed.channelKey)) return phrases.alreadyEnded;
    if (!(await mayChange(question, pressed))) return phrases.mayNotStop;
    runs.stop(question.id);
    return undefined;
  }

  /** The record of the answer; nothing of it where it is not the channel's own. */
  async function find({ questionId, channelKey }: Pressed): Promise<Run | undefined> {
    const run = await ledger.find(questionId);
    return run?.question && isFrom(run.question, channelKey) ? run : undefined;
  }

  async function show(pressed: Pressed, of: 'steps' | 'sources'): Promise<string | undefined> {
    const { question, answer } = (await find(pressed)) ?? {};
    if (!question || !answer) return phrases.nothingKept;
    const { footnotes } = await history.load(question.conversation);
    await pressed.show({ of, answer, footnotes });
    return undefined;
  }

  async function again(pressed: Pressed, control: 'retry' | 'reword'): Promise<string | undefined> {
    const { questionId, userId } = pressed;
    const nothing = control === 'retry' ? phrases.nothingToRetry : phrases.nothingToReword;
    // Before anything is waited for: of two buttons at once only one may get further.
    if (retrying.has(questionId)) return nothing;
    retrying.add(questionId);
    const pass = await perQuestion.take(questionId);
    try {
      const run = await find(pressed);
      if (!run?.question) return phrases.nothingKept;
      const isRunning = runs.questions().some(({ id }) => id === questionId);
      const offered = run.answer && controlsOf({ ...run.answer, reworded: run.reworded !== undefined });
      if (offered ? !offered.includes(control) : isRunning) return nothing;
      if (!(await mayChange(run.question, pressed))) return phrases.mayNotAskAgain;
      const wanted = control === 'retry' ? run : await withNewWording(run, options);
      if (!wanted) return nothing;
      // The button is to be seen a moment before the end of the answer is noted.
      await runs.ended(questionId);
      return await askAgain(wanted, { id: userId }, control === 'retry' ? 'retry' : 'reworded');
    } finally {
      pass();
      retrying.delete(questionId);
    }
  }

  function react(pressed: Pressed): Promise<string | undefined> {
    switch (pressed.control) {
      case 'stop':
        return stop(pressed);
      case 'retry':
      case 'reword':
        return again(pressed, pressed.control);
      case 'steps':
      case 'sources':
        return show(pressed, pressed.control);
    }
  }

  function guarded(by: Presser, fields: object, work: () => Promise<string | undefined>): Promise<void> {
    return attempt(
      async () => {
        const words = await work();
        if (words !== undefined) await by.tell(words);
      },
      (error) => {
        logger.error({ err: error, ...fields }, 'A button could not do its work.');
        return attempt(
          () => by.tell(error.kind === 'storage' ? phrases.storeUnreachable : phrases.pressFailed),
          (second) => logger.error({ err: second, ...fields }, 'The person could not be told either.'),
        );
      },
    );
  }

  return {
    press: (pressed) =>
      guarded(pressed, { control: pressed.control, question: pressed.questionId }, () => react(pressed)),
    stopConversation: (conversation, by) =>
      guarded(by, { control: 'stop', conversation }, async () => {
        const open = runs.questions().filter((question) => question.conversation === conversation);
        const allowed: Question[] = [];
        for (const question of open) if (await mayChange(question, by)) allowed.push(question);
        // The last first, so that none of them is asked in the meantime.
        for (const { id } of allowed.toReversed()) runs.stop(id);
        return open.length > 0 && allowed.length === 0 ? phrases.mayNotStop : undefined;
      }),
  };
}

/** Whether a question was asked, or is answered, in this channel: a button does not reach into another one. */
function isFrom({ channelKey, conversation }: Question, channel: ChannelKey): boolean {
  return channelKey === channel || channelOf(conversation) === channel;
}

/** The run as if its newest wording had been asked; `undefined` when it has none, or none that can be asked. */
async function withNewWording(
  run: Run,
  { understand, restore }: Pick<ButtonsOptions, 'understand' | 'restore'>,
): Promise<Run | undefined> {
  const { platform, question, reworded } = run;
  const now = reworded === undefined ? undefined : restore(platform, reworded);
  const understood = now && (await understand(now));
  if (!question || !now || understood?.kind !== 'ask') return undefined;
  return { ...run, said: now.said, question: { ...question, ...understood.wording }, reworded: undefined };
}
