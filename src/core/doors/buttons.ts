import { attempt } from '../errors.ts';
import type { Buttons, Pressed, Presser } from '../ports/platform.ts';
import type { HistoryStore } from '../ports/stores.ts';
import type { Logger } from '../ports/system.ts';
import type { Question } from '../question/question.ts';
import type { Runs } from '../runs/runs.ts';
import { createPressAgain, type PressAgainOptions } from './press-again.ts';
import { findPressed, isFrom, mayChange } from './pressed-answer.ts';

export interface ButtonsOptions extends PressAgainOptions {
  readonly runs: Pick<Runs, 'questions' | 'stop' | 'ended'>;
  /** Holds the numbers of the sources. */
  readonly history: Pick<HistoryStore, 'load'>;
  readonly logger: Logger;
}

/** Does what the buttons under answers say. A person is told where nothing can be done. */
export function createButtons(options: ButtonsOptions): Buttons {
  const { runs, ledger, history, phrases, logger } = options;
  const pressAgain = createPressAgain(options);

  async function stop(pressed: Pressed): Promise<string | undefined> {
    const question = runs.questions().find(({ id }) => id === pressed.questionId);
    if (!question || !isFrom(question, pressed.channelKey)) return phrases.alreadyEnded;
    if (!(await mayChange(question, pressed))) return phrases.mayNotStop;
    runs.stop(question.id);
    return undefined;
  }

  async function show(pressed: Pressed, of: 'steps' | 'sources'): Promise<string | undefined> {
    const { question, answer } = (await findPressed(pressed, ledger)) ?? {};
    if (!question || !answer) return phrases.nothingKept;
    const { footnotes } = await history.load(question.conversation);
    await pressed.show({ of, answer, footnotes });
    return undefined;
  }

  function react(pressed: Pressed): Promise<string | undefined> {
    switch (pressed.control) {
      case 'stop':
        return stop(pressed);
      case 'retry':
      case 'reword':
        return pressAgain(pressed, pressed.control);
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
