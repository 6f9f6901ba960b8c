import type { EventEmitter } from 'node:events';
import { type Backend, loadOptional } from './backend.ts';

const table = 'footnote';

/** Prepares `postgres://`; the first read shows whether it answers. Throws when the package is missing. */
export async function openPostgres(uri: string, timeoutMs: number): Promise<Backend> {
  const { KeyvPostgres } = await loadOptional('@keyv/postgres', () => import('@keyv/postgres'));
  const adapter = new KeyvPostgres({
    uri,
    table,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    log: listenForErrors,
  });
  // It reports here that its table could not be made, before keyv listens; the first read fails as well.
  adapter.on('error', () => {});
  return {
    adapter,
    async keys(prefix) {
      const rows = await adapter.query(`SELECT key FROM ${table} WHERE starts_with(key, $1)`, [prefix]);
      return rows.map((row) => String(row.key));
    },
    close: () => adapter.disconnect(),
  };
}

/**
 * pg-pool calls its `log` option as its own method. There is no other way to the pool that @keyv/postgres keeps to
 * itself, and the pool needs a listener: without one, the error of an idle connection would end the process.
 */
function listenForErrors(this: EventEmitter): void {
  if (this.listenerCount('error') === 0) this.on('error', () => {});
}
