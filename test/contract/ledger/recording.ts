import fc from 'fast-check';
import { expect, it } from 'vitest';
import { address, answer, channelKey, keyOf, page, questionOf, said } from './samples.ts';
import type { World } from './world.ts';

/** What is known of runs. */
export function recordingContract(world: () => World): void {
  it('are empty at first', async () => {
    const { ledger } = world();
    expect(await ledger.find('a')).toBeUndefined();
    expect(await ledger.takeOver()).toEqual([]);
    expect(await ledger.owns('a')).toBe(true);
    expect(await ledger.reopen('a')).toBe(false);
    await ledger.renew();
    await ledger.change('a', { state: 'ended', answer });
    await ledger.forget({ conversation: keyOf('1.1') });
    await ledger.prune(Number.MAX_SAFE_INTEGER);
    expect(await ledger.find('a')).toBeUndefined();
    expect(await ledger.recentPlaces('slack', 0, 10)).toEqual([]);
  });

  it('are accepted once', async () => {
    const { ledger } = world();
    expect(await ledger.accept(said('a'))).toBe(true);
    expect(await ledger.accept({ ...said('a', 1), said: 'other' })).toBe(false);
    expect(await ledger.find('a')).toEqual({ ...said('a'), state: 'accepted' });
  });

  it('are accepted once when they come at once', async () => {
    const { ledger } = world();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => ledger.accept(said('a'))));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
  });

  it('know what became known of them, and keep what a change does not name', async () => {
    const { ledger } = world();
    await ledger.accept(said('a'));
    await ledger.accept(said('b'));
    await ledger.change('a', { state: 'opened', question: questionOf('a'), address });
    await ledger.change('a', { state: 'asked' });
    await ledger.change('a', { answer: { ...answer, state: 'working', text: 'Ray' } });
    await ledger.change('a', { answer });
    await ledger.change('a', {});
    const expected = { ...said('a'), state: 'asked', question: questionOf('a'), address, answer };
    expect(await ledger.find('a')).toEqual(expected);
    expect(await ledger.find('b')).toEqual({ ...said('b'), state: 'accepted' });
    await ledger.change('a', { state: 'ended' });
    expect(await ledger.find('a')).toEqual({ ...expected, state: 'ended' });
  });

  it('know other words and newer ones, until these are taken away', async () => {
    const { ledger } = world();
    await ledger.accept(said('a'));
    await ledger.change('a', { state: 'opened', question: questionOf('a'), said: '"other words"' });
    await ledger.reword('a', '"newer"');
    const other = { ...said('a'), said: '"other words"', question: questionOf('a') };
    expect(await ledger.find('a')).toEqual({ ...other, state: 'opened', reworded: '"newer"' });
    await ledger.change('a', { state: 'ended' });
    await ledger.reword('a', null);
    await ledger.reword('b', '"newer"');
    expect(await ledger.find('a')).toEqual({ ...other, state: 'ended' });
    await ledger.reword('a', '"newer"');
    await ledger.forget({ conversation: keyOf('1.1') });
    await ledger.change('a', { said: '"other words"' });
    await ledger.reword('a', '"newest"');
    expect(await ledger.find('a')).toEqual({ ...said('a'), said: '', state: 'ended' });
  });

  it('that are not known stay unknown', async () => {
    const { ledger } = world();
    await ledger.accept(said('a'));
    await ledger.change('b', { state: 'opened', question: questionOf('b'), address, answer });
    expect(await ledger.find('b')).toBeUndefined();
    expect(await ledger.accept(said('b'))).toBe(true);
  });

  it('that have ended are opened again', async () => {
    const { ledger } = world();
    await ledger.accept(said('a'));
    await ledger.change('a', { state: 'ended', question: questionOf('a'), answer });
    expect(await ledger.reopen('a')).toBe(true);
    expect(await ledger.find('a')).toEqual({ ...said('a'), state: 'opened', question: questionOf('a'), answer });
  });

  it('tell where questions were asked lately, each place once and the newest first', async () => {
    const { ledger } = world();
    for (const [id, at, thread] of [
      ['before', 10, '1'],
      ['first', 20, '2'],
      ['running', 30, '3'],
      ['again', 40, '2'],
      ['forgotten', 50, '4'],
    ] as const) {
      await ledger.accept(said(id, at));
      await ledger.change(id, { state: 'opened', question: questionOf(id, thread) });
      if (id !== 'running') await ledger.change(id, { state: 'ended' });
    }
    await ledger.accept(said('no question', 60));
    await ledger.accept({ ...said('elsewhere', 70), platform: 'discord' });
    await ledger.change('elsewhere', { state: 'opened', question: questionOf('elsewhere', '5') });
    await ledger.forget({ conversation: keyOf('4') });
    const place = (thread: string, acceptedAt: number) => ({
      channelKey: channelKey('C1'),
      conversation: keyOf(thread),
      acceptedAt,
    });
    expect(await ledger.recentPlaces('slack', 20, 10)).toEqual([place('2', 40), place('3', 30)]);
    expect(await ledger.recentPlaces('slack', 20, 1)).toEqual([place('2', 40)]);
    expect(await ledger.recentPlaces('slack', 41, 10)).toEqual([]);
  });

  it('keep text of any kind', async () => {
    const { ledger } = world();
    const unit = fc.constantFrom('\0', '\u{1F600}', 'é', '\u2028', "'", '"', '\\', '\ud800', '\udc00', 'a');
    const text = fc.oneof(fc.string({ unit }), fc.string({ unit: 'binary' }));
    let count = 0;
    await fc.assert(
      fc.asyncProperty(text, text, async (words, id) => {
        count += 1;
        const run = { ...said(`${count}${id}`), said: words };
        const question = { ...questionOf('q'), text: words };
        expect(await ledger.accept(run)).toBe(true);
        expect(await ledger.accept(run)).toBe(false);
        await ledger.change(run.id, { question, answer: { ...answer, text: words } });
        const found = await ledger.find(run.id);
        expect(found).toMatchObject({ question, answer: { text: words } });
        expect(found?.said).toBe(words.toWellFormed());
      }),
      { numRuns: 50 },
    );
  });

  it('keep what only another version knows of', async () => {
    const { ledger } = world();
    const newer = { ...answer, mood: { glad: true }, citations: [{ ...page, language: 'en' }] };
    await ledger.accept(said('a'));
    await ledger.change('a', { answer: newer });
    expect((await ledger.find('a'))?.answer).toEqual(newer);
  });
}
