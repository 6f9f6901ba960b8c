import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GivenOption } from '../../../src/core/question/parse-options.ts';
import { takeOptions, writeOption } from '../../../src/core/question/take-options.ts';

const taken = (text: string) => {
  const { given, rest } = takeOptions(text);
  return [Object.fromEntries(given.map(({ name, value }) => [name, value])), rest];
};

describe('the options in front of a question', () => {
  it.each<[string, Record<string, string>, string]>([
    ['depth:deep What is new?', { depth: 'deep' }, 'What is new?'],
    ['Depth:Deep ONLY:europa.eu What?', { depth: 'Deep', only: 'europa.eu' }, 'What?'],
    [
      'only:europa.eu,gov.uk near:Berlin,DE searches:5 What?',
      { only: 'europa.eu,gov.uk', near: 'Berlin,DE', searches: '5' },
      'What?',
    ],
    ['near:"New York, NY, US" What?', { near: 'New York, NY, US' }, 'What?'],
    ['near:“New York, NY, US” What?', { near: 'New York, NY, US' }, 'What?'],
    ['near:„New York, US“ What?', { near: 'New York, US' }, 'What?'],
    ['near: Berlin, DE What?', { near: 'Berlin, DE' }, 'What?'],
    ['near:Berlin, DE, Europe/Berlin What?', { near: 'Berlin, DE, Europe/Berlin' }, 'What?'],
    ['only: europa.eu, gov.uk What?', { only: 'europa.eu, gov.uk' }, 'What?'],
    ['only:http://europa.eu,http://gov.uk What?', { only: 'http://europa.eu,http://gov.uk' }, 'What?'],
    ['only:europa.eu, what changed?', { only: 'europa.eu' }, 'what changed?'],
    ['depth:deep, only:europa.eu, searches:5, What?', { depth: 'deep', only: 'europa.eu', searches: '5' }, 'What?'],
    ['near:Berlin,DE,no-web What?', { near: 'Berlin,DE', 'no-web': '' }, 'What?'],
    ['no-web What?', { 'no-web': '' }, 'What?'],
    ['No-Web: What?', { 'no-web': '' }, 'What?'],
    ['no-web:true, depth:quick\nWhat?', { 'no-web': '', depth: 'quick' }, 'What?'],
    ['template:comparison A or B?', { template: 'comparison' }, 'A or B?'],
    ['depth:deep', { depth: 'deep' }, ''],
    ['only:', { only: '' }, ''],
  ])('of %j are taken', (text, options, rest) => {
    expect(taken(text)).toEqual([options, rest]);
  });

  it.each([
    'deep sea mining: what are the risks?',
    'Deepest point of the ocean?',
    'quick sort or merge sort?',
    'only in Berlin?',
    'What does only:europa.eu mean?',
    'What is near: in CSS?',
    'Depth: how is it measured at sea?',
    'Only: does it mark a class as final?',
    'near: the river, what is built?',
    'no-web-framework servers',
    'foo:bar baz',
    'sites:europa.eu What?',
    'http://europa.eu: what is it?',
    'depth',
  ])('are not seen in %j', (text) => {
    expect(taken(text)).toEqual([{}, text]);
  });

  it('end with the first word that is none', () => {
    expect(taken('depth:deep Is only:europa.eu searches:5 a question?')).toEqual([
      { depth: 'deep' },
      'Is only:europa.eu searches:5 a question?',
    ]);
  });

  it('are read as they were written, whatever follows', () => {
    const value = fc.stringMatching(/^[\p{L}\d./-]{1,12}(?:,? [\p{L}\d./-]{1,12}){0,3}$/u);
    const name = fc.constantFrom('depth', 'only', 'except', 'near', 'searches', 'template');
    const option: fc.Arbitrary<GivenOption> = fc.oneof(
      fc.record({ name, value }),
      fc.constant({ name: 'no-web' as const, value: '' }),
    );
    fc.assert(
      fc.property(fc.array(option, { maxLength: 5 }), fc.lorem(), (given, question) => {
        const text = [...given.map(writeOption), question].join(' ');
        expect(takeOptions(text)).toEqual({ given, rest: question });
      }),
    );
  });

  it('leave the end of any text as it is', () => {
    const piece = fc.constantFrom(
      'only:',
      'near:',
      'no-web',
      'depth:',
      ' ',
      ',',
      '"',
      '“',
      'a.de',
      'deep',
      ':',
      '\n',
      '5',
    );
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (said) => {
        const { given, rest } = takeOptions(said);
        expect(said.endsWith(rest)).toBe(true);
        if (given.length === 0) expect(rest).toBe(said);
        expect(takeOptions(rest)).toEqual({ given: [], rest });
      }),
    );
  });

  it('are found in a very long text that seems to be nothing else', () => {
    const text = `only:${'a.'.repeat(20_000)} ${'no-web '.repeat(500)}near:${'x, '.repeat(20_000)}`;
    expect(takeOptions(text).given).toHaveLength(502);
  });
});
