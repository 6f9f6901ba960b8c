import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FootnoteList } from '../../../src/core/answer/footnotes.ts';
import { sourcesNamedIn, withSourcesNamed } from '../../../src/core/answer/source-numbers.ts';

const list: FootnoteList = {
  footnotes: [
    { number: 1, url: 'https://example.org/one', title: 'One\n"quoted"' },
    { number: 3, url: 'https://example.org/three' },
  ],
  nextNumber: 4,
};

describe('a question that names a source by its number', () => {
  it('goes to the agent with the page below it', () => {
    expect(withSourcesNamed('What does [3] say, against [1] and [3]?', list)).toBe(
      'What does [3] say, against [1] and [3]?\n\n[3] is https://example.org/three\n[1] is "One "quoted"", https://example.org/one',
    );
  });

  it.each(['What about 3?', 'What does [2] say?', 'And [x] or [03x]?', '[3'])('but not for others: %s', (text) => {
    expect(withSourcesNamed(text, list)).toBe(text);
  });

  it('begins as it was asked, and each page is named once', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('[', ']', '1', '3', ' ', 'a') }), (text) => {
        const named = sourcesNamedIn(text, list);
        expect(withSourcesNamed(text, list).startsWith(text)).toBe(true);
        expect(new Set(named).size).toBe(named.length);
        for (const { number } of named) expect(text).toMatch(new RegExp(`\\[0*${number}\\]`));
      }),
    );
  });
});
