import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkOptions, type GivenOption, type OptionProblem } from '../../src/core/question/parse-options.ts';
import { takeOptions } from '../../src/core/question/take-options.ts';
import { english } from './english.ts';

const problems: readonly OptionProblem[] = [
  { kind: 'depth', value: 'deeper' },
  { kind: 'domain', option: 'only', value: 'gov' },
  { kind: 'domain', option: 'except', value: '' },
  { kind: 'place', value: 'New' },
  { kind: 'country', value: 'UK' },
  { kind: 'time-zone', value: 'Europe/Bonn' },
  { kind: 'searches', value: '0' },
  { kind: 'twice', option: 'near' },
  { kind: 'twice', option: 'no-web' },
  { kind: 'only-and-except' },
  { kind: 'no-question' },
];

/** The pieces of a sentence that stand as code. */
const codes = (words: string) => [...words.matchAll(/`([^`]*)`/g)].map(([, piece = '']) => piece);

describe('the word about a wrong option', () => {
  it.each(problems.map((problem) => [problem]))('shows a form that is right: %j', (problem) => {
    const isRight = (piece: string) => {
      const { given } = takeOptions(piece);
      const isWhole = given.some(({ name, value }) => value !== '' || name === 'no-web');
      return isWhole && 'options' in checkOptions(given);
    };
    expect(codes(english.wrongOption(problem)).some(isRight)).toBe(true);
  });

  it.each<[OptionProblem, string]>([
    [
      { kind: 'domain', option: 'only', value: 'gov' },
      '`only:` takes domains with commas between them, like `only:europa.eu,gov.uk`; `gov` does not fit. Nothing was asked.',
    ],
    [
      { kind: 'depth', value: '' },
      '`depth:` takes `quick`, `deep` or `deepest`, like `depth:deep`; after it stands nothing. Nothing was asked.',
    ],
    [
      { kind: 'only-and-except' },
      '`only:` and `except:` cannot be used together. Take one of them, like `only:europa.eu,gov.uk`. Nothing was asked.',
    ],
    [{ kind: 'template', value: 'x', names: [] }, 'There are no templates here. Nothing was asked.'],
    [
      { kind: 'template', value: 'x', names: ['comparison', 'timeline'] },
      'There is no template `x`. There are: `comparison`, `timeline`. Nothing was asked.',
    ],
  ])('is plain: %j', (problem, words) => {
    expect(english.wrongOption(problem)).toBe(words);
  });

  it('lets nothing of what the person wrote link or mark up, and stays short', () => {
    const hostile = fc.constantFrom(
      '`',
      '```',
      '@everyone',
      '<@U1>',
      '**',
      '[a](https://a.org)',
      '\n',
      ' ',
      'x'.repeat(99),
    );
    const value = fc.array(fc.oneof(hostile, fc.string())).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(value, (text) => {
        const given: GivenOption = { name: 'depth', value: `no ${text}` };
        const checked = checkOptions([given]);
        const words = 'problem' in checked ? english.wrongOption(checked.problem) : '';
        expect(words.replace(/`[^`\n]*`/g, '')).toBe(' takes ,  or , like ;  does not fit. Nothing was asked.');
        expect(words.length).toBeLessThan(300);
      }),
    );
  });
});
