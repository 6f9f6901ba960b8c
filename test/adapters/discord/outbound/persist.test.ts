import { describe, expect, it } from 'vitest';
import { persist } from '../../../../src/adapters/discord/outbound/persist.ts';
import { FootnoteError } from '../../../../src/core/errors.ts';
import type { Clock } from '../../../../src/core/ports/system.ts';

function setUp(failures: readonly FootnoteError[]) {
  const waits: number[] = [];
  const clock: Clock = { now: () => 0, sleep: async (ms) => void waits.push(ms) };
  let calls = 0;
  const call = async () => {
    const failure = failures[calls];
    calls += 1;
    if (failure) throw failure;
    return calls;
  };
  return { waits, attempt: () => persist(clock, call) };
}

describe('a call that is harmless to repeat', () => {
  it('waits as long as Discord asks for', async () => {
    const { waits, attempt } = setUp([new FootnoteError('rate-limited', 'wait', { retryAfterMs: 1_500 })]);
    expect(await attempt()).toBe(2);
    expect(waits).toEqual([1_500]);
  });

  it('is given up after three attempts', async () => {
    const fault = new FootnoteError('upstream', 'fault');
    const { waits, attempt } = setUp([fault, fault, fault]);
    await expect(attempt()).rejects.toBe(fault);
    expect(waits).toEqual([500, 1_000]);
  });

  it.each([
    ['it is refused', new FootnoteError('platform', 'no', { hint: 'not-allowed' })],
    ['the wait is too long', new FootnoteError('rate-limited', 'wait', { retryAfterMs: 60_000 })],
  ])('is given up at once when %s', async (_, failure) => {
    const { waits, attempt } = setUp([failure]);
    await expect(attempt()).rejects.toBe(failure);
    expect(waits).toEqual([]);
  });
});
