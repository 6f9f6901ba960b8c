import { describe, expect, it } from 'vitest';

import { cutAtSentence } from '../../../src/render/messages/cut.ts';
import { createMessageSplitter } from '../../../src/render/messages/split.ts';
import { fileDialect } from '../../../src/render/writing/file-dialect.ts';
import { plainLine } from '../../../src/render/writing/lines.ts';
import { answerOf, workingAnswer } from '../gate/documents.ts';
import { lostWords, platforms, screens, wordsIn } from '../shown.ts';

const length = 60_000;
const many = (piece: string) => piece.repeat(length / piece.length);

// For each of these, time that grows with the square of the length would be minutes.
const texts: readonly (readonly [string, string])[] = [
  ['marks within words', many('_a')],
  ['links', many('[[1]](https://example.org/a)')],
  ['quote marks', `${many('>')} end`],
  ['bullets', `${many('- ')}end`],
  ['spaces', `begin${many(' ')}end`],
  ['tabs', `${many('\t')}end`],
  ['underlines of headings', many('a\n-\n')],
  ['heads of tables that are none', many('a|b\n-|\n')],
  ['formulas that do not end', many('\\[a\n')],
  ['entities', many('&a;')],
  ['quotes in quotes', `${many('> a\n>> b\n')}> end`],
  ['a quote of one line', `> ${many('a ')}\n> end`],
];

describe('a text of 60,000 characters', () => {
  it.each(texts)('is shown whole: %s', (_, text) => {
    screens.Slack('sources').show(workingAnswer(text));
    const whole = screens.Discord('sources').show(answerOf(text));
    expect(lostWords(wordsIn(text).slice(-1), whole.join('\n'))).toEqual([]);
  });
});

describe('a line of 100,000 characters', () => {
  it.each([
    ['words', 'word '],
    ['marks', '*'],
    ['letters without a space', 'a'],
    ['marks at its end', ''],
  ])('is not written many times over to find where messages end: %s', (_, piece) => {
    const text = piece === '' ? 'a'.repeat(50_000) + '*'.repeat(50_000) : piece.repeat(100_000 / piece.length);
    let written = 0;
    const splitter = createMessageSplitter({
      ...fileDialect,
      maxLength: 2000,
      escape(words, atLineStart) {
        written += words.length;
        return fileDialect.escape(words, atLineStart);
      },
    });
    splitter.add({ lines: [plainLine([{ text, as: 'words', marks: [] }])], gap: '\n', heading: false });
    const shown = splitter
      .messages()
      .join(piece === 'word ' ? ' ' : '')
      .replaceAll('\\', '');
    expect(shown).toBe(text.trim());
    expect(written).toBeLessThan(12 * text.length);
  });
});

describe('a paragraph of many sentences', () => {
  it('is written once where messages have no end', () => {
    let written = 0;
    const splitter = createMessageSplitter({
      ...fileDialect,
      escape(words, atLineStart) {
        written += words.length;
        return fileDialect.escape(words, atLineStart);
      },
    });
    const text = '字。'.repeat(7000);
    splitter.add({ lines: [plainLine([{ text, as: 'words', marks: [] }])], gap: '\n', heading: false });
    expect(splitter.messages()).toEqual([text]);
    expect(written).toBe(text.length);
  });

  it('is looked through only as far as a message can hold', () => {
    const msOf = (sentences: number) => {
      const runs = [{ text: '字。'.repeat(sentences), as: 'words', marks: [] } as const];
      const times = Array.from({ length: 7 }, () => {
        const start = performance.now();
        expect(cutAtSentence(runs, 1800, 2000, fileDialect)?.[0]).toHaveLength(1);
        return performance.now() - start;
      });
      return Math.min(...times);
    };
    msOf(2000);
    // Of 200 times the text; looking through all of it takes some 100 times as long.
    expect(msOf(400_000)).toBeLessThan(20 * msOf(2000));
  });
});

describe.each(platforms)('a long text on %s', (platform) => {
  it('keeps every letter of marks that are too many to be read', () => {
    const shown = screens[platform]('sources')
      .show(answerOf(many('_a')))
      .join('');
    expect(shown.match(/a/g)).toHaveLength(length / 2);
  });

  it('cuts no character and no word where it is read in stretches', () => {
    const screen = screens[platform]('sources');
    const words = Array.from({ length: 2000 }, (_, index) => `word${index}`);
    for (const between of [' ', '\n']) {
      screen.show(answerOf(words.join(between)));
      expect(wordsIn(screen.seen().text)).toEqual(words);
    }
    screen.show(answerOf(`a${'👍'.repeat(5000)}`));
    expect(screen.seen().text.match(/👍/gu)).toHaveLength(5000);
    expect(screen.seen().text).not.toContain('\ufffd');
  });
});
