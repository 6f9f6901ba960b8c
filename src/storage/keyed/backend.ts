import type { KeyvStoreAdapter } from 'keyv';
import { FootnoteError } from '../../core/errors.ts';
import type { SqliteStore } from './sqlite-store.ts';

/** One kind of store behind keyv. */
export interface Backend {
  readonly adapter: KeyvStoreAdapter | SqliteStore | Map<string, string>;
  /** The stored keys that begin with `prefix`, in no order. */
  keys(prefix: string): Promise<readonly string[]>;
  /** Ends the connection; nothing is in flight any more. */
  close(): Promise<void>;
}

/** A package that may be left out of the installation. Throws a `FootnoteError` of kind `config` when it was. */
export async function loadOptional<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const sentence = `STORE_URL: needs the package ${name}, which is not installed. Run npm ci without --omit=optional.`;
    throw new FootnoteError('config', sentence, { cause });
  }
}
