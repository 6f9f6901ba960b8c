import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Priority } from '../../../src/core/reply/edit-budget.ts';
import { roomy, tight } from '../fakes.ts';
import { settled } from '../manual-clock.ts';
import { setUp } from './edit-budget-subject.ts';

const priorities: readonly Priority[] = ['final', 'first', 'progress'];
const other = { ...tight, key: 'other' };

describe('an edit budget', () => {
  it('grants an idle key as many ends at once as its limit, and the next when the window has passed', async () => {
    const { clock, granted, ask } = setUp();
    const five = { ...tight, limit: 5 };
    for (const name of ['1', '2', '3', '4', '5', '6']) ask(name, 'final', five);
    await clock.advance(five.windowMs);
    expect(granted).toEqual(['1', '2', '3', '4', '5']);
    await clock.advance(five.windowMs);
    expect(granted).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('grants the most urgent first, and equally urgent ones in order of arrival', async () => {
    const { clock, granted, ask } = setUp();
    ask('now');
    await settled();
    for (const name of ['1', '2']) for (const priority of priorities.toReversed()) ask(`${priority} ${name}`, priority);
    await clock.advance(10_000);
    expect(granted).toEqual(['now', 'final 1', 'final 2', 'first 1', 'first 2', 'progress 1', 'progress 2']);
  });

  it('grants ends and first words at once while progress has used up its part', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 5, max: 60 }),
        fc.constantFrom<Priority>('final', 'first'),
        async (limit, priority) => {
          const { clock, granted, ask } = setUp();
          const allowance = { key: 'a', limit, windowMs: 60_000 };
          for (let index = 0; index < limit; index += 1) ask('progress', 'progress', allowance);
          await clock.advance(allowance.windowMs);
          const before = granted.length;
          const kept = Math.max(1, Math.floor(limit / 10));
          expect(before).toBeLessThanOrEqual(limit - kept);
          for (let index = 0; index < kept; index += 1) ask(priority, priority, allowance);
          await settled();
          expect(granted.slice(before)).toEqual(Array.from({ length: kept }, () => priority));
        },
      ),
    );
  });

  it('keeps the keys apart', async () => {
    const { granted, ask } = setUp();
    ask('one');
    ask('two', 'progress', other);
    await settled();
    expect(granted).toEqual(['one', 'two']);
  });

  it('lets answers that are equally urgent take turns, also with one that comes later', async () => {
    const answers = fc.integer({ min: 1, max: 5 });
    const limits = fc.integer({ min: 1, max: 7 });
    await fc.assert(
      fc.asyncProperty(answers, fc.constantFrom(...priorities), limits, async (count, priority, limit) => {
        const { clock, stream } = setUp();
        const allowance = { ...tight, limit };
        const early = Array.from({ length: count }, () => stream(allowance, priority));
        await clock.advance(10_000);
        const before = early.map((grants) => grants.length);
        const late = stream(allowance, priority);
        await clock.advance(20_000);
        const gained = early.map((grants, index) => grants.length - (before[index] ?? 0));
        expect(Math.max(...before) - Math.min(...before)).toBeLessThanOrEqual(1);
        for (const grants of gained) expect(Math.abs(grants - late.length)).toBeLessThanOrEqual(1);
        expect(late.length).toBeGreaterThan(1);
      }),
    );
  });

  it('never lets more arrive than its limit and the one around it, grants all that stay in the end, and then forgets the key', async () => {
    const arrival = fc.record({
      afterMs: fc.nat(400),
      key: fc.constantFrom('a', 'b'),
      event: fc.oneof(
        { weight: 4, arbitrary: fc.record({ priority: fc.constantFrom(...priorities), stays: fc.constant(true) }) },
        fc.record({ priority: fc.constantFrom(...priorities), abortMs: fc.nat(2000) }),
        fc.record({ limitedMs: fc.nat(3000), around: fc.boolean() }),
      ),
    });
    const limits = fc.integer({ min: 1, max: 12 });
    const travels = fc.record({ thereMs: fc.nat(300), backMs: fc.nat(300) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(arrival, { size: 'medium' }),
        limits,
        limits,
        fc.array(travels, { minLength: 1, maxLength: 9 }),
        async (arrivals, limit, limitAround, journeys) => {
          const { clock, budget } = setUp();
          const within = { key: 'around', limit: limitAround, windowMs: 700 };
          const allowances = {
            a: { key: 'a', limit, windowMs: 1000, within },
            b: { key: 'b', limit, windowMs: 1000, within },
          };
          const arrivedAt: { readonly key: string; readonly at: number }[] = [];
          let open = 0;
          let sent = 0;
          const take = async (key: 'a' | 'b', priority: Priority, signal?: AbortSignal) => {
            open += 1;
            const permit = await budget.take(allowances[key], priority, signal);
            open -= 1;
            expect(permit !== undefined || signal !== undefined).toBe(true);
            if (!permit) return;
            sent += 1;
            const { thereMs, backMs } = journeys[sent % journeys.length] ?? { thereMs: 0, backMs: 0 };
            await clock.sleep(thereMs);
            arrivedAt.push({ key, at: clock.now() });
            await clock.sleep(backMs);
            permit.release(true);
          };
          for (const { afterMs, key, event } of arrivals) {
            await clock.advance(afterMs);
            if ('limitedMs' in event) budget.limited(event.around ? within : allowances[key], event.limitedMs);
            else if ('stays' in event) void take(key, event.priority);
            else {
              const aborting = new AbortController();
              void take(key, event.priority, aborting.signal);
              void clock.sleep(event.abortMs).then(() => aborting.abort());
            }
          }
          await clock.advance(1_000_000);
          expect(open).toBe(0);
          for (const { key, limit: most, windowMs } of [allowances.a, allowances.b, within]) {
            const times = arrivedAt.filter((one) => key === within.key || one.key === key).map(({ at }) => at);
            times.forEach((at, index) => {
              expect((times[index + most] ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThanOrEqual(windowMs);
            });
          }
          expect(clock.sleeping()).toBe(0);
        },
      ),
    );
  });

  it('counts nothing that was not sent after all', async () => {
    const { budget, granted, ask } = setUp();
    const permit = await budget.take(tight, 'final');
    permit?.release(false);
    ask('next', 'final');
    await settled();
    expect(granted).toEqual(['next']);
  });

  it('grants the most urgent first also of those that share the allowance around them', async () => {
    const { clock, granted, ask } = setUp();
    const within = { key: 'bot', limit: 1, windowMs: 1000 };
    const channel = (key: string) => ({ key, limit: 5, windowMs: 1000, within });
    ask('now', 'progress', channel('1'));
    await settled();
    ask('progress', 'progress', channel('2'));
    ask('final', 'final', channel('3'));
    await clock.advance(10_000);
    expect(granted).toEqual(['now', 'final', 'progress']);
  });

  it('lets an end overtake the progress of the same channel that waits for the allowance around it', async () => {
    const { clock, granted, ask } = setUp();
    const within = { key: 'bot', limit: 1, windowMs: 1000 };
    const channel = { key: 'channel', limit: 5, windowMs: 1000, within };
    ask('now', 'progress', { ...channel, key: 'other' });
    await settled();
    ask('progress', 'progress', channel);
    await settled();
    ask('final', 'final', channel);
    await clock.advance(10_000);
    expect(granted).toEqual(['now', 'final', 'progress']);
  });
});

describe('a taker that no longer wants to write', () => {
  it('is told so at once, and those behind it move up', async () => {
    const { clock, granted, gaveUp, ask } = setUp();
    const aborting = new AbortController();
    ask('one', 'final');
    ask('two', 'final', tight, aborting.signal);
    ask('three', 'final');
    await settled();
    aborting.abort();
    await settled();
    expect(gaveUp).toEqual(['two']);
    expect(granted).toEqual(['one']);
    await clock.advance(2000);
    expect(granted).toEqual(['one', 'three']);
  });

  it('uses up nothing when it is told before it asks', async () => {
    const { granted, gaveUp, ask } = setUp();
    ask('one', 'final', tight, AbortSignal.abort());
    ask('two', 'final');
    await settled();
    expect(gaveUp).toEqual(['one']);
    expect(granted).toEqual(['two']);
  });

  it('has been granted what it was granted before', async () => {
    const { clock, granted, gaveUp, ask } = setUp();
    const aborting = new AbortController();
    ask('one', 'progress', tight, aborting.signal);
    await settled();
    aborting.abort();
    ask('two');
    await clock.advance(500);
    expect([granted, gaveUp]).toEqual([['one'], []]);
  });
});

describe('an edit budget after the platform asked to wait', () => {
  it('grants nothing of the key before, not even an end, and other keys as ever', async () => {
    const { clock, budget, granted, ask } = setUp();
    ask('before', 'progress', roomy);
    await settled();
    budget.limited(roomy, 30_000);
    ask('waits', 'final', roomy);
    ask('other', 'progress', other);
    await clock.advance(29_999);
    expect(granted).toEqual(['before', 'other']);
    await clock.advance(1);
    expect(granted).toEqual(['before', 'other', 'waits']);
  });

  it('does not shorten the wait by a shorter one', async () => {
    const { clock, budget, granted, ask } = setUp();
    budget.limited(tight, 5000);
    budget.limited(tight, 1000);
    ask('waits', 'final');
    await clock.advance(4999);
    expect(granted).toEqual([]);
    await clock.advance(1);
    expect(granted).toEqual(['waits']);
  });

  it('keeps to the limit when many have waited', async () => {
    const { clock, budget, granted, ask } = setUp();
    budget.limited(tight, 3000);
    for (const name of ['one', 'two', 'three']) ask(name, 'final');
    await clock.advance(4000);
    expect(granted).toEqual(['one']);
    await clock.advance(1000);
    expect(granted).toEqual(['one', 'two']);
  });
});
