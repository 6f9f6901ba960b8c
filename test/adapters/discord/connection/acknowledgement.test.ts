import { describe, expect, it } from 'vitest';
import { createAcknowledgement } from '../../../../src/adapters/discord/connection/acknowledgement.ts';
import { FootnoteError } from '../../../../src/core/errors.ts';

function acknowledging(answer: () => Promise<unknown>) {
  let calls = 0;
  const warned: string[] = [];
  const defer = () => {
    calls += 1;
    return answer();
  };
  const acknowledge = createAcknowledgement(defer, { warn: (_fields, message) => void warned.push(message) });
  return { acknowledge, calls: () => calls, warned };
}

describe('the acknowledgement of an interaction', () => {
  it('is sent once, however many wait for it', async () => {
    const { acknowledge, calls } = acknowledging(async () => {});
    await Promise.all([acknowledge(), acknowledge()]);
    await acknowledge();
    expect(calls()).toBe(1);
  });

  it('that Discord refused is an error for all who wait', async () => {
    const refused = new FootnoteError('platform', 'Unknown interaction', { hint: 'not-allowed' });
    const { acknowledge } = acknowledging(() => Promise.reject(refused));
    await expect(acknowledge()).rejects.toBe(refused);
    await expect(acknowledge()).rejects.toBe(refused);
  });

  it('of which nobody knows whether it arrived may have arrived', async () => {
    const { acknowledge, warned } = acknowledging(() => Promise.reject(new FootnoteError('timeout', 'Too late.')));
    await acknowledge();
    expect(warned).toHaveLength(1);
  });
});
