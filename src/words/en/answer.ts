import type { Control } from '../../core/answer/control.ts';
import type { DataWords, MessageWords, SourceWords } from '../words.ts';
import { count } from './amounts.ts';

/** The lists of pages under an answer. */
export const sourceWords: SourceWords = {
  heading: 'Sources',
  alsoConsulted: 'Also consulted',
  andMorePages: (pages) => `and ${count(pages, 'more page')}`,
};

/** What holds an answer of several messages together. */
export const messageWords: MessageWords = {
  continued: (part) => `The answer, part ${part}`,
  restInFile: (working, fileName) =>
    working
      ? 'This answer is long: all of it will come as a file.'
      : `This answer is long: all of it, with all sources, is in the attached file ${fileName}.`,
  fileName: 'answer',
};

/** Values of a structured answer. */
export const dataWords: DataWords = {
  yesOrNo: (value) => (value ? 'yes' : 'no'),
  noValue: '–',
};

/** The words on the buttons. */
export const controlLabels: Readonly<Record<Control, string>> = {
  stop: 'Stop',
  retry: 'Retry',
  reword: 'Ask again with the new wording',
  sources: 'Sources',
  steps: 'Steps',
};
