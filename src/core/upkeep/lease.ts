import { toFootnoteError } from '../errors.ts';
import type { Clock } from '../ports/system.ts';
import { prepareRecovery, type RecoveryOptions } from './recovery.ts';

export interface KeepLeaseOptions extends RecoveryOptions {
  readonly clock: Clock;
  readonly leaseMs: number;
}

/** How often a lease is renewed before it would end: one that failed is made good by the next. */
const renewalsPerLease = 3;

/**
 * Until the signal aborts, says that this process lives, and takes up what others have left that live no more. Resolves
 * with true when another process has taken this one for dead and goes on with its questions. Never rejects.
 */
export async function keepLease(options: KeepLeaseOptions, signal: AbortSignal): Promise<boolean> {
  const { ledger, clock, logger, leaseMs } = options;
  for (;;) {
    await clock.sleep(leaseMs / renewalsPerLease, signal);
    if (signal.aborted) return false;
    try {
      await ledger.renew();
    } catch (thrown) {
      const error = toFootnoteError(thrown);
      if (error.hint === 'taken-over') return true;
      logger.warn({ err: error }, 'The lease of this process could not be renewed.');
      continue;
    }
    const takeUp = await prepareRecovery(options);
    await takeUp();
  }
}
