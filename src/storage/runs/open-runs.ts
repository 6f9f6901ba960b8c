import { unusableFile } from '../sqlite-file.ts';
import { createRunStore, type RunLedger, type RunLedgerOptions } from './run-store.ts';

/**
 * Opens the ledger of runs: in the file of an `sqlite:PATH` store, in memory for `memory:`, otherwise in `runsFile` on this
 * machine. Throws a `FootnoteError` of kind `config` that names the variable.
 */
export function openRuns(storeUrl: string, runsFile: string, options: RunLedgerOptions): RunLedger {
  if (storeUrl === 'memory:') return createRunStore(':memory:', options);
  const [variable, path] = storeUrl.startsWith('sqlite:')
    ? ['STORE_URL', storeUrl.slice('sqlite:'.length)]
    : ['RUNS_FILE', runsFile];
  try {
    return createRunStore(path, options);
  } catch (cause) {
    throw unusableFile(variable, path, cause);
  }
}
