import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Page } from '../../../src/core/answer/answer.ts';
import { adversarialCases } from '../gate/adversarial-cases.ts';
import { structuredAnswerOf } from '../gate/documents.ts';
import { isPublic, lostWords, platforms, screens, wordsIn } from '../shown.ts';

const webb: Page = { url: 'https://example.org/webb_(telescope)', title: 'Webb' };
const hubble: Page = { url: 'https://example.org/hubble?id=1', title: 'Hubble' };

const structured = (value: unknown, citations: readonly Page[] = [webb, hubble]) =>
  structuredAnswerOf(value, citations);

/** What stands in the messages, without sources and small print. */
const shownOn = (platform: (typeof platforms)[number], value: unknown) =>
  screens[platform]('sources')
    .show(structured(value))
    .join('\n')
    .replace(/\n+\*\*(?:Sources|Also consulted)\*\*[\s\S]*$/, '');

const comparison = {
  telescopes: [
    { name: 'Webb', launch: 2021, place: { what: 'L2' }, repaired: false, source: webb.url },
    { name: 'Hubble', launch: 1990, place: { what: 'orbit' }, repaired: true, source: `See ${hubble.url}.` },
  ],
  bestFor: 'Webb for the infrared',
};

describe('a structured answer', () => {
  it('is a table and a list on Slack, with footnotes for its pages', () => {
    expect(shownOn('Slack', comparison)).toBe(
      [
        '### Telescopes',
        '',
        '| Name | Launch | Place · What | Repaired | Source |',
        '| --- | --- | --- | --- | --- |',
        '| Webb | 2021 | L2 | no | [[1]](https://example.org/webb_%28telescope%29) |',
        '| Hubble | 1990 | orbit | yes | See [[2]](https://example.org/hubble?id=1). |',
        '',
        '- **Best for:** Webb for the infrared',
      ].join('\n'),
    );
  });

  it('is an aligned table and a list on Discord, with the numbers of its footnotes', () => {
    expect(shownOn('Discord', comparison)).toBe(
      [
        '### Telescopes',
        '```',
        'Name   │ Launch │ Place · What │ Repaired │ Source',
        '───────┼────────┼──────────────┼──────────┼─────────',
        'Webb   │ 2021   │ L2           │ no       │ [1]',
        'Hubble │ 1990   │ orbit        │ yes      │ See [2].',
        '```',
        '',
        '- **Best for:** Webb for the infrared',
      ].join('\n'),
    );
  });

  it('whose rows are wide is a list of entries on Discord', () => {
    const events = [{ date: '2021-12-25', event: `A launch ${'that takes long '.repeat(5)}`, source: webb.url }];
    expect(shownOn('Discord', { events })).toBe(
      [
        '- Date: **2021-12-25**',
        `  - Event: A launch ${'that takes long '.repeat(5).trim()}`,
        '  - Source: [[1]](<https://example.org/webb_%28telescope%29>)',
      ].join('\n'),
    );
  });

  it.each(platforms)('shows fields, lists, objects and what is missing by name on %s', (platform) => {
    const value = {
      title: 'One\n\ntwo',
      aliases: ['a', 'b', null],
      size: { mirror_m: 6.5, parts: [1, 2] },
      none: null,
      nothing: [],
      empty: {},
      rows: [{ a: [{ b: 1, c: '' }, { b: 2 }] }, { d: false }],
    };
    const text = shownOn(platform, value);
    const fields = text.slice(0, text.indexOf('###')).trim();
    expect(fields.replaceAll('  \n', '\n')).toBe(
      [
        '- **Title:** One',
        '  two',
        '- **Aliases:**',
        '  - a',
        '  - b',
        '  - –',
        '- **Size:**',
        '  - Mirror m: 6.5',
        '  - Parts: 1; 2',
        '- **None:** –',
        '- **Nothing:** –',
        '- **Empty:** –',
      ].join('\n'),
    );
    expect(text).toMatch(/B: 1, C: –; B: 2/);
  });

  it.each(platforms)(
    'makes a footnote of a link as agents write them, and text of one that was not delivered, on %s',
    (platform) => {
      const text = shownOn(platform, {
        said: `So [example.org](${webb.url}) and [a page](https://evil.example.net/x) and https://evil.example.net/y (${hubble.url})`,
      });
      expect(text).toMatch(
        /So \[\[1\]\]\(\S+\) and a page `https:\/\/evil\S+x` and `https:\/\/evil\S+y` \(\[\[2\]\]\(\S+\)\)$/,
      );
    },
  );

  it.each(platforms)('is words alone, whatever marks they hold, on %s', (platform) => {
    const screen = screens[platform]('sources');
    const marks = '**bold** _it_ `code` ~~no~~ # head > quote | pipe <b> - item 1. one ||spoiler||';
    screen.show(
      structured(
        { list: [{ a: marks, b: marks }], text: `${marks}\n# ${marks}\n- ${marks}\n> ${marks}\n1. ${marks}` },
        [],
      ),
    );
    const { text, found } = screen.seen();
    expect(found).toEqual([]);
    expect(text.split('**bold**')).toHaveLength(8);
    expect(text.split('||spoiler||')).toHaveLength(8);
  });

  it.each(platforms)('with too many fields for a table is a list on %s, whole', (platform) => {
    const record = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`f${index}`, index]));
    const text = shownOn(platform, { records: [record, record] });
    expect(text.split('F29: 29')).toHaveLength(3);
  });

  it.each(platforms)('of many rows goes on in further messages and loses nothing, on %s', (platform) => {
    const rows = Array.from({ length: 400 }, (_, index) => ({
      number: index,
      words: `row ${index} `.repeat(9),
      source: '',
    }));
    const messages = screens[platform]('sources').show(structured({ rows }));
    expect(messages.length).toBeGreaterThan(1);
    for (const message of messages)
      expect([...message].length).toBeLessThanOrEqual(platform === 'Slack' ? 12_000 : 2000);
    const expected = rows.map(({ number }) => `row ${number} `);
    for (const words of expected) expect(messages.join('\n')).toContain(words);
  });

  it.each(platforms)('loses no word of any value on %s', (platform) => {
    const key = fc.stringMatching(/^[a-z]{1,6}$/);
    const scalar = fc.oneof(fc.stringMatching(/^[a-z]{1,8}( [a-z]{1,8}){0,5}$/), fc.integer({ min: 0 }));
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        scalar,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.array(fc.dictionary(key, scalar, { maxKeys: 4 }), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4 }),
      ),
    }));
    const wordsOf = (content: unknown): readonly string[] =>
      typeof content === 'object' && content !== null
        ? Object.values(content).flatMap(wordsOf)
        : wordsIn(String(content));
    fc.assert(
      fc.property(fc.dictionary(key, value, { minKeys: 1, maxKeys: 4 }), (object) => {
        const screen = screens[platform]('sources');
        screen.show(structured(object, []));
        const there = wordsIn(screen.seen().text);
        for (const word of wordsOf(object)) expect(there).toContain(word);
      }),
      { numRuns: 100 },
    );
  });
});

describe.each(platforms)('an adversarial text in a structured answer on %s', (platform) => {
  it.each(adversarialCases)('does no harm as a field, in a cell, as a name: $name', ({ input }) => {
    const value = {
      field: input,
      list: [input, { [input]: input }],
      rows: [
        { a: input, b: 'x' },
        { a: 'y', [input]: [input] },
      ],
      [input]: { [input]: input },
    };
    for (const links of ['sources', 'all'] as const) {
      const screen = screens[platform](links);
      screen.show(structured(value, []));
      const harmful = screen
        .seen()
        .found.filter(
          ({ kind, what }) => kind !== 'link' || !(links === 'all' && isPublic(what) && what.startsWith('https:')),
        );
      expect(harmful).toEqual([]);
    }
  });

  it.each(adversarialCases)('leaves the words of people as they are: $name', ({ input }) => {
    const screen = screens[platform]('sources');
    screen.show(structured({ field: `before ${input} after` }, []));
    expect(lostWords(['before', 'after'], screen.seen().text)).toEqual([]);
  });
});
