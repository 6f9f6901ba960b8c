import { z } from 'zod';
import { variable } from './variable.ts';

/** Where what is remembered lies, and who works on it. */
export const storage = {
  storeUrl: variable(
    'STORE_URL',
    z
      .string()
      .refine(isStoreUrl, {
        error:
          'must be memory:, sqlite:PATH (such as sqlite:data/footnote.db), redis://HOST:PORT or postgres://USER:PASSWORD@HOST/DATABASE. Percent-encode special characters in a password.',
      })
      .default('sqlite:data/footnote.db'),
    {
      secret: 'password',
      about:
        'Where conversations are kept: memory:, sqlite:PATH, redis://HOST:PORT or postgres://USER:PASSWORD@HOST/DATABASE',
    },
  ),
  runsFile: variable('RUNS_FILE', z.string().default('data/footnote-runs.db'), {
    about:
      'Beside a redis:// or postgres:// store: the SQLite file that records what was said until it is answered; keep it over restarts',
  }),
  role: variable(
    'ROLE',
    z
      .enum(['all'], {
        error: 'must be all. The roles gateway and worker, for several machines, are not part of this version.',
      })
      .default('all'),
    { about: 'What this process does; all is the only role in this version' },
  ),
};

function isStoreUrl(text: string): boolean {
  if (text === 'memory:') return true;
  // `sqlite://data/x.db` would silently be the absolute path /data/x.db.
  if (text.startsWith('sqlite:')) return /^sqlite:(?!\/\/[^/])./.test(text);
  return /^(rediss?|postgres(ql)?):\/\//.test(text) && URL.canParse(text);
}
