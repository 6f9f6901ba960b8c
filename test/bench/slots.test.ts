import { describe, expect, it } from 'vitest';
import { earliestSlots } from '../../bench/measure/slots.ts';

describe('the earliest moments for more writes', () => {
  const allowance = { limit: 3, windowMs: 1000 };

  it('are at once where there is room', () => {
    expect(earliestSlots([], 500, 3, allowance)).toEqual([500, 500, 500]);
  });

  it('come as the writes before them leave the window', () => {
    expect(earliestSlots([0, 100, 400], 500, 4, allowance)).toEqual([1000, 1100, 1400, 2000]);
  });

  it('do not count writes that came later', () => {
    expect(earliestSlots([0, 600, 700, 800], 500, 1, allowance)).toEqual([500]);
  });
});
