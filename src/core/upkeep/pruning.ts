import { toFootnoteError } from '../errors.ts';
import type { Ledger } from '../ports/stores.ts';
import type { Clock, Logger } from '../ports/system.ts';

/** What has to go at once blocks the process for about 15 ms a thousand runs. */
const everyMs = 60 * 60 * 1000;

/** Removes every hour, from now on until the signal aborts, what the ledger has kept for longer than `keptMs`. Never rejects. */
export async function pruneRuns(
  { ledger, clock, logger }: { readonly ledger: Ledger; readonly clock: Clock; readonly logger: Logger },
  keptMs: number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await ledger.prune(clock.now() - keptMs).catch((thrown: unknown) => {
      logger.warn({ err: toFootnoteError(thrown) }, 'Old runs could not be removed from the ledger.');
    });
    await clock.sleep(everyMs, signal);
  }
}
