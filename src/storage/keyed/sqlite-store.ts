import type { DatabaseSync } from 'node:sqlite';
import { createSqliteFile } from '../sqlite-file.ts';

/** A keyv 5 store in an SQLite file. keyv serialises the values and hands over a relative ttl. */
export interface SqliteStore {
  /** keyv iterates only over stores whose dialect it knows. */
  readonly opts: { readonly dialect: 'sqlite'; readonly url: string };
  /** Set by keyv; {@link clear} keeps to it. */
  namespace: string | undefined;
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, ttlMs?: number): Promise<boolean>;
  delete(key: string): Promise<boolean>;
  /** Removes the keys of the namespace, or all without one. */
  clear(): Promise<void>;
  has(key: string): Promise<boolean>;
  iterator(namespace?: string): AsyncGenerator<[key: string, value: string], void>;
  /** The keys that begin with `prefix`; reads no others. */
  keys(prefix: string): Promise<readonly string[]>;
  disconnect(): Promise<void>;
}

const schema = `
  CREATE TABLE IF NOT EXISTS keyv (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires INTEGER) STRICT;
  CREATE INDEX IF NOT EXISTS keyv_expires ON keyv (expires) WHERE expires IS NOT NULL;
`;
const unexpired = '(expires IS NULL OR expires > :now)';
// U+10FFFF sorts after everything that can follow a prefix.
const below = `key >= :prefix AND key < :prefix || char(1114111)`;

/**
 * Opens the file. Where it is missing, the file and its folder are made with the first write, so that a start that fails
 * leaves nothing behind. Throws what the file system or SQLite throws.
 */
export function createSqliteStore(path: string): SqliteStore {
  const { open, openExisting, close } = createSqliteFile(path, prepare);
  const inNamespace = (namespace: string | undefined) => (namespace ? `${namespace}:` : '');
  const read = (key: string) => openExisting()?.select.get({ key, now: Date.now() })?.['value'];
  const store: SqliteStore = {
    opts: { dialect: 'sqlite', url: `sqlite:${path}` },
    namespace: undefined,
    async get(key) {
      const value = read(key);
      return value === undefined ? undefined : String(value);
    },
    async set(key, value, ttlMs) {
      const now = Date.now();
      const { removeExpired, insert } = open();
      removeExpired.run(now);
      insert.run(key, value, ttlMs === undefined ? null : now + ttlMs);
      return true;
    },
    async delete(key) {
      return (openExisting()?.remove.run(key).changes ?? 0) > 0;
    },
    async clear() {
      openExisting()?.removeBelow.run({ prefix: inNamespace(store.namespace) });
    },
    async has(key) {
      return read(key) !== undefined;
    },
    async *iterator(namespace) {
      const found = openExisting()?.selectBelow.all({ prefix: inNamespace(namespace), now: Date.now() }) ?? [];
      for (const row of found) yield [String(row['key']), String(row['value'])];
    },
    async keys(prefix) {
      const found = openExisting()?.selectKeysBelow.all({ prefix, now: Date.now() }) ?? [];
      return found.map((row) => String(row['key']));
    },
    async disconnect() {
      close();
    },
  };
  return store;
}

function prepare(database: DatabaseSync) {
  database.exec(schema);
  return {
    select: database.prepare(`SELECT value FROM keyv WHERE key = :key AND ${unexpired}`),
    selectBelow: database.prepare(`SELECT key, value FROM keyv WHERE ${below} AND ${unexpired}`),
    selectKeysBelow: database.prepare(`SELECT key FROM keyv WHERE ${below} AND ${unexpired}`),
    insert: database.prepare('INSERT OR REPLACE INTO keyv (key, value, expires) VALUES (?, ?, ?)'),
    remove: database.prepare('DELETE FROM keyv WHERE key = ?'),
    removeBelow: database.prepare(`DELETE FROM keyv WHERE ${below}`),
    removeExpired: database.prepare('DELETE FROM keyv WHERE expires <= ?'),
  };
}
