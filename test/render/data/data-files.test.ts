import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDiscordRender } from '../../../src/adapters/discord/render/render.ts';
import { noFootnotes } from '../../../src/core/answer/footnotes.ts';
import { dataFiles } from '../../../src/render/data/data-files.ts';
import { english } from '../../words/english.ts';
import { adversarialCases } from '../gate/adversarial-cases.ts';
import { structuredAnswerOf } from '../gate/documents.ts';

const fileOf = (value: unknown, name: string) => dataFiles(value, 'answer').find((file) => file.name === name)?.text;

/** Reads CSV as RFC 4180 has it: what a program makes of the file. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (let found = cell.exec(text); found; found = cell.exec(text)) {
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  expect(row).toEqual([]);
  expect(rows.map((cells) => cells.length)).toEqual(rows.map(() => rows[0]?.length));
  return rows;
}

/** What docs/templates.md says to do to get back what an apostrophe guards. */
const unguarded = (cell: string) => cell.replace(/^'(?='*[=+\-@\t\n＝＋－＠])/, '');

describe('the files of a structured answer', () => {
  const value = {
    events: [
      { date: '2021-12-25', place: { city: 'Kourou', at: [5.2, -52.8] }, note: 'said "go", and\nwent' },
      { date: null, note: '=1+1', more: [{ a: 1 }] },
    ],
  };

  it('are its JSON, and CSV for its list', () => {
    expect(dataFiles(value, 'answer').map(({ name }) => name)).toEqual(['answer.json', 'answer.csv']);
    expect(JSON.parse(fileOf(value, 'answer.json') ?? '')).toEqual(value);
    expect(fileOf(value, 'answer.csv')).toBe(
      [
        'date,place.city,place.at,note,more',
        '2021-12-25,Kourou,5.2; -52.8,"said ""go"", and\nwent",',
        `,,,'=1+1,"[{""a"":1}]"`,
        '',
      ].join('\r\n'),
    );
  });

  it.each([
    ['without a list', { a: 1, list: [1, 2] }],
    ['with two lists', { a: [{ x: 1 }], b: [{ x: 1 }] }],
    ['with an empty list', { a: [] }],
    ['with a list of other things as well', { a: [{ x: 1 }, 2] }],
  ])('are its JSON alone %s', (_what, other) => {
    expect(dataFiles(other, 'answer').map(({ name }) => name)).toEqual(['answer.json']);
    expect(JSON.parse(fileOf(other, 'answer.json') ?? '')).toEqual(other);
  });

  it('hold every text: CSV comes back as it was, and no cell is a formula', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('"', ',', "'", '=', '+', '-', '@', '\n', '\t', ';', 'a', 'ä', '＝') }),
    );
    fc.assert(
      fc.property(fc.array(fc.record({ a: text, 'b,"': text }), { minLength: 1, maxLength: 5 }), (rows) => {
        const [, ...cells] = readCsv(fileOf({ rows }, 'answer.csv') ?? '');
        expect(cells.map((row) => row.map(unguarded))).toEqual(rows.map((row) => [row.a, row['b,"']]));
        for (const cell of cells.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      }),
    );
  });

  it('keep numbers as numbers', () => {
    const [, row] = readCsv(fileOf({ rows: [{ a: -1.5, b: 0, c: true }] }, 'answer.csv') ?? '');
    expect(row).toEqual(['-1.5', '0', 'true']);
  });

  it.each(adversarialCases)('hide nothing: $name', ({ input }) => {
    const hostile = { rows: [{ [input]: input }], field: input };
    const json = fileOf(hostile, 'answer.json') ?? '';
    expect(JSON.parse(json)).toEqual(hostile);
    const hidden = /(?![\n\r\t])\p{Cc}|[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]|\p{Cs}/u;
    for (const { text } of dataFiles(hostile, 'answer')) expect(text).not.toMatch(hidden);
  });
});

describe('a structured answer of more messages than the operator allows', () => {
  const rows = Array.from({ length: 90 }, (_, index) => ({ number: index, said: `row ${index} `.repeat(12) }));
  const render = createDiscordRender({ words: english, links: 'sources', maxMessages: 2 });

  it('is attached whole as Markdown beside its data', () => {
    const { parts, files } = render(structuredAnswerOf({ rows }), noFootnotes, true);
    expect(parts).toHaveLength(3);
    expect(files.map(({ name }) => name).sort()).toEqual(['answer.csv', 'answer.json', 'answer.md']);
    for (const { text } of files) expect(text).toContain('row 89 row 89');
  });

  it('is shown whole, with nothing to attach, where there are no files', () => {
    const { parts, files } = render(structuredAnswerOf({ rows }), noFootnotes, false);
    expect(parts.map(({ content }) => content).join('\n')).toContain('row 89 row 89');
    expect(files).toEqual([]);
  });
});
