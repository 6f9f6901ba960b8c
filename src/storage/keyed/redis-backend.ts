import { type Backend, loadOptional } from './backend.ts';
import { storageCall } from './keyspace.ts';

/** How soon a lost connection is tried again. */
const reconnectMs = 1_000;
const pingMs = 10_000;

/** Connects to `redis://` or `rediss://`. Throws when the server does not answer within `timeoutMs`, or the package is missing. */
export async function openRedis(url: string, timeoutMs: number): Promise<Backend> {
  const { createClient, default: KeyvRedis } = await loadOptional('@keyv/redis', () => import('@keyv/redis'));
  let connected = false;
  const client = createClient({
    url,
    // Without a connection a command fails at once; queued, it would wait for as long as the outage lasts.
    disableOfflineQueue: true,
    // A ping that gets no answer closes the socket, so that a dead connection is noticed and made anew.
    pingInterval: pingMs,
    socket: {
      connectTimeout: timeoutMs,
      socketTimeout: 2 * pingMs + timeoutMs,
      reconnectStrategy: (_, cause) => (connected ? reconnectMs : cause),
    },
  });
  const adapter = new KeyvRedis(client, { throwOnErrors: true });
  adapter.on('error', () => {});
  try {
    await storageCall('connect', client.connect(), timeoutMs);
  } catch (error) {
    if (client.isOpen) client.destroy();
    throw error;
  }
  connected = true;
  return {
    adapter,
    async keys(prefix) {
      const found = new Set<string>();
      const pattern = `${prefix.replace(/[\\*?[\]^-]/g, '\\$&')}*`;
      for await (const keys of client.scanIterator({ MATCH: pattern, COUNT: 1_000 })) {
        for (const key of keys) found.add(String(key));
      }
      return [...found];
    },
    async close() {
      if (client.isOpen) client.destroy();
    },
  };
}
