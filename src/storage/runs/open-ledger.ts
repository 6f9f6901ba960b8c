import { unusableFile } from '../sqlite-file.ts';
import { createLedger, type LedgerOptions, type OpenLedger } from './ledger.ts';

/**
 * Opens the ledger: in the file of an `sqlite:PATH` store, in memory for `memory:`, otherwise in `runsFile` on this machine.
 * Throws a `FootnoteError` of kind `config` that names the variable.
 */
export function openLedger(storeUrl: string, runsFile: string, options: LedgerOptions): OpenLedger {
  if (storeUrl === 'memory:') return createLedger(':memory:', options);
  const [variable, path] = storeUrl.startsWith('sqlite:')
    ? ['STORE_URL', storeUrl.slice('sqlite:'.length)]
    : ['RUNS_FILE', runsFile];
  try {
    return createLedger(path, options);
  } catch (cause) {
    throw unusableFile(variable, path, cause);
  }
}
