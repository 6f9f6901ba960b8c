import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { FootnoteError } from '../../../src/core/errors.ts';
import { loadOptional } from '../../../src/storage/keyed/backend.ts';
import { openStore } from '../../../src/storage/keyed/open-store.ts';
import { postgres, redis } from '../services.ts';
import { createTcpProxy } from './tcp-proxy.ts';

const folder = mkdtempSync(join(tmpdir(), 'footnote-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function refusalOf(url: string): Promise<FootnoteError> {
  try {
    await (await openStore(url, { timeoutMs: 300 })).close();
  } catch (error) {
    if (error instanceof FootnoteError) return error;
    throw error;
  }
  throw new Error('The store was opened.');
}

/** A port on which nothing listens. */
async function deadPort(): Promise<number> {
  const proxy = await createTcpProxy(undefined);
  await proxy.close();
  return proxy.port;
}

describe('openStore', () => {
  it('keeps the values of one keyspace from those of another', async () => {
    const store = await openStore('memory:');
    const [one, two] = [store.keyspace('one'), store.keyspace('two')];
    await one.set('a', 1, 60_000);
    await two.set('a', 2, 60_000);
    expect([await one.get('a'), await two.get('a'), await one.keys('')]).toEqual([1, 2, ['a']]);
    expect([await one.delete('a'), await two.get('a')]).toEqual([true, 2]);
    expect(await store.keyspace('two').get('a')).toBe(2);
    await store.close();
  });

  it.each(['mysql://h/db', 'sqlite', '', 'redis:nonsense-without-slashes:x:y', 'postgres://u:p w@h:x'])(
    'refuses %j and names the variable',
    async (url) => {
      expect(await refusalOf(url)).toMatchObject({ kind: 'config', message: expect.stringContaining('STORE_URL') });
    },
  );

  it('says which file is no database', async () => {
    const path = join(folder, 'text.db');
    writeFileSync(path, 'This is a text and no database, however long one makes it.'.repeat(20));
    const error = await refusalOf(`sqlite:${path}`);
    expect(error).toMatchObject({ kind: 'config', message: expect.stringMatching(/^STORE_URL: .*text\.db.*writ/) });
    expect((await refusalOf(`sqlite:${path}/below/a/file.db`)).kind).toBe('config');
  });

  it.each(['redis', 'rediss', 'postgres', 'postgresql'])('says that a %s server is not there', async (scheme) => {
    const port = await deadPort();
    const error = await refusalOf(`${scheme}://someone:s3cret-word@127.0.0.1:${port}/0`);
    expect(error.kind).toBe('config');
    expect(error.message).toMatch(new RegExp(`^STORE_URL: .*${scheme}://127\\.0\\.0\\.1:${port}\\. Check`));
    expect(error.message).not.toContain('s3cret-word');
  });

  it.each(['redis', 'postgres'])(
    'gives up on a %s server that takes the connection and stays silent',
    async (scheme) => {
      const proxy = await createTcpProxy(undefined);
      expect((await refusalOf(`${scheme}://127.0.0.1:${proxy.port}`)).kind).toBe('config');
      await proxy.close();
    },
  );

  it('says which optional package is missing', async () => {
    const load = () => Promise.reject(new Error('Cannot find package'));
    await expect(loadOptional('@keyv/redis', load)).rejects.toMatchObject({
      kind: 'config',
      message: expect.stringMatching(/STORE_URL: .*@keyv\/redis.*npm ci/),
    });
  });

  it.each(['not json', '"text"', 'null', '{"expires":1}'])('reports the broken row %j', async (row) => {
    const path = join(folder, 'broken.db');
    const store = await openStore(`sqlite:${path}`);
    await store.keyspace('k').set('a', 'private words', 60_000);
    const database = new DatabaseSync(path);
    database.prepare('UPDATE keyv SET value = ?').run(row);
    database.close();
    const failure = await store
      .keyspace('k')
      .get('a')
      .then(String, (error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'storage' });
    if (failure instanceof Error) expect(String(failure.cause)).not.toContain('not json');
    await store.close();
  });

  it('reports a store that was closed, and tells of every failure', async () => {
    let failures = 0;
    const onFailure = () => {
      failures += 1;
    };
    const store = await openStore(`sqlite:${join(folder, 'closed.db')}`, { onFailure });
    await store.keyspace('k').get('a');
    expect(failures).toBe(0);
    await store.close();
    await store.close();
    await expect(store.ping()).rejects.toMatchObject({ kind: 'storage' });
    await expect(store.keyspace('k').get('a')).rejects.toMatchObject({ kind: 'storage' });
    await expect(store.keyspace('k').set('a', 1, 1)).rejects.toMatchObject({ kind: 'storage' });
    await expect(store.keyspace('k').delete('a')).rejects.toMatchObject({ kind: 'storage' });
    await expect(store.keyspace('k').keys('')).rejects.toMatchObject({ kind: 'storage' });
    expect(failures).toBe(4);
  });
});

describe.each([
  ['Redis', redis],
  ['PostgreSQL', postgres],
] as const)('an outage of %s', (_, service) => {
  const skipped = service.missing ? ` (skipped: ${service.missing})` : '';
  it.skipIf(service.missing)(`is reported by every operation, and is over when it is over${skipped}`, async () => {
    const proxy = await createTcpProxy(service.port);
    const store = await openStore(service.url(proxy.port), { prefix: `footnote-test-${randomUUID()}` });
    const keyspace = store.keyspace('k');
    await keyspace.set('a', 'kept', 60_000);

    // The idle connection must have noticed: its error has nobody who waits for it.
    proxy.cut();
    await expect.poll(() => proxy.sockets()).toBe(0);
    await expect(keyspace.get('a')).rejects.toMatchObject({ kind: 'storage' });
    await expect(keyspace.set('a', 'lost', 60_000)).rejects.toMatchObject({ kind: 'storage' });
    await expect(keyspace.delete('a')).rejects.toMatchObject({ kind: 'storage' });
    await expect(keyspace.keys('')).rejects.toMatchObject({ kind: 'storage' });
    await expect(store.ping()).rejects.toMatchObject({ kind: 'storage' });

    proxy.mend();
    await expect.poll(() => keyspace.get('a').catch(() => 'not yet')).toBe('kept');
    await store.ping();
    await keyspace.delete('a');
    await store.close();
    await proxy.close();
  });
});
