import { type Client, Events } from 'discord.js';
import type { Clock, Logger, Metrics } from '../../../core/ports/system.ts';
import { fromDiscordError } from '../errors.ts';

/** Knows whether events arrive. discord.js's own `isReady()` stays true while it reconnects. */
export interface ShardWatch {
  /** True while every shard is connected. */
  allUp(): boolean;
  /** When the shard that was silent for longest gave a sign of life, in milliseconds since the epoch. Exact to how often it is asked. */
  heardAt(): number;
  /** From now on trouble is the operator's business; before, it is the start's, which reports it once. */
  started(): void;
}

/** What watching needs. */
export interface ShardWatchOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'connectionOpened' | 'connectionLost'>;
  /** A session has begun that knows nothing of what happened before it. `since`: when its connection was lost, in milliseconds since the epoch; `undefined` for the first. */
  readonly onNewSession: (since: number | undefined) => void;
}

/** Watches the client's shards. */
export function watchShards(client: Client, options: ShardWatchOptions): ShardWatch {
  const { clock, logger, metrics } = options;
  const down = new Map<number, number>();
  const heard = new Map<number, { readonly acknowledged: number; readonly at: number }>();
  let level: 'debug' | 'warn' = 'debug';

  function hear(shard: number): void {
    heard.set(shard, { acknowledged: client.ws.shards.get(shard)?.lastPingTimestamp ?? -1, at: clock.now() });
  }
  function lose(shard: number): void {
    if (!down.has(shard)) down.set(shard, clock.now());
  }

  client.on(Events.Error, (error) => logger[level]({ err: fromDiscordError(error) }, 'discord.js reports an error.'));
  client.on(Events.Warn, (warning) => logger[level]({ warning }, 'discord.js warns.'));
  client.on(Events.ShardError, (error, shard) =>
    logger[level]({ shard, err: fromDiscordError(error) }, 'The connection to Discord failed.'),
  );
  client.on(Events.ShardReconnecting, (shard) => {
    // Every attempt that fails is told of like this.
    if (!down.has(shard)) metrics.connectionLost('discord');
    lose(shard);
    logger.info({ shard }, 'Reconnecting to Discord.');
  });
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    lose(shard);
    logger[level]({ shard, code }, 'Discord closed the connection for good.');
  });
  client.on(Events.ShardReady, (shard) => {
    const since = down.get(shard);
    down.delete(shard);
    hear(shard);
    metrics.connectionOpened('discord', 'new');
    options.onNewSession(since);
  });
  client.on(Events.ShardResume, (shard) => {
    down.delete(shard);
    hear(shard);
    metrics.connectionOpened('discord', 'resumed');
  });
  return {
    allUp: () => down.size === 0,
    heardAt() {
      for (const { id, lastPingTimestamp } of client.ws.shards.values()) {
        if (heard.get(id)?.acknowledged !== lastPingTimestamp) hear(id);
      }
      return Math.min(clock.now(), ...[...heard.values()].map(({ at }) => at));
    },
    started() {
      level = 'warn';
    },
  };
}
