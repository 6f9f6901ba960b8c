import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapProse } from '../../../src/agents/reigent/prose.ts';
import { linkSourceMarkers } from '../../../src/agents/reigent/source-markers.ts';

const known = [
  { number: 1, url: 'https://example.org/one' },
  { number: 12, url: 'https://www.example.com/a_(b)?q=1' },
];
const linked = (text: string) => linkSourceMarkers(text, known);
const one = '[example.org](https://example.org/one)';
const twelve = '[example.com](https://www.example.com/a_%28b%29?q=1)';

describe('the bare markers in an answer of a Reigent', () => {
  it.each([
    ['a known source', 'So it is [1].', `So it is ${one}.`],
    ['a known source right after a word', 'So[12]!', `So${twelve}!`],
    ['several in one pair of brackets', 'So [1, 12].', `So ${one} ${twelve}.`],
    ['several in a row', 'So [1][12].', `So ${one}${twelve}.`],
    ['a known and an unknown one', 'So [1, 3].', `So ${one}.`],
    ['Markdown’s own form', 'So [^1].', `So ${one}.`],
    ['escaped brackets', String.raw`So \[1\].`, `So ${one}.`],
    ['an unknown source', 'So it is [3].', 'So it is.'],
    ['unknown ones in a row', 'So it is [3][4][^5].', 'So it is.'],
    ['unknown ones in one pair of brackets', 'So it is [3; 4].', 'So it is.'],
    ['a list of its own', '[3] A book\n[4] Another', ' A book\n Another'],
    ['a table', '| a [1] | b [3] |', `| a ${one} | b |`],
  ])('lead to the page or are gone: %s', (_what, text, expected) => {
    expect(linked(text)).toBe(expected);
  });

  it.each([
    ['a link', 'See [1](https://example.org/other).'],
    ['a reference that the text defines', 'See [3].\n\n[3]: https://example.org/three'],
    ['an address', 'See https://example.org/a[1] and [x](https://example.org/?a[1]=b).'],
    ['words in brackets', 'See [a1], [1a], [12345], [] and [x].'],
    ['a code span', 'Use `a[1]` and ``b`[3]``.'],
    ['a code span over two lines', 'Use `a\nb[1]` now.'],
    ['a fence', '```js\na[1] = b[3];\n```'],
    ['a fence that never ends', '~~~\na[1]\n\n[3]'],
    ['a fence in a list', '- so:\n\n  ```\n  a[1]\n  ```'],
    ['a fence in a quote', '> ```\n> a[3]\n> ```'],
    ['indented code', 'So:\n\n    a[1] = 2;\n\n    b[3] = 4;'],
  ])('stay in %s', (_what, text) => {
    expect(linked(text)).toBe(text);
  });

  it('are found after code, in lists and below lists', () => {
    expect(linked('```\na[1]\n```\nSo [3].')).toBe('```\na[1]\n```\nSo.');
    expect(linked('- a\n\n    - b [3]\n\n    c [3]')).toBe('- a\n\n    - b\n\n    c');
    expect(linked('an open ` here [3]')).toBe('an open ` here');
    expect(linked('a ``` b [3]')).toBe('a ``` b');
  });

  it('only ever become whole links to what is known', () => {
    const piece = fc.constantFrom(
      ...[
        '[1]',
        '[3]',
        '[12]',
        '[',
        ']',
        '(',
        '\\',
        ' ',
        '\n',
        '\n\n',
        '    ',
        'word',
        '`',
        '```',
        '~~~\n',
        '- ',
        '> ',
      ],
      'https://a.example/',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const text = pieces.join('');
        const rest = linked(text).replaceAll(one, '').replaceAll(twelve, '');
        expect(rest).not.toMatch(/example\.(?:org|com)/);
        expect(rest.match(/https:/g)?.length).toBe(text.match(/https:/g)?.length);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are not looked for in a fence, whatever it holds and stands between', () => {
    const line = fc.string({ unit: fc.constantFrom('[1]', '[3]', '`', '    ', 'a', '(', '- ', '> ') });
    fc.assert(
      fc.property(line, fc.array(line), line, (before, code, after) => {
        const fence = `~~~js\n${code.join('\n')}\n~~~`;
        expect(linked(`${before}\n\n${fence}\n\n${after}`)).toContain(`\n\n${fence}\n\n`);
      }),
    );
  });

  it('that are unknown are gone from every plain line', () => {
    const word = fc.constantFrom('[3]', '[4, 5]', '[^6]', 'word', '.', ' ', 'a-b', '**', '[', ')');
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(linked(`x ${words.join('')}`)).not.toMatch(/\[\^?\d[\d, ]*\](?!\()/);
      }),
    );
  });
});

describe('prose and code', () => {
  it('are the whole text, in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', '~', '\n', ' ', '>', '-', 'a', '\\', '1', '.') }), (text) => {
        expect(mapProse(text, (prose) => prose)).toBe(text);
      }),
    );
  });
});
