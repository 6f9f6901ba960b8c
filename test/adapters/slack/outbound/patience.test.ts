import { expect, it } from 'vitest';
import { patience } from '../../../../src/adapters/slack/outbound/patience.ts';
import { FootnoteError } from '../../../../src/core/errors.ts';
import { retry } from '../../../../src/core/retry.ts';

it('a call beside the answers is made again only where Slack asks to wait, three times in all', async () => {
  const waits: number[] = [];
  const options = patience({ now: () => 0, sleep: async (ms) => void waits.push(ms) });
  const failing = (error: FootnoteError) => retry(() => Promise.reject(error), options);
  await expect(failing(new FootnoteError('rate-limited', 'wait', { retryAfterMs: 60_000 }))).rejects.toThrow('wait');
  expect(waits).toEqual([60_000, 60_000]);
  await expect(failing(new FootnoteError('upstream', 'fault'))).rejects.toThrow('fault');
  expect(waits).toHaveLength(2);
});
