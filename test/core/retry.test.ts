import { describe, expect, it } from 'vitest';
import { FootnoteError } from '../../src/core/errors.ts';
import { type RetryOptions, retry, whenTransient } from '../../src/core/retry.ts';

const fault = new FootnoteError('upstream', 'fault');

/** A work that fails like this and then gives the number of its attempt, with the waits between. */
function setUp(failures: readonly unknown[], options: Partial<RetryOptions> = {}) {
  const waits: number[] = [];
  let calls = 0;
  const work = async () => {
    const failure = failures[calls];
    calls += 1;
    if (failure) throw failure;
    return calls;
  };
  const sleep = async (ms: number) => void waits.push(ms);
  return { waits, attempt: () => retry(work, { attempts: 3, when: () => 10, sleep, ...options }) };
}

describe('what is tried again', () => {
  it('gives what the first attempt that succeeds gives', async () => {
    const { waits, attempt } = setUp([fault, fault]);
    expect(await attempt()).toBe(3);
    expect(waits).toEqual([10, 10]);
  });

  it('is given up with the last error after the last attempt, without another wait', async () => {
    const last = new FootnoteError('timeout', 'late');
    const { waits, attempt } = setUp([fault, fault, last]);
    await expect(attempt()).rejects.toBe(last);
    expect(waits).toEqual([10, 10]);
  });

  it('is given up at once after an error that allows no other attempt', async () => {
    const { waits, attempt } = setUp([fault], { when: () => undefined });
    await expect(attempt()).rejects.toBe(fault);
    expect(waits).toEqual([]);
  });

  it('tells how often it was tried, from 1', async () => {
    const { waits, attempt } = setUp([fault, fault], { when: (_, attempt) => attempt });
    await attempt();
    expect(waits).toEqual([1, 2]);
  });

  it('takes what is no error of ours for a bug', async () => {
    const { attempt } = setUp([new TypeError('broken')], { when: ({ kind }) => (kind === 'bug' ? undefined : 0) });
    await expect(attempt()).rejects.toMatchObject({ name: 'FootnoteError', kind: 'bug' });
  });
});

describe('where trouble may pass', () => {
  const when = whenTransient(500, 10_000);

  it('the wait is the one that the other side asks for', () => {
    expect(when(new FootnoteError('rate-limited', 'wait', { retryAfterMs: 1_500 }), 2)).toBe(1_500);
  });

  it('the wait doubles where none is asked for', () => {
    expect([1, 2, 3].map((attempt) => when(fault, attempt))).toEqual([500, 1_000, 2_000]);
  });

  it.each([
    ['the call is refused', new FootnoteError('platform', 'no', { hint: 'not-allowed' })],
    ['the wait is too long', new FootnoteError('rate-limited', 'wait', { retryAfterMs: 60_000 })],
  ])('nothing is tried again when %s', (_, error) => {
    expect(when(error, 1)).toBeUndefined();
  });
});
