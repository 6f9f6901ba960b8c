import { z } from 'zod';
import { withCore } from '../core-process.ts';
import type { Row } from '../row.ts';
import type { Scenario } from './scenario.ts';

const measured = z.object({ coreShare: z.number(), lagP99Ms: z.number() });
const answersAtOnce = 250;

/** Many answers at once in one process, with an agent and replies that only wait. */
export const perCore: Scenario = {
  ids: ['per-core'],
  name: `${answersAtOnce} answers at once`,
  run: ({ quick }) =>
    withCore('many', async (call) => {
      const args = { count: answersAtOnce, measuredMs: quick ? 4000 : 12_000 };
      const { coreShare, lagP99Ms } = await call('many', args, measured, 60_000);
      const rows: Row[] = [
        {
          id: 'per-core',
          figure: 'answers per core at 100 deltas/s each, without calls',
          unit: '',
          values: { Footnote: answersAtOnce / coreShare },
          goal: { kind: 'above', limit: 250 },
        },
        {
          id: 'per-core-loop',
          figure: `event loop's delay with ${answersAtOnce} such answers, 99th percentile`,
          unit: 'ms',
          values: { Footnote: lagP99Ms },
          goal: { kind: 'below', limit: 50 },
        },
      ];
      return { rows };
    }),
};
