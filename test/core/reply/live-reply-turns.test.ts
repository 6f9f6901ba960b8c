import { describe, expect, it } from 'vitest';
import { startAnswer } from '../../../src/core/answer/answer.ts';
import { tight } from '../fakes.ts';
import { research } from '../known-agents.ts';
import { settled } from '../manual-clock.ts';
import { complete, limited, setUp, working } from './live-reply-subject.ts';

describe('a live reply whose progress waits for its turn', () => {
  it('shows the end without waiting for that turn', async () => {
    const { live, finish, finished, writes } = setUp();
    for (const text of ['', 'a', 'ab', 'abc']) {
      live.show(working(text));
      await settled();
    }
    expect(writes).toEqual(['0: working', '0: a working']);
    finish(complete('abcd'));
    await settled();
    expect(writes).toEqual(['0: working', '0: a working', '0: abcd complete']);
    expect(finished()).toBe(true);
  });

  it('shows the first words without waiting for that turn', async () => {
    const { live, writes } = setUp();
    for (const ahead of [2, 1]) {
      live.show(startAnswer(research, 0, { for: 'turn', ahead }));
      await settled();
    }
    expect(writes).toEqual(['0: waits for 2']);
    live.show(working('a'));
    await settled();
    expect(writes).toEqual(['0: waits for 2', '0: a working']);
  });

  it('writes nothing more when its turn comes after all', async () => {
    const { live, clock, finish, attempts } = setUp();
    for (const text of ['a', 'ab']) {
      live.show(working(text));
      await settled();
    }
    finish(complete('abc'));
    await clock.advance(120_000);
    expect(attempts()).toBe(2);
    expect(clock.sleeping()).toBe(0);
  });

  it('shows the end before the first words of others when both have to wait', async () => {
    const { live, clock, budget, finish, writes } = setUp({ budget: () => tight });
    for (let other = 0; other < 20; other += 1) void budget.spend(tight, 'first', settled);
    live.show(working('a'));
    await settled();
    finish(complete('ab'));
    await clock.advance(2000);
    expect(writes).toEqual(['0: ab complete']);
  });
});

describe('several live replies at once', () => {
  it('progress at the same pace where they share an allowance', async () => {
    const one = setUp();
    const two = setUp({ beside: one });
    for (let length = 1; length <= 300; length += 1) {
      for (const { live } of [one, two]) live.show(working('a'.repeat(length)));
      await one.clock.advance(100);
    }
    expect(one.writes.length).toBeGreaterThan(5);
    expect(Math.abs(one.writes.length - two.writes.length)).toBeLessThanOrEqual(1);
  });

  it('end at once while others in the same place show their progress', async () => {
    const one = setUp();
    const others = Array.from({ length: 20 }, () => setUp({ beside: one }));
    for (let length = 1; length <= 300; length += 1) {
      for (const { live } of [one, ...others]) live.show(working('a'.repeat(length)));
      await one.clock.advance(100);
    }
    one.finish(complete('the answer'));
    await settled();
    expect(one.visible).toEqual(['the answer complete']);
  });

  it('all wait where the platform refused one of them', async () => {
    const refused = setUp();
    const other = setUp({ beside: refused });
    refused.refuse(limited(5000));
    refused.live.show(working('a'));
    await settled();
    other.finish(complete('b'));
    await refused.clock.advance(4999);
    expect(other.attempts()).toBe(0);
    await refused.clock.advance(1);
    expect(other.visible).toEqual(['b complete']);
  });

  it('go on where the platform refuses the writes of another place', async () => {
    const held = setUp({ budget: () => ({ ...tight, key: 'held' }) });
    const free = setUp({ beside: held, budget: () => ({ ...tight, key: 'free' }) });
    held.refuse(limited(300_000));
    for (const { live } of [held, free]) live.show(working(''));
    await held.clock.advance(2000);
    for (const { live } of [held, free]) live.show(working('a'));
    await held.clock.advance(2000);
    expect(free.visible).toEqual(['a working']);
    for (const { finish } of [held, free]) finish(complete('ab'));
    await held.clock.advance(2000);
    expect([free.visible, free.finished()]).toEqual([['ab complete'], true]);
    expect([held.visible, held.finished()]).toEqual([[], false]);
    await held.clock.advance(300_000);
    expect([held.visible, held.finished()]).toEqual([['ab complete'], true]);
  });
});
