import { join } from 'node:path';
import { type Call, createCall } from './child-calls.ts';
import { endChild, forkScript } from './children.ts';

/** Runs something with a script of `core/` in a process of its own, which ends with it. */
export async function withCore<T>(script: 'cpu' | 'many', run: (call: Call) => Promise<T>): Promise<T> {
  const profile = process.env['BENCH_PROFILE'];
  const execArgv = profile ? ['--cpu-prof', '--cpu-prof-dir', profile] : [];
  const child = forkScript(join(import.meta.dirname, `core/${script}.ts`), { execArgv }, [], (text) =>
    process.stderr.write(text),
  );
  try {
    return await run(createCall(child));
  } finally {
    await endChild(child);
  }
}
