import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shorten, truncate } from '../../src/core/shorten.ts';

const text = fc.string({ unit: fc.constantFrom('a', ' ', 'é', '😀', '漢') });
const size = fc.integer({ min: 1, max: 30 });
const points = (said: string) => Array.from(said).length;

describe('a text that is shortened', () => {
  it('ends at a word where one ends in its second half, and says that something is missing', () => {
    expect(shorten('What is a footnote for?', 20)).toBe('What is a footnote…');
    expect(shorten('What-is-a-footnote for?', 10)).toBe('What-is-a…');
    expect(shorten('Enough room', 11)).toBe('Enough room');
  });

  it('has at most so many characters, none of them halved, and one that fits is left as it is', () => {
    fc.assert(
      fc.property(text, size, (said, max) => {
        const short = shorten(said, max);
        expect(points(short)).toBeLessThanOrEqual(max);
        expect(short.isWellFormed()).toBe(true);
        if (points(said) <= max) expect(short).toBe(said);
        else expect(short.endsWith('…') && said.startsWith(short.slice(0, -1))).toBe(true);
      }),
    );
  });
});

describe('a text that is truncated', () => {
  it('is its beginning without half a character at the end', () => {
    expect(truncate('a😀b', 2)).toBe('a');
    fc.assert(
      fc.property(text, size, (said, max) => {
        const start = truncate(said, max);
        expect(said.startsWith(start)).toBe(true);
        expect(start.length).toBeLessThanOrEqual(max);
        expect(start.length).toBeGreaterThanOrEqual(Math.min(said.length, max) - 1);
        expect(start.isWellFormed()).toBe(true);
      }),
    );
  });
});
