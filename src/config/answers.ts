import { z } from 'zod';
import { flag, integer, oneOf } from './values.ts';
import { variable } from './variable.ts';

/** How questions are answered, whoever answers them. */
export const answers = {
  links: variable('LINKS', oneOf('sources', 'all').default('sources'), {
    about: 'Which links of an answer are live: sources (delivered by the agent) or all (every safe https link)',
  }),
  maxMessages: variable('MAX_MESSAGES', integer(2, 100).default(6), {
    about:
      'After how many messages, and half of one more, a long answer goes on in an attached file, where files are allowed.',
  }),
  templatesDir: variable('TEMPLATES_DIR', z.string().optional(), {
    about:
      'A folder with templates of your own for structured answers (docs/templates.md); they add to those that Footnote brings',
  }),
  reaskAfterCrash: variable('REASK_AFTER_CRASH', flag().default(false), {
    about: 'true: after a crash a question that was already sent to the agent may be asked, and charged, again',
  }),
};
