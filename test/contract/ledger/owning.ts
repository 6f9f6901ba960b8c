import { expect, it } from 'vitest';
import type { LeaseHolder } from '../../../src/storage/runs/leases.ts';
import { answer, questionOf, said } from './samples.ts';
import type { World } from './world.ts';

/** Whose runs are, and when they become another process's. */
export function owningContract(world: () => World, durable: boolean): void {
  it('are taken over from nobody by the process that accepted them', async () => {
    const { ledger } = world();
    await ledger.accept(said('a'));
    await ledger.change('a', { state: 'asked' });
    expect(await ledger.takeOver()).toEqual([]);
    expect(await ledger.owns('a')).toBe(true);
  });

  it.runIf(durable)('that a dead process left are taken over in the order of their acceptance', async () => {
    const { ledger, open, machine, first } = world();
    for (const [id, at] of [
      ['late', 3],
      ['early', 1],
      ['z', 2],
      ['y', 2],
      ['ended', 0],
      ['half', 1.5],
    ] as const) {
      await ledger.accept(said(id, at));
    }
    await ledger.change('ended', { state: 'ended', question: questionOf('ended') });
    await ledger.change('z', { state: 'asked', question: questionOf('z'), answer });
    const next = open();
    expect(await next.takeOver()).toEqual([]);
    machine.kill(first);
    const left = await next.takeOver();
    expect(left.map(({ id }) => id)).toEqual(['early', 'half', 'z', 'y', 'late']);
    expect(left[2]).toEqual(await ledger.find('z'));
    expect(await next.takeOver()).toEqual([]);
    await next.change('z', { state: 'ended' });
    expect(await open().takeOver()).toEqual([]);
  });

  const replacements: readonly (readonly [string, Partial<LeaseHolder>, Partial<LeaseHolder>])[] = [
    ['has not renewed its lease', { leaseMs: 0 }, {}],
    ['has not renewed its lease, on another machine', { leaseMs: 0, host: 'elsewhere' }, {}],
    ['had the same id on the same machine', { pid: 1 }, { pid: 1 }],
  ];
  it.runIf(durable).each(replacements)('of a process that %s are taken over', async (_, before, after) => {
    const { open, machine } = world();
    const first = open(machine.start(before));
    await first.accept(said('a'));
    expect(await open(machine.start(after)).takeOver()).toMatchObject([{ id: 'a' }]);
  });

  it.runIf(durable)('of a process on another machine stay its own while its lease lasts', async () => {
    const { ledger, open, machine } = world();
    const elsewhere = machine.start({ host: 'elsewhere' });
    const first = open(elsewhere);
    await first.accept(said('a'));
    machine.kill(elsewhere);
    expect(await ledger.takeOver()).toEqual([]);
    await first.renew();
    expect(await first.owns('a')).toBe(true);
  });

  it.runIf(durable)('that were taken over can be changed by the new owner alone', async () => {
    const { ledger, open, machine } = world();
    const first = open(machine.start({ leaseMs: 0 }));
    await first.accept(said('a'));
    await first.change('a', { state: 'asked', question: questionOf('a') });
    await ledger.takeOver();
    const takenOver = { kind: 'stopped', hint: 'taken-over' };
    expect(await ledger.owns('a')).toBe(true);
    expect(await first.owns('a')).toBe(false);
    await expect(first.change('a', { answer })).rejects.toMatchObject(takenOver);
    await expect(first.change('a', { state: 'ended' })).rejects.toMatchObject(takenOver);
    await expect(first.reopen('a')).rejects.toMatchObject(takenOver);
    await expect(first.accept(said('b'))).rejects.toMatchObject(takenOver);
    await expect(first.renew()).rejects.toMatchObject(takenOver);
    expect(await ledger.find('a')).toEqual({ ...said('a'), state: 'asked', question: questionOf('a') });
    expect(await ledger.find('b')).toBeUndefined();
  });

  it.runIf(durable)('of another process that lives are not changed', async () => {
    const { ledger, open } = world();
    const other = open();
    await other.accept(said('a'));
    await other.change('a', { state: 'asked' });
    await ledger.accept(said('b'));
    expect(await ledger.owns('a')).toBe(false);
    await expect(ledger.change('a', { state: 'ended' })).rejects.toMatchObject({ hint: 'taken-over' });
    expect(await ledger.reopen('a')).toBe(false);
    expect(await other.owns('a')).toBe(true);
    await other.change('a', { state: 'ended', question: questionOf('a') });
    expect(await ledger.reopen('a')).toBe(true);
    expect([await ledger.owns('a'), await other.owns('a')]).toEqual([true, false]);
  });

  it.runIf(durable)('are left to the next process when the ledger is closed', async () => {
    const { ledger, open, machine } = world();
    await ledger.accept(said('a'));
    ledger.close();
    expect(await open(machine.start({ host: 'elsewhere' })).takeOver()).toMatchObject([{ id: 'a' }]);
  });
}
