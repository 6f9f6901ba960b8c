import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerText } from '../../bench/answer-text.ts';
import { visibleOf, wordsOf } from '../../bench/measure/visible-words.ts';

describe('the words that are visible of an answer', () => {
  const { text } = answerText(3000);
  const words = wordsOf(text);

  it('are all of them when the text is shown as it is', () => {
    expect(visibleOf(words, text).words).toBe(words.length);
  });

  it('are found between footnotes, rewritten links and small print', () => {
    const shown = text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1[[12]](<https://example.org/records/12>)');
    expect(visibleOf(words, `${shown}\n-# ✍️ Writing…`).words).toBe(words.length);
  });

  it('reach as far as a half-shown word does', () => {
    expect(visibleOf(wordsOf('The tides turn.'), 'The ti')).toEqual({ reach: 6, words: 1 });
  });

  it('are none in a status line', () => {
    expect(visibleOf(words, '🔎 Searching the web')).toEqual({ reach: 0, words: 0 });
  });

  it('tell how much of a text was cut off', () => {
    fc.assert(
      fc.property(fc.nat(words.length), (count) => {
        const end = words[count - 1]?.end ?? 0;
        expect(visibleOf(words, text.slice(0, end))).toEqual({ reach: end, words: count });
      }),
    );
  });
});
