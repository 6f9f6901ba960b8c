import type { Catalogue } from '../words.ts';
import { createAgentNames } from './agent-names.ts';
import { controlLabels, dataWords, messageWords, sourceWords } from './answer.ts';
import { commandWords, placeWords } from './commands.ts';
import { detailWords } from './details.ts';
import { noticeWords } from './notices.ts';
import { phrases } from './phrases.ts';
import { statusWords } from './status.ts';

/** What the bot says in English. */
export const english: Catalogue = (known) => {
  const agents = createAgentNames(known);
  return {
    ...phrases(agents),
    status: statusWords(agents),
    notices: noticeWords(agents),
    sources: sourceWords,
    messages: messageWords,
    data: dataWords,
    details: detailWords(agents),
    commands: commandWords(agents),
    places: placeWords(agents),
    controlLabel: (control) => controlLabels[control],
  };
};
