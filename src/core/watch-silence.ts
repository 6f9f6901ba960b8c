import type { Clock, Logger, Metrics, PlatformAdapter } from './ports.ts';

/** How long nothing may be heard of a platform; both ask for a sign of life more often than once a minute. */
const silentAfterMs = 2 * 60_000;
const lookEveryMs = 30_000;

/** Whether a platform that seems to be connected has given no sign of life for two minutes. */
export function isSilent(adapter: Pick<PlatformAdapter, 'heardAt'>, clock: Pick<Clock, 'now'>): boolean {
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
