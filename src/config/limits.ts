import { z } from 'zod';
import { integer } from './values.ts';
import { variable } from './variable.ts';

/** How much may be asked. */
export const limits = {
  /** How many questions are answered at a time for all that share something. */
  running: z.object({
    person: variable('RUNNING_PER_PERSON', integer(1, 10_000).default(2), {
      about:
        'How many questions of one person are answered at a time; further ones wait, and five times as many may be open',
    }),
    channel: variable('RUNNING_PER_CHANNEL', integer(1, 10_000).default(5), {
      about: 'The same for all questions of one channel',
    }),
    workspace: variable('RUNNING_PER_WORKSPACE', integer(1, 10_000).default(10), {
      about: 'The same for all questions of one workspace or server',
    }),
    process: variable('RUNNING_PER_PROCESS', integer(1, 10_000).default(200), {
      about: 'The same for all questions of this process',
    }),
  }),
};
