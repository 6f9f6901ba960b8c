import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FootnoteError } from '../core/errors.ts';

/** An SQLite file that is opened when it is needed. */
export interface SqliteFile<T> {
  /** The open file; it and its folder are made where they are missing. Throws once it was closed. */
  open(): T;
  /** `undefined` while there is no file, which is as good as an empty one. Throws once it was closed. */
  openExisting(): T | undefined;
  close(): void;
}

/**
 * Opens the file at `path`, or a database in memory for `:memory:`. Where it is missing it is made with the first write, so
 * that a start that fails leaves nothing behind. `prepare` makes the tables and statements that are worked with. Throws what
 * the file system or SQLite throws when the file cannot be used.
 */
export function createSqliteFile<T>(path: string, prepare: (database: DatabaseSync) => T): SqliteFile<T> {
  let opened: { readonly database: DatabaseSync; readonly prepared: T } | undefined;
  let closed = false;

  const file: SqliteFile<T> = {
    open() {
      if (closed) throw new Error('The SQLite file is closed.');
      opened ??= openDatabase(path, prepare);
      return opened.prepared;
    },
    openExisting: () => (opened || closed || existsSync(path) ? file.open() : undefined),
    close() {
      closed = true;
      if (opened?.database.isOpen) opened.database.close();
    },
  };

  if (path !== ':memory:') checkAccess(path);
  file.openExisting();
  return file;
}

/** What the operator reads when the file that `variable` names cannot be opened. */
export function unusableFile(variable: string, path: string, cause: unknown): FootnoteError {
  const sentence = `${variable}: the file ${path} cannot be opened as an SQLite database. Check that it is one, and that it and its folder can be written to.`;
  return new FootnoteError('config', sentence, { cause });
}

/** The outcome of a write that is on the disk when this returns, with all before it. */
export function durably<T>(database: DatabaseSync, write: () => T): T {
  database.exec('PRAGMA synchronous = FULL');
  try {
    return write();
  } finally {
    database.exec('PRAGMA synchronous = NORMAL');
  }
}

function openDatabase<T>(path: string, prepare: (database: DatabaseSync) => T) {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(path, { timeout: 5_000 });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    return { database, prepared: prepare(database) };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLite opens a file that it may only read, and fails with the first write. */
function checkAccess(path: string): void {
  const folder = existingFolder(path);
  if (!statSync(folder).isDirectory()) throw new Error(`${folder} is no folder.`);
  accessSync(folder, constants.W_OK | constants.X_OK);
  if (existsSync(path)) accessSync(path, constants.R_OK | constants.W_OK);
}

/** The innermost folder of a path that exists already. */
function existingFolder(path: string): string {
  let folder = dirname(resolve(path));
  while (!existsSync(folder)) folder = dirname(folder);
  return folder;
}
