import { type Client, type Message, SnowflakeUtil } from 'discord.js';
import { toFootnoteError } from '../../../core/errors.ts';
import type { RecentPlace } from '../../../core/ports/stores.ts';
import type { Clock, Logger } from '../../../core/ports/system.ts';
import { channelOf, decodeChannelKey } from '../../../core/question/keys.ts';
import type { EditBudget } from '../../../core/reply/edit-budget.ts';
import { retry } from '../../../core/retry.ts';
import { fromDiscordError } from '../errors.ts';
import { botBudget } from '../outbound/limits.ts';
import { patience } from '../outbound/patience.ts';

/** Places where nobody asked for longer than this are not read. */
const placesOfMs = 24 * 60 * 60 * 1000;
/** How many places are read, those with the newest questions. */
const maxPlaces = 50;
/** An answer to what was said longer ago would surprise more than it helps. */
const maxAgeMs = 60 * 60 * 1000;
/** Discord's clock and this machine's may differ; what is read twice is answered once. */
const marginMs = 60_000;
/** The most that Discord gives at once, the oldest first (Discord, "Get Channel Messages"). */
const maxMessages = 100;

/** Reads what was said while there was no connection. */
export interface CatchUp {
  /** `since`: when the connection was lost, in milliseconds since the epoch; `undefined` when another process had it. Never rejects. */
  run(since: number | undefined): Promise<void>;
  /** Resolves when all of a channel that was missed has been handed over, or after `withinMs` where that is given. */
  caughtUp(channelId: string, withinMs?: number): Promise<void>;
}

/** What catching up needs. */
export interface CatchUpOptions {
  readonly client: Client;
  /** Where the bot was asked since then, the newest first. */
  readonly recentPlaces: (acceptedSince: number, limit: number) => Promise<readonly RecentPlace[]>;
  /** Takes one message, the oldest of its channel first. Messages come that were handled before. */
  readonly onMissed: (message: Message) => Promise<void>;
  readonly budget: EditBudget;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Nothing is being read at first. */
export function createCatchUp(options: CatchUpOptions): CatchUp {
  const { client, recentPlaces, onMissed, budget, clock, logger } = options;
  const reading = new Map<string, Promise<void>>();

  /** Makes a request when the bot's budget has room for it. */
  const ask = <T>(request: () => Promise<T>): Promise<T> =>
    retry(
      () =>
        budget.spend(botBudget, 'progress', () =>
          request().catch((thrown: unknown) => {
            throw fromDiscordError(thrown);
          }),
        ),
      patience(clock),
    );

  async function read(channelId: string, after: number): Promise<void> {
    try {
      const channel = await ask(() => client.channels.fetch(channelId));
      if (!channel?.isTextBased()) return;
      // An id has whole milliseconds.
      const timestamp = Math.floor(after);
      const wanted = { after: String(SnowflakeUtil.generate({ timestamp })), limit: maxMessages, cache: false };
      const missed = await ask(() => channel.messages.fetch(wanted));
      for (const message of [...missed.values()].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))) {
        await onMissed(message);
      }
    } catch (thrown) {
      const error = toFootnoteError(thrown);
      // It may have been deleted, or the bot may not read its history: that is no fault.
      const level = error.kind === 'bug' ? 'error' : 'debug';
      logger[level]({ channel: channelId, err: error }, 'A channel could not be read.');
    }
  }

  return {
    async run(since = 0) {
      try {
        const now = clock.now();
        const newest = newestByChannel(await recentPlaces(now - placesOfMs, maxPlaces));
        for (const [channelId, acceptedAt] of newest) {
          const after = Math.max(now - maxAgeMs, Math.max(since, acceptedAt) - marginMs);
          const before = reading.get(channelId);
          const done = Promise.resolve(before).then(() => read(channelId, after));
          reading.set(channelId, done);
          void done.then(() => {
            if (reading.get(channelId) === done) reading.delete(channelId);
          });
        }
        await Promise.all(reading.values());
      } catch (thrown) {
        logger.warn({ err: toFootnoteError(thrown) }, 'What was said on Discord meanwhile could not be looked for.');
      }
    },
    async caughtUp(channelId, withinMs) {
      const done = reading.get(channelId);
      if (!done || withinMs === undefined) return done;
      const waiting = new AbortController();
      await Promise.race([done, clock.sleep(withinMs, waiting.signal)]);
      waiting.abort();
    },
  };
}

/** The channels where it was asked and those where it answered, each with when it was last. */
function newestByChannel(places: readonly RecentPlace[]): ReadonlyMap<string, number> {
  const newest = new Map<string, number>();
  for (const { channelKey, conversation, acceptedAt } of places) {
    for (const key of [channelKey, channelOf(conversation)]) {
      const { channel } = decodeChannelKey(key);
      newest.set(channel, Math.max(newest.get(channel) ?? 0, acceptedAt));
    }
  }
  return newest;
}
