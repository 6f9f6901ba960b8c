import { type Client, Events } from 'discord.js';
import type { Logger } from '../../core/ports.ts';
import { fromDiscordError } from './errors.ts';

/** Knows whether events arrive. discord.js's own `isReady()` stays true while it reconnects. */
export interface ShardWatch {
  /** True while every shard is connected. */
  allUp(): boolean;
  /** From now on trouble is the operator's business; before, it is the start's, which reports it once. */
  started(): void;
}

/** Watches the client's shards. */
export function watchShards(client: Client, logger: Logger): ShardWatch {
  const down = new Set<number>();
  let level: 'debug' | 'warn' = 'debug';
  client.on(Events.Error, (error) => logger[level]({ err: fromDiscordError(error) }, 'discord.js reports an error.'));
  client.on(Events.Warn, (warning) => logger[level]({ warning }, 'discord.js warns.'));
  client.on(Events.ShardError, (error, shard) =>
    logger[level]({ shard, err: fromDiscordError(error) }, 'The connection to Discord failed.'),
  );
  client.on(Events.ShardReconnecting, (shard) => {
    down.add(shard);
    logger.info({ shard }, 'Reconnecting to Discord.');
  });
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    down.add(shard);
    logger[level]({ shard, code }, 'Discord closed the connection for good.');
  });
  client.on(Events.ShardReady, (shard) => down.delete(shard));
  client.on(Events.ShardResume, (shard) => down.delete(shard));
  return {
    allUp: () => down.size === 0,
    started() {
      level = 'warn';
    },
  };
}
