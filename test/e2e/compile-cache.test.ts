import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startMain } from './process.ts';

/** The exit code of a start without settings. */
const codeOfStart = async (env: Readonly<Record<string, string>>) => (await startMain(env)).ended;

describe('what a start compiles', () => {
  it('is kept in the temporary folder for the next start', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'footnote-cache-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    expect(await codeOfStart({ TMPDIR: folder })).toBe(78);
    const kept = await readdir(join(folder, 'node-compile-cache'), { recursive: true });
    expect(kept.length).toBeGreaterThan(10);
  });

  it('is not kept where nothing can be written, and the start goes on', async () => {
    expect(await codeOfStart({ TMPDIR: '/dev/null' })).toBe(78);
  });
});
