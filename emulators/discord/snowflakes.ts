/** Discord's epoch: the first second of 2015, in milliseconds. */
const DISCORD_EPOCH_MS = 1_420_070_400_000;
/** Below 30 days after the epoch an id would have fewer than the 17 digits that discord.js expects. */
const SHORTEST_MS = 30 * 24 * 3_600_000;

/** Makes ids that carry the time and always rise, even when the clock stands or goes back. */
export function createSnowflakes(now: () => number): () => string {
  let last = 0n;
  return () => {
    const sinceEpochMs = Math.max(Math.floor(now()) - DISCORD_EPOCH_MS, SHORTEST_MS);
    const candidate = BigInt(sinceEpochMs) << 22n;
    last = candidate > last ? candidate : last + 1n;
    return last.toString();
  };
}
