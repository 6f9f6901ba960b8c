import type { Config } from '../config/index.ts';
import type { PlatformAdapter } from '../core/ports/platform.ts';
import type { Clock, Logger, Metrics } from '../core/ports/system.ts';
import { keepLease } from '../core/upkeep/lease.ts';
import { pruneRuns } from '../core/upkeep/pruning.ts';
import { prepareRecovery } from '../core/upkeep/recovery.ts';
import { watchSilence } from '../core/upkeep/silence.ts';
import { rememberedForMs } from '../storage/keyed/keyspace.ts';
import type { Doors } from './doors.ts';
import { connectPlatforms } from './platforms.ts';
import type { Stores } from './stores.ts';

/** What is kept up. */
export interface UpkeepPorts {
  readonly doors: Doors;
  readonly stores: Pick<Stores, 'ledger'>;
  readonly adapters: readonly PlatformAdapter[];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/**
 * Connects the platforms, goes on with what an earlier process left, and begins the loops, which end when the signal
 * aborts. `onReplaced` is called when another process takes this one for dead. Throws like {@link connectPlatforms}.
 */
export async function startWork(
  { reaskAfterCrash: reask, leaseMs }: Config,
  { doors, stores: { ledger }, ...ports }: UpkeepPorts,
  onReplaced: () => void,
  signal: AbortSignal,
): Promise<void> {
  const { reception } = doors;
  const recovery = { ...doors, ...ports, ledger, reask };
  // Before anything new can be accepted, which is not left from earlier.
  const takeUp = await prepareRecovery(recovery);
  // What is said from now on comes after what was said before.
  const release = reception.hold();
  await connectPlatforms(ports.adapters);
  void takeUp().then(release);
  void watchSilence(ports, signal);
  void pruneRuns({ ledger, ...ports }, rememberedForMs, signal);
  void keepLease({ ...recovery, leaseMs }, signal).then((isReplaced) => {
    if (isReplaced) onReplaced();
  });
}
