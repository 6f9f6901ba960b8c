import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

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
  let database: ReturnType<typeof openDatabase> | undefined;
  let closed = false;

  const open = () => {
    if (closed) throw new Error('The SQLite store is closed.');
    database ??= openDatabase(path);
    return database;
  };
  /** `undefined` while there is no file, which is as good as an empty one. */
  const openExisting = () => (database || closed || existsSync(path) ? open() : undefined);

  if (!openExisting()) {
    const folder = existingFolder(path);
    if (!statSync(folder).isDirectory()) throw new Error(`${folder} is no folder.`);
    accessSync(folder, constants.W_OK | constants.X_OK);
  }

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
      closed = true;
      if (database?.file.isOpen) database.file.close();
    },
  };
  return store;
}

function openDatabase(path: string) {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = new DatabaseSync(path, { timeout: 5_000 });
  file.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  file.exec(schema);
  return {
    file,
    select: file.prepare(`SELECT value FROM keyv WHERE key = :key AND ${unexpired}`),
    selectBelow: file.prepare(`SELECT key, value FROM keyv WHERE ${below} AND ${unexpired}`),
    selectKeysBelow: file.prepare(`SELECT key FROM keyv WHERE ${below} AND ${unexpired}`),
    insert: file.prepare('INSERT OR REPLACE INTO keyv (key, value, expires) VALUES (?, ?, ?)'),
    remove: file.prepare('DELETE FROM keyv WHERE key = ?'),
    removeBelow: file.prepare(`DELETE FROM keyv WHERE ${below}`),
    removeExpired: file.prepare('DELETE FROM keyv WHERE expires <= ?'),
  };
}

/** The innermost folder of a path that exists already. */
function existingFolder(path: string): string {
  let folder = dirname(resolve(path));
  while (!existsSync(folder)) folder = dirname(folder);
  return folder;
}
