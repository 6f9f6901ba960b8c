import { describe, expect, it } from 'vitest';
import { answerOf, workingAnswer } from './documents.ts';
import { lostWords, platforms, screens, wordsIn } from './shown.ts';

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
];

describe('a text of 60,000 characters', () => {
  it.each(texts)('is shown whole: %s', (_, text) => {
    screens.Slack('sources').show(workingAnswer(text));
    const whole = screens.Discord('sources').show(answerOf(text));
    expect(lostWords(wordsIn(text).slice(-1), whole.join('\n'))).toEqual([]);
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
