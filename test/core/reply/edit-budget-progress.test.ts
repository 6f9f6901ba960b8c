import { describe, expect, it } from 'vitest';
import type { Budget } from '../../../src/core/ports/place.ts';
import { settled } from '../manual-clock.ts';
import { setUp } from './edit-budget-subject.ts';

const wide: Budget = { key: 'wide', limit: 50, windowMs: 60_000 };
const narrow: Budget = { key: 'narrow', limit: 5, windowMs: 5000 };

const gapsOf = (times: readonly number[]) => times.slice(1).map((at, index) => at - (times[index] ?? 0));
const within = (times: readonly number[], fromMs: number, lengthMs: number) =>
  times.filter((at) => at >= fromMs && at < fromMs + lengthMs).length;

describe.each([wide, narrow])('the progress of an answer with $limit writes in $windowMs ms', (allowance) => {
  const { limit, windowMs } = allowance;
  const evenMs = windowMs / limit;

  it('is shown at once, then faster than evenly spaced, and slower as the window fills', async () => {
    const { clock, stream } = setUp();
    const grantedAt = stream(allowance);
    await clock.advance(windowMs);
    const gaps = gapsOf(grantedAt);
    expect(grantedAt[0]).toBe(0);
    expect(gaps[0]).toBeLessThan(0.75 * evenMs);
    expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
    expect(gaps.at(-1)).toBeGreaterThan(evenMs);
  });

  it('never stands still for long, however long the answer is', async () => {
    const { clock, stream } = setUp();
    const grantedAt = stream(allowance);
    await clock.advance(10 * windowMs);
    expect(Math.max(...gapsOf(grantedAt))).toBeLessThan(3 * evenMs);
  });

  it('uses nearly all that is not kept for ends and first words', async () => {
    const { clock, stream } = setUp();
    const grantedAt = stream(allowance);
    await clock.advance(10 * windowMs);
    expect(grantedAt.length).toBeGreaterThan(0.75 * 10 * limit);
    expect(grantedAt.length).toBeLessThan(10 * limit);
  });
});

describe('the progress of an answer after the platform refused a write', () => {
  it('comes slower, the more so after several refusals, and never stops', async () => {
    const counts: number[] = [];
    for (const refusals of [0, 1, 3, 30]) {
      const { clock, budget, stream } = setUp();
      const grantedAt = stream(wide);
      await clock.advance(2 * wide.windowMs);
      for (let refusal = 0; refusal < refusals; refusal += 1) budget.limited(wide, 1000);
      await clock.advance(wide.windowMs);
      counts.push(within(grantedAt, 2 * wide.windowMs + 1000, 10_000));
    }
    const [none = 0, one = 0, three = 0, thirty = 0] = counts;
    expect(one).toBeLessThan(none);
    expect(three).toBeLessThan(one);
    expect(thirty).toBeGreaterThan(0);
  });

  it('returns to its pace', async () => {
    const { clock, budget, stream } = setUp();
    const grantedAt = stream(wide);
    await clock.advance(wide.windowMs);
    const before = within(grantedAt, 0, wide.windowMs);
    for (let refusal = 0; refusal < 5; refusal += 1) budget.limited(wide, 1000);
    await clock.advance(8 * wide.windowMs);
    expect(within(grantedAt, 8 * wide.windowMs, wide.windowMs)).toBeGreaterThanOrEqual(before - 1);
  });

  it('returns to its pace at once when nothing was written for a whole window', async () => {
    const { clock, budget, ask, stream } = setUp();
    ask('refused', 'progress', wide);
    await settled();
    for (let refusal = 0; refusal < 5; refusal += 1) budget.limited(wide, 1000);
    await clock.advance(2 * wide.windowMs);
    const after = stream(wide);
    const fresh = setUp();
    const elsewhere = fresh.stream(wide);
    await Promise.all([clock.advance(10_000), fresh.clock.advance(10_000)]);
    expect(after).toEqual(elsewhere);
  });

  it('comes as before where nothing was refused', async () => {
    const { clock, budget, stream } = setUp();
    const here = stream(wide);
    const elsewhere = stream({ ...wide, key: 'elsewhere' });
    await clock.advance(10_000);
    budget.limited({ ...wide, key: 'elsewhere' }, 30_000);
    await clock.advance(10 * wide.windowMs);
    const alone = setUp();
    const undisturbed = alone.stream(wide);
    await alone.clock.advance(10_000 + 10 * wide.windowMs);
    expect(here).toEqual(undisturbed);
    expect(elsewhere.length).toBeLessThan(here.length);
  });

  it('does not slow ends and first words', async () => {
    const { clock, budget, granted, ask } = setUp();
    for (let refusal = 0; refusal < 5; refusal += 1) budget.limited(narrow, 1000);
    for (const name of ['end 1', 'end 2', 'end 3']) ask(name, 'final', narrow);
    ask('first words', 'first', narrow);
    await clock.advance(999);
    expect(granted).toEqual([]);
    await clock.advance(1);
    expect(granted).toEqual(['end 1', 'end 2', 'end 3', 'first words']);
  });
});
