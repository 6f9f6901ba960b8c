import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublic, platforms, screens } from '../shown.ts';
import { adversarialCases } from './adversarial-cases.ts';
import { answerOf, structuredAnswerOf, workingAnswer } from './documents.ts';

const delivered = { url: 'https://delivered.example.org/page', title: 'a](b) <!here> @everyone' };

const marks =
  '* ** _ __ ~ ~~ ` `` ``` ~~~ [ ] ( ) ]( ![ < > | || \\ ! & # - + = : / . 1. $ $$ \\( \\) \\[ \\] <br> <! <@ @ &lt; &#64; &commat; &colon; &sol; &lbrack; &rbrack; &grave; &ast; &#10; &zwj;'.split(
    ' ',
  );
const words = [
  'a',
  'b1',
  'é',
  '字',
  '👩‍👧',
  'שלום',
  'http',
  'https:',
  '//',
  'www.',
  'evil.example',
  'everyone',
  'here',
  '123456789012345678',
  'discord.gg/',
];
const lines = [
  '\n',
  '\n\n',
  '\n> ',
  '\n- ',
  '\n* ',
  '\n1) ',
  '\n  ',
  '\n    ',
  '\n| ',
  ' |\n|-|-|\n| ',
  '\n```\n',
  '\n# ',
  '\n---\n',
];
const whole = [
  delivered.url,
  `[x](${delivered.url})`,
  'https://evil.example/x',
  '[x](https://evil.example/x)',
  '@everyone',
  '<!here>',
  '<@123456789012345678>',
];

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...marks) },
  { weight: 3, arbitrary: fc.constantFrom(...words) },
  { weight: 2, arbitrary: fc.constantFrom(...lines) },
  { weight: 2, arbitrary: fc.constantFrom(...whole) },
  fc.constant(' '),
  fc
    .constantFrom(...adversarialCases.map(({ input }) => input))
    .chain((input) => fc.nat(input.length).map((at) => input.slice(at, at + 30))),
);

const text = fc.array(piece, { minLength: 1, maxLength: 40 }).map((pieces) => pieces.join(''));

describe.each(platforms)('any text on %s', (platform) => {
  it.each(['sources', 'all'] as const)(
    'shows no mention, no foreign link and no open mark, and ends as a whole, with LINKS=%s',
    (links) => {
      const mayLink = (url: string) =>
        links === 'all' ? isPublic(url) : url.replace(/[<>]|\/*(?:#.*)?>?$/g, '') === delivered.url;
      fc.assert(
        fc.property(text, fc.nat(200), (markdown, cut) => {
          const screen = screens[platform](links);
          for (const answer of [workingAnswer(markdown.slice(0, cut), [delivered]), answerOf(markdown, [delivered])]) {
            screen.show(answer);
            const { found } = screen.seen();
            expect(found.filter(({ kind, what }) => kind !== 'link' || !mayLink(what))).toEqual([]);
          }
          const grown = screen.show(answerOf(markdown, [delivered]));
          expect(grown).toEqual(screens[platform](links).show(answerOf(markdown, [delivered])));
        }),
        { numRuns: Number(process.env['FUZZ_RUNS'] ?? 250) },
      );
    },
  );

  it('shows no mention and no foreign link in a structured answer either', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const rows = [
          { a: one, b: other },
          { a: [other, one], [one]: 1 },
        ];
        const value = { field: one, list: [other, { [one]: other }], rows, [other]: { [one]: one } };
        const screen = screens[platform]('sources');
        screen.show(structuredAnswerOf(value, [delivered]));
        const foreign = screen
          .seen()
          .found.filter(
            ({ kind, what }) => kind !== 'link' || what.replace(/[<>]|\/*(?:#.*)?>?$/g, '') !== delivered.url,
          );
        expect(foreign).toEqual([]);
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 250) },
    );
  });
});
