import { toFootnoteError } from './errors.ts';
import type { Clock, Logger } from './ports.ts';
import type { RunStore } from './run.ts';

const everyMs = 24 * 60 * 60 * 1000;

/** Removes once a day, from now on until the signal aborts, what the ledger has kept for longer than `keptMs`. Never rejects. */
export async function pruneRuns(
  { ledger, clock, logger }: { readonly ledger: RunStore; readonly clock: Clock; readonly logger: Logger },
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
