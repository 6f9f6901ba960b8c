import { expect, it } from 'vitest';
import { address, answer, channelKey, keyOf, questionOf, said } from './samples.ts';
import type { World } from './world.ts';

/** What of runs is forgotten and removed. */
export function forgettingContract(world: () => World): void {
  it('forget a conversation, and stay known', async () => {
    const { ledger } = world();
    for (const [id, thread] of [
      ['a', '1.1'],
      ['b', '1.10'],
      ['c', '1.1'],
    ] as const) {
      await ledger.accept(said(id));
      await ledger.change(id, { state: 'asked', question: questionOf(id, thread), address, answer });
    }
    await ledger.change('a', { state: 'ended' });
    await ledger.forget({ conversation: keyOf('1.1') });
    expect(await ledger.find('a')).toEqual({ ...said('a'), said: '', state: 'ended', address });
    expect(await ledger.find('c')).toEqual({ ...said('c'), said: '', state: 'asked', address });
    expect((await ledger.find('b'))?.answer).toEqual(answer);
    expect(await ledger.accept(said('a'))).toBe(false);
  });

  it('forget what one person asked in one channel', async () => {
    const { ledger } = world();
    const asked = [
      ['mine', 'U1', channelKey('C1')],
      ['elsewhere', 'U1', channelKey('C10')],
      ['of another', 'U10', channelKey('C1')],
    ] as const;
    for (const [id, askerId, askedIn] of asked) {
      await ledger.accept(said(id));
      await ledger.change(id, { state: 'ended', question: questionOf(id, '1.1', askerId, askedIn), answer });
    }
    await ledger.forget({ channelKey: channelKey('C1'), askerId: 'U1' });
    expect(await ledger.find('mine')).toEqual({ ...said('mine'), said: '', state: 'ended' });
    expect((await ledger.find('elsewhere'))?.said).not.toBe('');
    expect((await ledger.find('of another'))?.answer).toEqual(answer);
  });

  it('that were forgotten while they ran take no words any more, and end', async () => {
    const { ledger } = world();
    await ledger.accept(said('a'));
    await ledger.change('a', { state: 'asked', question: questionOf('a') });
    await ledger.forget({ conversation: keyOf('1.1') });
    await ledger.change('a', { answer });
    expect(await ledger.find('a')).toEqual({ ...said('a'), said: '', state: 'asked' });
    await ledger.change('a', { state: 'ended', question: questionOf('a'), address, answer });
    expect(await ledger.find('a')).toEqual({ ...said('a'), said: '', state: 'ended', address });
  });

  it('that end without a question keep no words, which nothing could forget', async () => {
    const { ledger } = world();
    for (const id of ['a', 'b', 'c']) await ledger.accept(said(id));
    await ledger.change('a', { state: 'ended' });
    await ledger.change('b', { answer });
    await ledger.change('b', { state: 'ended' });
    await ledger.change('c', { state: 'ended', answer });
    for (const id of ['a', 'b', 'c']) {
      expect(await ledger.find(id)).toEqual({ ...said(id), said: '', state: 'ended' });
    }
  });

  it('that ended long ago are removed, others are not', async () => {
    const { ledger } = world();
    for (const [id, at] of [
      ['old', 1],
      ['unfinished', 1],
      ['young', 2],
    ] as const)
      await ledger.accept(said(id, at));
    for (const id of ['old', 'young']) await ledger.change(id, { state: 'ended', question: questionOf(id) });
    await ledger.prune(2);
    expect(await ledger.find('old')).toBeUndefined();
    expect(await ledger.find('unfinished')).toBeDefined();
    expect(await ledger.find('young')).toBeDefined();
    expect(await ledger.accept(said('old'))).toBe(true);
  });
}
