import type { Keyv } from 'keyv';
import { FootnoteError } from '../../core/errors.ts';

/** How long something is remembered unless told otherwise, counted from when it was last saved. */
export const rememberedForMs = 30 * 24 * 60 * 60 * 1000;

/** The values of one kind, apart from all others in the store. Methods throw a `FootnoteError` of kind `storage`. */
export interface Keyspace {
  /** The value as it was set, unchecked; `undefined` when there is none or it has expired. */
  get(key: string): Promise<unknown>;
  /** Stores plain JSON data for `ttlMs`. */
  set(key: string, value: unknown, ttlMs: number): Promise<void>;
  /** False when there was nothing to delete. */
  delete(key: string): Promise<boolean>;
  /** The keys that begin with `prefix`, in no order; some may have expired. */
  keys(prefix: string): Promise<readonly string[]>;
}

/** What a keyspace lies in. */
export interface KeyspaceStore {
  /** With `throwOnErrors`, and without a namespace of its own. */
  readonly keyv: Keyv;
  /** The stored keys that begin with `prefix`. */
  keys(prefix: string): Promise<readonly string[]>;
  /** How long one operation may take. */
  readonly timeoutMs: number;
  /** Told of each operation that failed. */
  readonly onFailure: () => void;
}

/** The part of a store whose keys begin with `prefix`. */
export function createKeyspace(store: KeyspaceStore, prefix: string): Keyspace {
  const { keyv, keys, timeoutMs, onFailure } = store;
  async function run<T>(what: string, operation: Promise<T>): Promise<T> {
    try {
      return await storageCall(what, operation, timeoutMs);
    } catch (thrown) {
      onFailure();
      throw thrown;
    }
  }
  return {
    get: (key) => run('read', keyv.get<unknown>(prefix + key)),
    async set(key, value, ttlMs) {
      const stored = await run('write', keyv.set(prefix + key, value, ttlMs));
      if (!stored) throw new FootnoteError('storage', 'The store did not take a value.');
    },
    delete: (key) => run('delete', keyv.delete(prefix + key)),
    async keys(below) {
      const found = await run('list', keys(prefix + below));
      return found.map((key) => key.slice(prefix.length));
    },
  };
}

/** The outcome of an operation; its failure, or no outcome in time, as a `FootnoteError` of kind `storage`. */
export async function storageCall<T>(what: string, operation: Promise<T>, timeoutMs: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`No answer within ${timeoutMs} ms.`)), timeoutMs);
  try {
    return await Promise.race([operation, late]);
  } catch (cause) {
    throw new FootnoteError('storage', `The store failed to ${what}.`, { cause });
  } finally {
    clearTimeout(timer);
  }
}
