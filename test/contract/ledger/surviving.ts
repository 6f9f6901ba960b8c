import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { address, answer, keyOf, questionOf, said } from './samples.ts';
import type { World } from './world.ts';

/** What outlives a ledger that is closed, and a process that is killed. */
export function survivingContract(world: () => World, durable: boolean): void {
  it('report a ledger that was closed', async () => {
    const { ledger } = world();
    await ledger.accept(said('a'));
    ledger.close();
    ledger.close();
    await expect(ledger.accept(said('b'))).rejects.toMatchObject({ kind: 'storage' });
    await expect(ledger.change('a', {})).rejects.toMatchObject({ kind: 'storage' });
    await expect(ledger.find('a')).rejects.toMatchObject({ kind: 'storage' });
    await expect(ledger.takeOver()).rejects.toMatchObject({ kind: 'storage' });
    expect(await ledger.owns('a')).toBe(true);
    await expect(ledger.reopen('a')).rejects.toMatchObject({ kind: 'storage' });
    await expect(ledger.renew()).rejects.toMatchObject({ kind: 'storage' });
    await expect(ledger.forget({ conversation: keyOf('1.1') })).rejects.toMatchObject({ kind: 'storage' });
    await expect(ledger.prune(1)).rejects.toMatchObject({ kind: 'storage' });
  });

  it.runIf(durable)('are kept when the ledger is opened again', async () => {
    const { ledger, open } = world();
    await ledger.accept(said('a'));
    await ledger.change('a', { state: 'asked', question: questionOf('a'), address, answer });
    const kept = await ledger.find('a');
    ledger.close();
    const again = open();
    expect(await again.find('a')).toEqual(kept);
    expect(await again.accept(said('a'))).toBe(false);
  });

  it.runIf(durable)('are shared by two that have them open', async () => {
    const { ledger, open } = world();
    const other = open();
    expect([await ledger.accept(said('a')), await other.accept(said('a'))]).toEqual([true, false]);
    await ledger.change('a', { state: 'asked' });
    expect(await other.find('a')).toEqual({ ...said('a'), state: 'asked' });
  });

  it.runIf(durable)('are as they were when their process is killed', async () => {
    const { open, url } = world();
    const child = spawn(process.execPath, [join(import.meta.dirname, 'writer.ts'), url], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'close');
    const written = JSON.parse(String(line));
    const again = open();
    expect(await again.takeOver()).toEqual([written]);
    expect(written).toMatchObject({ id: 'running', state: 'asked', answer: { text: 'So far' } });
    expect(await again.find('over')).toMatchObject({ state: 'ended', said: '' });
    expect(await again.accept({ ...said('running'), said: 'again' })).toBe(false);
  });
}
