import { Keyv } from 'keyv';
import { FootnoteError } from '../../core/errors.ts';
import { unusableFile } from '../sqlite-file.ts';
import type { Backend } from './backend.ts';
import { createKeyspace, type Keyspace, storageCall } from './keyspace.ts';
import { openPostgres } from './postgres-backend.ts';
import { openRedis } from './redis-backend.ts';
import { createSqliteStore } from './sqlite-store.ts';

/** The open store. */
export interface Store {
  /** The values of one kind; the same name is the same values. No colon in the name. */
  keyspace(name: string): Keyspace;
  /** Resolves when the store answers; throws a `FootnoteError` of kind `storage` otherwise. */
  ping(): Promise<void>;
  /** Ends the connection. Never throws. */
  close(): Promise<void>;
}

/** How a store is opened. */
export interface StoreOptions {
  /** What every key begins with, so that others can use the same server; `footnote` by default. */
  readonly prefix?: string;
  /** How long the connection, and then each operation, may take; 5 s by default. */
  readonly timeoutMs?: number;
  /** Told of each operation on a value that failed. */
  readonly onFailure?: () => void;
}

/**
 * Opens `memory:`, `sqlite:PATH`, `redis(s)://…` or `postgres(ql)://…` and checks that it answers. Throws a
 * `FootnoteError` of kind `config` that says what to do and shows no password.
 */
export async function openStore(url: string, options: StoreOptions = {}): Promise<Store> {
  const { prefix = 'footnote', timeoutMs = 5_000, onFailure = () => {} } = options;
  const backend = await openBackend(url, timeoutMs);
  const keyv = new Keyv({
    store: backend.adapter,
    // The keyspaces put the prefix themselves, the same for every backend.
    namespace: '',
    useKeyPrefix: false,
    throwOnErrors: true,
    serialize: JSON.stringify,
    deserialize: parseEntry,
  });
  const close = () => storageCall('close', backend.close(), timeoutMs).catch(() => {});
  const ping = async () => {
    await storageCall('answer', keyv.get(`${prefix}:ping`), timeoutMs);
  };
  try {
    await ping();
  } catch (cause) {
    await close();
    throw unusable(url, cause);
  }
  return {
    keyspace: (name) => createKeyspace({ keyv, keys: backend.keys, timeoutMs, onFailure }, `${prefix}:${name}:`),
    ping,
    close,
  };
}

async function openBackend(url: string, timeoutMs: number): Promise<Backend> {
  try {
    if (url === 'memory:') return openMemory();
    if (url.startsWith('sqlite:')) {
      const adapter = createSqliteStore(url.slice('sqlite:'.length));
      return { adapter, keys: adapter.keys, close: adapter.disconnect };
    }
    if (URL.canParse(url) && /^rediss?:/.test(url)) return await openRedis(url, timeoutMs);
    if (URL.canParse(url) && /^postgres(ql)?:/.test(url)) return await openPostgres(url, timeoutMs);
  } catch (cause) {
    throw unusable(url, cause);
  }
  throw new FootnoteError(
    'config',
    'STORE_URL: must be memory:, sqlite:PATH, or a URL that begins with redis:// or postgres://.',
  );
}

function openMemory(): Backend {
  const adapter = new Map<string, string>();
  return {
    adapter,
    keys: async (prefix) => [...adapter.keys()].filter((key) => key.startsWith(prefix)),
    close: async () => adapter.clear(),
  };
}

/** What the operator reads when the store cannot be opened. */
function unusable(url: string, cause: unknown): FootnoteError {
  if (cause instanceof FootnoteError && cause.kind === 'config') return cause;
  if (url.startsWith('sqlite:')) return unusableFile('STORE_URL', url.slice('sqlite:'.length), cause);
  const sentence = `STORE_URL: no usable answer from ${new URL(url).protocol}//${new URL(url).host}. Check that the server runs there, and the user, password and database of STORE_URL.`;
  return new FootnoteError('config', sentence, { cause });
}

/** keyv's own reader would take any JSON for an empty entry, and quote what it cannot read. */
function parseEntry(text: string) {
  try {
    const entry = JSON.parse(text);
    if (typeof entry === 'object' && entry !== null && 'value' in entry) return entry;
  } catch {
    // The parser's message holds a piece of what people wrote.
  }
  throw new Error('A stored value is not what Footnote wrote.');
}
