import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Keyv } from 'keyv';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSqliteStore, type SqliteStore } from '../../../src/storage/keyed/sqlite-store.ts';

describe('createSqliteStore', () => {
  let folder: string;
  let path: string;
  let store: SqliteStore;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'footnote-sqlite-'));
    path = join(folder, 'new', 'folder', 'footnote.db');
    store = createSqliteStore(path);
  });

  afterEach(async () => {
    vi.useRealTimers();
    await store.disconnect();
    rmSync(folder, { recursive: true, force: true });
  });

  const rows = () => {
    const database = new DatabaseSync(path);
    const found = database.prepare('SELECT key FROM keyv ORDER BY key').all();
    database.close();
    return found.map((row) => row['key']);
  };

  it('writes nothing before there is something to remember', async () => {
    expect(await store.get('a')).toBeUndefined();
    expect(await store.delete('a')).toBe(false);
    expect(await store.keys('')).toEqual([]);
    expect(existsSync(join(folder, 'new'))).toBe(false);
  });

  it('makes the folder and writes ahead, so that readers do not block', async () => {
    await store.set('a', 'x');
    expect(existsSync(path)).toBe(true);
    const database = new DatabaseSync(path);
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    database.close();
  });

  it('serves keyv: values, absence, deletion', async () => {
    const keyv = new Keyv({ store, throwOnErrors: true });
    await keyv.set('a', { list: [1, 'é', null] });
    expect(await keyv.get('a')).toEqual({ list: [1, 'é', null] });
    expect(await keyv.get(['a', 'b'])).toEqual([{ list: [1, 'é', null] }, undefined]);
    expect([await keyv.has('a'), await keyv.has('b')]).toEqual([true, false]);
    expect([await keyv.delete('a'), await keyv.delete('a')]).toEqual([true, false]);
    expect(await keyv.get('a')).toBeUndefined();
  });

  it('keeps namespaces of keyv apart in iteration and clearing', async () => {
    const other = createSqliteStore(path);
    const [one, two] = [new Keyv({ store, namespace: 'n' }), new Keyv({ store: other, namespace: 'n1' })];
    await one.set('a', 1);
    await two.set('a', 2);
    const entries: unknown[] = [];
    for await (const entry of one.iterator?.('n') ?? []) entries.push(entry);
    expect(entries).toEqual([['a', 1]]);
    await one.clear();
    expect([await one.get('a'), await two.get('a')]).toEqual([undefined, 2]);
    await other.disconnect();
  });

  it('hides a value when its time is over, and removes it with the next write', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000 });
    await store.set('short', 'x', 500);
    await store.set('long', 'x', 5_000);
    await store.set('forever', 'x');
    vi.setSystemTime(1_500);
    expect([await store.get('short'), await store.has('short'), await store.keys('')]).toEqual([
      undefined,
      false,
      ['forever', 'long'],
    ]);
    expect(rows()).toContain('short');
    await store.set('long', 'x', 5_000);
    expect(rows()).toEqual(['forever', 'long']);
  });

  it('renews the time with each write', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_000 });
    await store.set('a', 'x', 500);
    vi.setSystemTime(1_400);
    await store.set('a', 'y', 500);
    vi.setSystemTime(1_800);
    expect(await store.get('a')).toBe('y');
  });

  it('lists the keys below a prefix from the index alone', async () => {
    for (const key of ['a:1', 'a:2', 'a:\u{1F600}', 'a10', 'a', 'b:1']) await store.set(key, 'x');
    expect(await store.keys('a:')).toEqual(['a:1', 'a:2', 'a:\u{1F600}']);
    const database = new DatabaseSync(path);
    const plan = database
      .prepare("EXPLAIN QUERY PLAN SELECT key FROM keyv WHERE key >= 'a:' AND key < 'a:' || char(1114111)")
      .all();
    database.close();
    expect(plan).toEqual([expect.objectContaining({ detail: expect.stringMatching(/^SEARCH .*key>\? AND key<\?/) })]);
  });

  it('is shared by two connections', async () => {
    const other = createSqliteStore(path);
    await store.set('a', 'x');
    expect(await other.get('a')).toBe('x');
    await other.disconnect();
  });

  it('refuses to work after it was disconnected', async () => {
    await store.disconnect();
    await expect(store.get('a')).rejects.toThrow();
    await store.disconnect();
  });
});
