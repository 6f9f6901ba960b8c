import type { Logger } from '../core/ports.ts';
import { createRunStore, type RunLedger } from './run-store.ts';
import { unusableFile } from './sqlite-file.ts';

/**
 * Opens the ledger of runs: in the file of an `sqlite:PATH` store, in memory for `memory:`, otherwise in `runsFile` on this
 * machine. Throws a `FootnoteError` of kind `config` that names the variable. `onFailure` is told of each method that failed later.
 */
export function openRuns(
  storeUrl: string,
  runsFile: string,
  logger: Pick<Logger, 'warn'>,
  onFailure?: () => void,
): RunLedger {
  if (storeUrl === 'memory:') return createRunStore(':memory:', logger, onFailure);
  const [variable, path] = storeUrl.startsWith('sqlite:')
    ? ['STORE_URL', storeUrl.slice('sqlite:'.length)]
    : ['RUNS_FILE', runsFile];
  try {
    return createRunStore(path, logger, onFailure);
  } catch (cause) {
    throw unusableFile(variable, path, cause);
  }
}
