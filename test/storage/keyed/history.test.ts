import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { historyStoreContract } from '../../contract/history-store.ts';
import { postgres, redis } from '../services.ts';

const folder = mkdtempSync(join(tmpdir(), 'footnote-history-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

historyStoreContract('memory', { url: () => 'memory:', durable: false });
historyStoreContract('SQLite', { url: () => `sqlite:${join(folder, 'deep', 'footnote.db')}`, durable: true });
historyStoreContract('Redis', { url: () => redis.url(), durable: true, missing: redis.missing });
historyStoreContract('PostgreSQL', { url: () => postgres.url(), durable: true, missing: postgres.missing });
