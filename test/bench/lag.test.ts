import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstVisibleMs, meanLagMs, rising } from '../../bench/measure/lag.ts';

const sent = [
  { atMs: 0, chars: 4 },
  { atMs: 10, chars: 8 },
  { atMs: 20, chars: 12 },
];

describe('the lag of visible text', () => {
  it('is the mean over all characters, wherever edits cut the deltas', () => {
    const visible = [
      { atMs: 100, chars: 6 },
      { atMs: 200, chars: 12 },
    ];
    // 4 × 100, 2 × 90, 2 × 190, 4 × 180
    expect(meanLagMs({ sent, visible }, 200)).toBeCloseTo(1680 / 12);
  });

  it('counts what never became visible until the end, so that cutting an answer is no gain', () => {
    const visible = [{ atMs: 0, chars: 4 }];
    expect(meanLagMs({ sent, visible }, 1000)).toBeCloseTo((4 * 990 + 4 * 980) / 12);
  });

  it('is the delay where every delta is shown so much later', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1 }), fc.nat(5000), (steps, delayMs) => {
        let chars = 0;
        const line = steps.map((step, at) => {
          chars += step + 1;
          return { atMs: at * 10, chars };
        });
        const visible = line.map((point) => ({ ...point, atMs: point.atMs + delayMs }));
        expect(meanLagMs({ sent: line, visible }, 1e6)).toBeCloseTo(delayMs);
      }),
    );
  });

  it('begins with the first visible character', () => {
    const visible = rising([
      { atMs: -500, chars: 0 },
      { atMs: 85, chars: 3 },
      { atMs: 90, chars: 2 },
      { atMs: 95, chars: 9 },
    ]);
    expect(visible).toHaveLength(2);
    expect(firstVisibleMs({ sent, visible })).toBe(85);
    expect(firstVisibleMs({ sent, visible: [] })).toBeUndefined();
  });
});
