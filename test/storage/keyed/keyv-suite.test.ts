import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyvApiTests, keyvIteratorTests, keyvNamespaceTest } from '@keyv/test-suite';
import { Keyv } from 'keyv';
import * as vitest from 'vitest';
import { createSqliteStore } from '../../../src/storage/keyed/sqlite-store.ts';

// keyv's own suite for its stores. Its tests of values are left out: they replace the serializer, which is keyv's matter.
vitest.describe('the SQLite store in keyv’s own suite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'footnote-keyv-suite-'));
  const open: ReturnType<typeof createSqliteStore>[] = [];
  const store = () => {
    const opened = createSqliteStore(join(folder, 'suite.db'));
    open.push(opened);
    return opened;
  };
  vitest.afterAll(async () => {
    for (const one of open) await one.disconnect();
    rmSync(folder, { recursive: true });
  });
  for (const suite of [keyvApiTests, keyvNamespaceTest, keyvIteratorTests]) suite(vitest, Keyv, store);
});
