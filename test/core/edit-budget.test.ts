import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEditBudget, type Priority } from '../../src/core/edit-budget.ts';
import { createManualClock, settled } from './manual-clock.ts';

const perSecond = { key: 'a', limit: 2, windowMs: 1000 };

function setUp() {
  const clock = createManualClock();
  const startedAt = clock.now();
  const budget = createEditBudget({ clock });
  const granted: string[] = [];
  const ask = (name: string, priority: Priority = 'progress', of = perSecond) => {
    void budget.take(of, priority).then(() => granted.push(`${name} ${clock.now() - startedAt}`));
  };
  return { clock, budget, granted, ask };
}

describe('createEditBudget', () => {
  it('grants the first write at once and the others evenly spaced', async () => {
    const { clock, granted, ask } = setUp();
    for (const name of ['one', 'two', 'three']) ask(name);
    await settled();
    expect(granted).toEqual(['one 0']);
    await clock.advance(10_000);
    expect(granted).toEqual(['one 0', 'two 500', 'three 1000']);
  });

  it('grants a write at once again when the budget was idle for long enough', async () => {
    const { clock, granted, ask } = setUp();
    ask('one');
    await clock.advance(499);
    ask('two');
    await clock.advance(1);
    await clock.advance(700);
    ask('three');
    await settled();
    expect(granted).toEqual(['one 0', 'two 500', 'three 1200']);
  });

  it('grants the most urgent first, and equally urgent ones in order of arrival', async () => {
    const { clock, granted, ask } = setUp();
    ask('now');
    ask('progress 1');
    ask('first 1', 'first');
    ask('final 1', 'final');
    ask('progress 2');
    ask('first 2', 'first');
    ask('final 2', 'final');
    await clock.advance(10_000);
    const names = granted.map((grant) => grant.replace(/ \d+$/, ''));
    expect(names).toEqual(['now', 'final 1', 'final 2', 'first 1', 'first 2', 'progress 1', 'progress 2']);
  });

  it('keeps the keys apart', async () => {
    const { granted, ask } = setUp();
    ask('one');
    ask('two', 'progress', { ...perSecond, key: 'b' });
    await settled();
    expect(granted).toEqual(['one 0', 'two 0']);
  });

  it('grants nothing of a key before the time that the platform asked to wait, and other keys as before', async () => {
    const { clock, budget, granted, ask } = setUp();
    ask('one');
    ask('two');
    await settled();
    budget.limited('a', 30_000);
    ask('other', 'progress', { ...perSecond, key: 'b' });
    await clock.advance(29_999);
    expect(granted).toEqual(['one 0', 'other 0']);
    await clock.advance(1);
    expect(granted).toEqual(['one 0', 'other 0', 'two 30000']);
  });

  it('does not shorten a wait by a shorter one', async () => {
    const { clock, budget, granted, ask } = setUp();
    ask('one');
    ask('two');
    await settled();
    budget.limited('a', 5000);
    budget.limited('a', 1000);
    await clock.advance(10_000);
    expect(granted).toEqual(['one 0', 'two 5000']);
  });

  it('spaces the writes after a wait that found the budget idle', async () => {
    const { clock, budget, granted, ask } = setUp();
    budget.limited('a', 3000);
    for (const name of ['one', 'two', 'three']) ask(name);
    await clock.advance(10_000);
    expect(granted).toEqual(['one 3000', 'two 3500', 'three 4000']);
  });

  it('never grants more than the limit in any window, and grants everything in the end', async () => {
    const arrival = fc.record({
      afterMs: fc.nat(400),
      event: fc.oneof(fc.constantFrom<Priority>('final', 'first', 'progress'), fc.record({ limitedMs: fc.nat(3000) })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(arrival), fc.integer({ min: 1, max: 7 }), async (arrivals, limit) => {
        const clock = createManualClock();
        const budget = createEditBudget({ clock });
        const grantedAt: number[] = [];
        let asked = 0;
        for (const { afterMs, event } of arrivals) {
          await clock.advance(afterMs);
          if (typeof event === 'object') budget.limited('a', event.limitedMs);
          else {
            asked += 1;
            void budget.take({ key: 'a', limit, windowMs: 1000 }, event).then(() => grantedAt.push(clock.now()));
          }
        }
        await clock.advance(200_000);
        expect(grantedAt).toHaveLength(asked);
        for (const [index, at] of grantedAt.entries()) {
          // A thousandth of a millisecond is left to rounding: 1000 / 7 has no exact value.
          const next = grantedAt[index + limit] ?? Number.POSITIVE_INFINITY;
          expect(next - at).toBeGreaterThan(1000 - 0.001);
        }
      }),
    );
  });
});
