import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/storage/keyed/open-store.ts';
import { openLedger } from '../../../src/storage/runs/open-ledger.ts';
import { ledgerContract } from '../../contract/ledger.ts';
import { createMachine } from './machine.ts';

const folder = mkdtempSync(join(tmpdir(), 'footnote-runs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const newPath = () => join(folder, randomUUID(), 'footnote.db');

ledgerContract('memory', { url: () => 'memory:', durable: false });
ledgerContract('SQLite', { url: () => `sqlite:${newPath()}`, durable: true });

const machine = createMachine();
const silent = () => ({ logger: { warn: () => {} }, holder: machine.start() });
const said = (id: string) => ({ id, platform: 'slack' as const, said: '"words"', acceptedAt: 1_767_000_000_000 });

describe('a row of an earlier version', () => {
  it('is read whole: a question that names nobody who wants it once more, an address, an answer with all of its parts', async () => {
    const path = newPath();
    const first = openLedger(`sqlite:${path}`, '', silent());
    await first.accept(said('old'));
    first.close();
    const question =
      '{"id":"old","conversation":"slack:T1:C1:8.1","channelKey":"slack:T1:C1","asker":{"id":"U1"},"origin":"mention","agent":"research","text":"why?","options":{"depth":"deep","near":{"country":"DE"}},"askedAt":1767000000000}';
    const address = '{"platform":"slack","channel":"C1","thread":"8.1","messages":["8.2",null],"asResponse":true}';
    const answer =
      '{"agent":"research","profile":{"name":"A"},"state":"failed","text":"One","data":{"template":"compare","value":{"a":[1]}},"steps":[{"id":"1","kind":"search","state":"done","query":"q","pages":[{"url":"https://example.org/","title":"t","snippet":"s","age":"2h","analysis":"a"}]},{"id":"2","kind":"read","state":"failed","urls":["https://example.org/"],"task":"t","pages":[],"error":"e"},{"id":"3","kind":"tool","state":"running","name":"research","pages":[]},{"id":"4","kind":"thought","state":"done","text":"t","pages":[]}],"citations":[{"url":"https://example.org/"}],"notices":["cut-off","interrupted"],"usage":{"promptTokens":1},"waitedMs":5,"failure":{"kind":"rate-limited","hint":"all-limited","retryAfterMs":9},"reworded":true,"startedAt":1,"endedAt":2}';
    const database = new DatabaseSync(path);
    database
      .prepare("UPDATE runs SET state = 'asked', question = ?, address = ?, answer = ?")
      .run(question, address, answer);
    database.close();
    const warnings: object[] = [];
    const second = openLedger(`sqlite:${path}`, '', {
      logger: { warn: (fields) => warnings.push(fields) },
      holder: machine.start(),
    });
    const [run] = await second.takeOver();
    second.close();
    expect(warnings).toEqual([]);
    const parts = [question, address, answer].map((text) => JSON.parse(text));
    expect([run?.question, run?.address, run?.answer]).toEqual(parts);
  });
});

describe('a row that cannot be read', () => {
  let path: string;
  let warnings: object[];
  const open = () =>
    openLedger(`sqlite:${path}`, '', { logger: { warn: (fields) => warnings.push(fields) }, holder: machine.start() });

  beforeEach(async () => {
    path = newPath();
    warnings = [];
    const ledger = open();
    for (const id of ['before', 'bad', 'after']) await ledger.accept(said(id));
    ledger.close();
  });
  const spoil = (column: string, value: string | number) => {
    const database = new DatabaseSync(path);
    database.prepare(`UPDATE runs SET ${column} = ? WHERE id = 'bad'`).run(value);
    database.close();
  };

  it.each([
    ['question', 'private words'],
    ['question', '{"text":"private words"}'],
    ['question', '{"id":"bad","conversation":"private words"}'],
    ['address', '[]'],
    ['answer', '{"agent":"private words"}'],
    ['answer', ''],
  ])('lacks its %s when that is %j', async (column, value) => {
    spoil(column, value);
    const ledger = open();
    expect(await ledger.find('bad')).toEqual({ ...said('bad'), state: 'accepted' });
    expect(warnings).toEqual([{ run: 'bad', unreadable: [column] }]);
    expect((await ledger.takeOver()).map(({ id }) => id)).toEqual(['before', 'bad', 'after']);
    ledger.close();
  });

  it.each([
    ['state', 'dreaming'],
    ['platform', 'carrier pigeon'],
  ])('is left as it is, and spoils no other, when its %s is unknown', async (column, value) => {
    spoil(column, value);
    const ledger = open();
    expect((await ledger.takeOver()).map(({ id }) => id)).toEqual(['before', 'after']);
    expect(warnings).toEqual([expect.objectContaining({ run: 'bad' })]);
    await expect(ledger.find('bad')).rejects.toMatchObject({ kind: 'storage' });
    expect(await ledger.accept(said('bad'))).toBe(false);
    await ledger.prune(Number.MAX_SAFE_INTEGER);
    await expect(ledger.find('bad')).rejects.toMatchObject({ kind: 'storage' });
    ledger.close();
  });

  it('may hold a time that no clock shows', async () => {
    spoil('accepted_at', 1e300);
    const ledger = open();
    expect((await ledger.takeOver()).map(({ id }) => id)).toEqual(['before', 'after', 'bad']);
    ledger.close();
  });
});

describe('openLedger', () => {
  it('makes no file before there is something to record', async () => {
    const path = newPath();
    const ledger = openLedger(`sqlite:${path}`, '', silent());
    expect(await ledger.takeOver()).toEqual([]);
    await ledger.change('a', { state: 'ended' });
    expect(existsSync(join(path, '..'))).toBe(false);
    await ledger.accept(said('a'));
    expect(existsSync(path)).toBe(true);
    ledger.close();
  });

  it('shares the file of the store, and leaves what is remembered there alone', async () => {
    const url = `sqlite:${newPath()}`;
    const store = await openStore(url);
    const ledger = openLedger(url, '', silent());
    await store.keyspace('k').set('a', 'remembered', 60_000);
    await ledger.accept(said('a'));
    await store.keyspace('k').set('b', 'too', 60_000);
    await ledger.change('a', { state: 'ended' });
    await ledger.prune(Number.MAX_SAFE_INTEGER);
    expect(await ledger.find('a')).toBeUndefined();
    expect([await store.keyspace('k').get('a'), await store.keyspace('k').get('b')]).toEqual(['remembered', 'too']);
    await ledger.accept(said('b'));
    await store.close();
    expect(await ledger.find('b')).toEqual({ ...said('b'), state: 'accepted' });
    ledger.close();
  });

  it.each(['redis://127.0.0.1:1', 'rediss://127.0.0.1:1', 'postgres://127.0.0.1:1/db'])(
    'keeps the runs in RUNS_FILE beside %s',
    async (url) => {
      const path = newPath();
      const ledger = openLedger(url, path, silent());
      await ledger.accept(said('a'));
      ledger.close();
      const again = openLedger(url, path, silent());
      expect(await again.accept(said('a'))).toBe(false);
      again.close();
    },
  );

  it.each([
    ['STORE_URL', (path: string) => openLedger(`sqlite:${path}`, '', silent())],
    ['RUNS_FILE', (path: string) => openLedger('redis://127.0.0.1:1', path, silent())],
  ])('names %s when its file cannot be opened', (variable, open) => {
    const text = join(folder, `${variable}.txt`);
    writeFileSync(text, 'This is a text and no database, however long one makes it.'.repeat(20));
    const directory = join(folder, variable);
    mkdirSync(directory, { recursive: true });
    for (const path of [text, directory, join(text, 'below', 'a', 'file.db')]) {
      const refusal = expect.objectContaining({
        kind: 'config',
        message: expect.stringMatching(new RegExp(`^${variable}: the file ${path} cannot.*written to`)),
      });
      expect(() => open(path)).toThrow(refusal);
    }
  });

  it('tells of each method that failed', async () => {
    let failures = 0;
    const ledger = openLedger(`sqlite:${newPath()}`, '', {
      ...silent(),
      onFailure: () => {
        failures += 1;
      },
    });
    await ledger.accept(said('a'));
    expect(failures).toBe(0);
    ledger.close();
    await expect(ledger.accept(said('b'))).rejects.toMatchObject({ kind: 'storage' });
    expect(failures).toBe(1);
  });

  it('takes up a file of a version that knew no newer wordings', async () => {
    const path = newPath();
    const ledger = openLedger(`sqlite:${path}`, '', silent());
    await ledger.accept(said('a'));
    ledger.close();
    const database = new DatabaseSync(path);
    database.exec('ALTER TABLE runs DROP COLUMN reworded');
    database.close();
    const again = openLedger(`sqlite:${path}`, '', silent());
    await again.reword('a', '"other words"');
    expect(await again.find('a')).toEqual({ ...said('a'), state: 'accepted', reworded: '"other words"' });
    again.close();
  });

  it('finds its runs without reading all of them', async () => {
    const path = newPath();
    const ledger = openLedger(`sqlite:${path}`, '', silent());
    await ledger.accept(said('a'));
    ledger.close();
    const database = new DatabaseSync(path);
    const planOf = (sql: string) => database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
    const plans = [
      "SELECT id FROM runs WHERE state <> 'ended' AND (owner IS NULL OR owner <> 1) ORDER BY accepted_at, rowid",
      "DELETE FROM runs WHERE state = 'ended' AND accepted_at < 1",
      "UPDATE runs SET said = NULL WHERE conversation = 'c'",
      "UPDATE runs SET said = NULL WHERE channel_key = 'c' AND asker_id = 'a'",
    ].map(planOf);
    database.close();
    for (const plan of plans) {
      expect(plan).toEqual([
        expect.objectContaining({ detail: expect.stringMatching(/USING (COVERING )?INDEX runs_/) }),
      ]);
    }
  });
});
