import type { PlatformAdapter } from '../ports/platform.ts';
import type { Clock, Logger, Metrics } from '../ports/system.ts';

/** How long nothing may be heard of a platform; both ask for a sign of life more often than once a minute. */
const silentAfterMs = 2 * 60_000;
const lookEveryMs = 30_000;

/** Why events may not arrive from a platform, for `/readyz`; `undefined` when nothing is known against it. */
export function troubleOf(adapter: PlatformAdapter, clock: Pick<Clock, 'now'>): string | undefined {
  if (!adapter.connected()) return 'is not connected';
  return isSilent(adapter, clock) ? 'has given no sign of life for two minutes' : undefined;
}

function isSilent(adapter: PlatformAdapter, clock: Pick<Clock, 'now'>): boolean {
  const heardAt = adapter.heardAt();
  return heardAt !== undefined && clock.now() - heardAt > silentAfterMs;
}

/** What is watched, and who is told. */
export interface SilenceWatch {
  readonly adapters: readonly PlatformAdapter[];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'platformSilent'>;
}

/** Until the signal aborts, makes the connection to a platform anew that seems to be there and is silent. Never rejects. */
export async function watchSilence({ adapters, clock, logger, metrics }: SilenceWatch, signal: AbortSignal) {
  const busy = new Set<PlatformAdapter>();
  while (!signal.aborted) {
    await clock.sleep(lookEveryMs, signal);
    for (const adapter of adapters) {
      // What is not connected is being connected by its adapter.
      if (signal.aborted || busy.has(adapter) || !isSilent(adapter, clock) || !adapter.connected()) continue;
      const { platform } = adapter;
      logger.error({ platform }, 'Nothing was heard of a platform for two minutes: it is connected anew.');
      metrics.platformSilent(platform);
      busy.add(adapter);
      void adapter.reconnect().finally(() => busy.delete(adapter));
    }
  }
}
