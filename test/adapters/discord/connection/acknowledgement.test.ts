import { describe, expect, it } from 'vitest';
import { createAcknowledgement } from '../../../../src/adapters/discord/connection/acknowledgement.ts';
import { FootnoteError } from '../../../../src/core/errors.ts';

function acknowledging(answer: () => Promise<unknown>) {
  const seenBy: string[] = [];
  const warned: string[] = [];
  const defer = (by: string) => {
    seenBy.push(by);
    return answer();
  };
  const acknowledge = createAcknowledgement(defer, { warn: (_fields, message) => void warned.push(message) });
  return { acknowledge, seenBy, warned };
}

describe('the acknowledgement of an interaction', () => {
  it('is sent once, however many wait for it, and the first says who sees the response', async () => {
    const { acknowledge, seenBy } = acknowledging(async () => {});
    await Promise.all([acknowledge('asker'), acknowledge('all')]);
    await acknowledge('all');
    expect(seenBy).toEqual(['asker']);
  });

  it('that Discord refused is an error for all who wait', async () => {
    const refused = new FootnoteError('platform', 'Unknown interaction', { hint: 'not-allowed' });
    const { acknowledge } = acknowledging(() => Promise.reject(refused));
    await expect(acknowledge('all')).rejects.toBe(refused);
    await expect(acknowledge('all')).rejects.toBe(refused);
  });

  it('of which nobody knows whether it arrived may have arrived', async () => {
    const { acknowledge, warned } = acknowledging(() => Promise.reject(new FootnoteError('timeout', 'Too late.')));
    await acknowledge('all');
    expect(warned).toHaveLength(1);
  });
});
