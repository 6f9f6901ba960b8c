import { describe, expect, it } from 'vitest';
import { columns } from '../../../src/render/gate/characters.ts';
import { answerOf, workingAnswer } from '../gate/documents.ts';
import { type platforms, screens } from '../shown.ts';

type Platform = (typeof platforms)[number];

const shown = (platform: Platform, text: string, urls: readonly string[] = []) =>
  screens[platform]('sources')
    .show(
      answerOf(
        text,
        urls.map((url) => ({ url })),
      ),
    )
    .join('\n=====\n')
    .split('\n\n**Sources**')[0];

const lines = (...all: readonly string[]) => all.join('\n');

/** Markdown, and how it is written on Discord and on Slack. */
const looks: readonly (readonly [name: string, markdown: string, discord: string, slack: string])[] = [
  [
    'headings, of which Discord knows three',
    '# a\n\nb\n\n### c\n\nd\n\n#### e',
    lines('# a', 'b', '', '### c', 'd', '', '**e**'),
    lines('# a', '', 'b', '', '### c', '', 'd', '', '#### e'),
  ],
  ['a rule', 'a\n\n---\n\nb', lines('a', '', '──────────', '', 'b'), lines('a', '', '---', '', 'b')],
  [
    'an image',
    '![a chart](https://example.org/i.png)',
    'a chart `https://example.org/i.png`',
    'a chart `https://example.org/i.png`',
  ],
  ['a task list', '- [ ] a\n- [x] b', lines('- ☐ a', '- ☑ b'), lines('- ☐ a', '- ☑ b')],
  [
    'nested lists',
    '1. a\n   - b\n     - c\n2. d',
    lines('1. a', '   - b', '     - c', '2. d'),
    lines('1. a', '   - b', '     - c', '2. d'),
  ],
  ['a list from nought', '0. a\n1. b', lines('0. a', '1. b'), lines('0. a', '1. b')],
  [
    'a list from seven in a list',
    '- x\n\n  7. a\n  8. b',
    lines('- x', '  ', '  7. a', '  8. b'),
    lines('- x', '  ', '  7. a', '  8. b'),
  ],
  [
    'two lists in a row',
    '- a\n- b\n\n* c\n* d\n+ e\n\n1. f\n2. g\n\n1) h\n2) i',
    lines('- a', '- b', '', '- c', '- d', '', '- e', '', '1. f', '2. g', '', '1. h', '2. i'),
    lines('- a', '- b', '', '* c', '* d', '', '+ e', '', '1. f', '2. g', '', '1) h', '2) i'),
  ],
  [
    'two lists in a row in a list and in a quote',
    '- a\n  1. b\n  1) c\n\n> * d\n> - e',
    lines('- a', '  1. b', '  ', '  1. c', '', '> - d', '> ', '> - e'),
    lines('- a', '  1. b', '  ', '  1) c', '', '> * d', '> ', '> - e'),
  ],
  [
    'a list and code behind it',
    '- a\n- b\n\n<!-- -->\n\n    c\n\n1. d\n\n   e\n\n       f\n\ng',
    lines(
      '- a',
      '- b',
      '',
      '\\<!-- --\\>',
      '',
      '```',
      'c',
      '```',
      '',
      '1. d',
      '   ',
      '   e',
      '```',
      'f',
      '```',
      '',
      'g',
    ),
    lines(
      ...['- a', '- b', '', '&lt;!-- --&gt;', '', '```', 'c', '```', ''],
      ...['1. d', '   ', '   e', '   ```', '   f', '   ```', '', 'g'],
    ),
  ],
  [
    'a list item that is code',
    '- ```sh\n  npm ci\n  ```\n- b',
    lines('- ', '```sh', 'npm ci', '```', '- b'),
    lines('- ', '  ```sh', '  npm ci', '  ```', '- b'),
  ],
  [
    'a list item with code',
    '1. a\n   ```\n   b\n   ```\n2. c',
    lines('1. a', '```', 'b', '```', '2. c'),
    lines('1. a', '   ```', '   b', '   ```', '2. c'),
  ],
  ['line breaks', 'a  \nb\nc', lines('a', 'b', 'c'), lines('a  ', 'b', 'c')],
  ['a bold line break', '**a  \nb**', lines('**a**', '**b**'), lines('**a**  ', '**b**')],
  [
    'quotes in quotes, of which Discord knows none',
    '> a\n>\n> > b\n> >\n> > ```\n> > c\n> > ```',
    lines('> a', '> ', '> b', '> ```', '> c', '> ```'),
    lines('> a', '> ', '> > b', '> > ```', '> > c', '> > ```'),
  ],
  ['code with backticks', '`` a`b `` `c` ``` d``e ```', '`` a`b `` `c` `` d`\u200b`e ``', '`` a`b `` `c` ``` d``e ```'],
  ['code in its language', '```c++ title="x"\na\n```', lines('```c++', 'a', '```'), lines('```c++', 'a', '```')],
  ['code in a language with a strange name', '```<b>\na\n```', lines('```', 'a', '```'), lines('```', 'a', '```')],
  [
    'a formula of its own',
    'So\n$$\nE = mc^2\n$$\nand',
    lines('So', '', '```latex', 'E = mc^2', '```', '', 'and'),
    lines('So', '', '```latex', 'E = mc^2', '```', '', 'and'),
  ],
  ['a formula in brackets', '\\[ a_1 \\]', lines('```latex', 'a_1', '```'), lines('```latex', 'a_1', '```')],
  [
    'formulas in a line',
    'If \\(a_1 * b\\) or $x^2$ or $$y$$.',
    'If `a_1 * b` or `x^2` or `y`.',
    'If `a_1 * b` or `x^2` or `y`.',
  ],
  ['prices', 'It costs $5 and $10.', 'It costs $5 and $10.', 'It costs $5 and $10.'],
  ['escaped brackets', 'As \\[1\\] says \\(a.', 'As \\[1\\] says (a.', 'As \\[1] says (a.'],
  ['right to left', '**שלום** עולם', '**שלום** עולם', '**שלום** עולם'],
  ['marks that end together', '**~~a~~** and ~~b **c**~~', '**~~a~~** and ~~b **c**~~', '**~~a~~** and ~~b **c**~~'],
  [
    'a URL that is put together from pieces',
    'https:\\/\\/a.example/b, ht&#116;ps://a.example/c and www\\.a.example.',
    '`https://a.example/b`, `https://a.example/c` and `www.a.example`.',
    '`https://a.example/b`, `https://a.example/c` and `www.a.example`.',
  ],
  ['marks next to marks', '*a***b**', '*a*\u200b**b**', '*a*\u200b**b**'],
  [
    'code under marks, where Discord would end them within the code',
    '**a `**` b** *`c`* ~~`~~` d~~\n\n#### `e` f\n\n**a `b` `c`**',
    lines('**a** `**` **b** `c` `~~` ~~d~~', '', '`e` **f**', '**a** `b` `c`'),
    lines('**a `**` b** *`c`* ~~`~~` d~~', '', '#### `e` f', '', '**a `b` `c`**'),
  ],
  [
    'words that look like Markdown',
    '\\*a\\* \\_b\\_ c\\_d 1\\. \\# \\- 5 > 3',
    '\\*a\\* \\_b\\_ c\\_d 1. # - 5 \\> 3',
    '\\*a\\* \\_b\\_ c_d 1. # - 5 &gt; 3',
  ],
  [
    'words that look like blocks',
    '\\# a\n1\\. b\n\\- c\n\\+ d\n\\=',
    lines('\\# a', '1\\. b', '\\- c', '\\+ d', '\\='),
    lines('\\# a', '1\\. b', '\\- c', '\\+ d', '\\='),
  ],
  [
    'words that look like blocks in a list',
    '- \\# a\n- 1\\. b',
    lines('- \\# a', '- 1\\. b'),
    lines('- \\# a', '- 1\\. b'),
  ],
  [
    'characters by name',
    'a&nbsp;&amp;&hellip; &eacute; &#x2192; &lt;b&gt;',
    'a\u00a0&… é → \\<b\\>',
    'a\u00a0&… é → &lt;b&gt;',
  ],
  [
    'characters by name of other alphabets and of mathematics',
    '&Omega;&thetasym; &Ccaron;apek &lstrok;&oacute;d&zacute; &there4; &radic;2 &asymp; 1&period;4 &commat;here &#146; &#0;&#xD83D;',
    'Ωϑ Čapek łódź ∴ √2 ≈ 1.4 @\u200bhere ’ ��',
    'Ωϑ Čapek łódź ∴ √2 ≈ 1.4 @here ’ ��',
  ],
  [
    'characters by name that join others or make lines',
    'می&zwnj;خواهم &#x1F469;&zwj;&#x1F467; a&zwj;b&lrm;c&#10;&num; d',
    'می\u200cخواهم 👩\u200d👧 abc\n\\# d',
    'می\u200cخواهم 👩\u200d👧 abc\n\\# d',
  ],
  [
    'characters without such a name',
    '&nosuch; &constructor; &alpha',
    '&nosuch; &constructor; &alpha',
    '&amp;nosuch; &amp;constructor; &alpha',
  ],
  ['characters by name that stay', '&amp;lt; `&lt;`', '&lt; `&lt;`', '&amp;lt; `&lt;`'],
  [
    'a table',
    '| a | long |\n|---|---|\n| 東京 | `x\\|y` |\n| ✅ | **b** |',
    lines('```', 'a    │ long', '─────┼─────', '東京 │ x|y', '✅   │ b', '```'),
    lines('| a | long |', '| --- | --- |', '| 東京 | `x\\|y` |', '| ✅ | **b** |'),
  ],
  [
    'a wide table, as a list on Discord',
    `| name | about |\n|---|---|\n| **x** | ${'word '.repeat(12)}|\n| y | |`,
    lines('- name: **x**', `  - about: ${'word '.repeat(12).trim()}`, '- name: **y**', '  - about: '),
    lines('| name | about |', '| --- | --- |', `| **x** | ${'word '.repeat(12).trim()} |`, '| y |  |'),
  ],
  [
    'a table without rows',
    '| a | b |\n|---|---|',
    lines('```', 'a │ b', '──┼──', '```'),
    lines('| a | b |', '| --- | --- |'),
  ],
];

describe('how Markdown looks', () => {
  it.each(looks)('shows %s on Discord', (_, markdown, discord) => {
    expect(shown('Discord', markdown)).toBe(discord);
  });

  it.each(looks)('shows %s on Slack', (_, markdown, __, slack) => {
    expect(shown('Slack', markdown)).toBe(slack);
  });
});

describe('footnote markers', () => {
  const url = 'https://example.org/a';
  const cases: readonly (readonly [string, string])[] = [
    [`One [example.org](${url}), two[1](${url}). (three ${url})`, 'One @, two@. (three @)'],
    [`**bold ${url}** and *it [1](${url})*`, '**bold @** and *it @*'],
    [`[[1]](${url})[1](${url})`, '@@'],
    [`Wow![1](${url}) Wow\\![1](${url})`, 'Wow1 @ Wow!\u200b@'],
    [`It uses [Node.js](${url}) and [1234](${url}).`, 'It uses Node.js @ and 1234 @.'],
    [`- [a](${url})\n> ${url}`, '- a @\n\n> @'],
  ];

  it.each(cases)('stand where the link stood: %s', (text, expected) => {
    expect(shown('Discord', text, [url])).toBe(expected.replaceAll('@', `[[1]](<${url}>)`));
    expect(shown('Slack', text, [url])).toBe(expected.replaceAll('@', `[[1]](${url})`));
  });

  it("are numbers in Discord's tables, in bold cells too, and links in a table that is a list", () => {
    expect(shown('Discord', `| a | b |\n|---|---|\n| x [1](${url}) | **y ${url}** |`, [url])).toContain(
      'x [1] │ y [1]',
    );
    const wide = `| ${'a '.repeat(40)}| b |\n|---|---|\n| x | ${url} |`;
    expect(shown('Discord', wide, [url])).toContain(`  - b: [[1]](<${url}>)`);
    expect(shown('Slack', wide, [url])).toContain(`| x | [[1]](${url}) |`);
  });
});

describe('long pieces', () => {
  it('are code in every message when they were code, and never a cut link', () => {
    for (const platform of ['Discord', 'Slack'] as const) {
      const messages = screens[platform]('sources').show(answerOf(`\`${'word '.repeat(700)}\``));
      for (const message of messages) expect(message.replace(/`[^`]+`/g, '').trim()).toMatch(/^\u200b*$/);
      const [link = ''] = screens[platform]('all').show(answerOf(`[${'word '.repeat(40)}](https://example.org/a)`));
      expect(link).toMatch(/^(?:word )+\[example\.org\]\(<?https:\/\/example\.org\/a>?\)$/);
    }
  });

  it('are plain words when there are too many marks in them', () => {
    expect(shown('Slack', '*a* '.repeat(200))).toContain('*a* *a*');
    expect(shown('Slack', '*a* '.repeat(1000))).toContain('\\*a\\* \\*a\\*');
  });
});

describe('large tables', () => {
  const table = (columnCount: number, rowCount: number, cell = 'c') =>
    [`|${' h |'.repeat(columnCount)}`, `|${'-|'.repeat(columnCount)}`]
      .concat(Array.from({ length: rowCount }, (_, row) => `|${` ${cell}${row} |`.repeat(columnCount)}`))
      .join('\n');

  it('have at most 100 rows with their head on Slack; what is more is a table of its own', () => {
    const message = shown('Slack', table(2, 250)) ?? '';
    const tables = message.split('\n\n').map((part) => part.split('\n'));
    expect(tables.map(({ length }) => length - 1)).toEqual([100, 100, 53]);
    for (const [head] of tables) expect(head).toBe('| h | h |');
  });

  it('are lists on Slack with more than 20 columns', () => {
    expect(shown('Slack', table(20, 1))).toMatch(/^\| h/);
    expect(shown('Slack', table(21, 1))).toMatch(/^- h: \*\*c0\*\*\n {2}- h: c0/);
  });

  it('show a row as a list that is too long for a row, and go on as a table', () => {
    const message =
      shown('Slack', `${table(2, 1)}\n| ${'long '.repeat(700)}| [x](https://example.org/) |\n| d | e |`) ?? '';
    expect(message).toMatch(/^\| h \| h \|\n\| --- \| --- \|\n\| c0 \| c0 \|\n\n- h: \*\*long long/);
    expect(message).toMatch(/\n {2}- h: x `https:\/\/example\.org\/`\n\n\| h \| h \|\n\| --- \| --- \|\n\| d \| e \|$/);
  });

  it("stay within Slack's 10,000 characters for all tables of a message", () => {
    for (const message of screens.Slack('sources').show(answerOf(table(3, 900, 'cell ')))) {
      expect(message.length).toBeLessThanOrEqual(10_000);
      expect(message.match(/^\| h/m)).not.toBeNull();
    }
  });

  it('are lists on Discord when a cell holds a link that can be followed', () => {
    const screen = screens.Discord('all');
    expect(screen.show(answerOf('| a |\n|---|\n| [x](https://example.org/b) |'))[0]).toBe(
      '- a: **[x](<https://example.org/b>)**',
    );
  });
});

describe('columns of a fixed-width font', () => {
  it.each([
    ['abc', 3],
    ['東京', 4],
    ['한글', 4],
    ['ｱ', 1],
    ['✅', 2],
    ['👩‍👩‍👧‍👦', 2],
    ['🇩🇪', 2],
    ['❤️', 2],
    ['e\u0301', 1],
    ['→', 1],
  ])('counts %s as %d', (text, count) => {
    expect(columns(text)).toBe(count);
  });
});

describe('a text that is still arriving', () => {
  it.each([
    ['a formula', 'So \\(a_1', 'So'],
    ['a formula of its own', 'So\n\n$$\na = b', 'So'],
    ['a formula in brackets', 'So\n\n\\[\na = b\n', 'So'],
    ['a formula in dollars', 'So $x_1', 'So'],
    ['a task', '- a\n- [', '- a'],
    ['a task without words', '- a\n- [x]', '- a'],
    ['a break', 'a <br', 'a'],
    ['an emphasis that a letter would undo', 'a _b_', 'a'],
    ['a rule', 'a\n\n--', 'a'],
    ['half a character', 'a b\ud83d', 'a b'],
    ['the head of a table without its rule', 'a\n\n| b |\n', 'a'],
    ['an entity', 'a &am', 'a'],
    ['an image', 'Wow ![a](https://example.org/', 'Wow'],
    ['a code fence', 'a\n\n``', 'a'],
  ])('does not show half of %s', (_, text, expected) => {
    for (const platform of ['Discord', 'Slack'] as const)
      expect(screens[platform]('sources').show(workingAnswer(text))).toEqual([expected]);
  });

  it.each([
    ['prices', 'It costs $5 and'],
    ['a paragraph without a line break', 'One two three'],
    ['a star that opens nothing', 'Rated 5* by 3 * 4 people'],
    ['an emphasis within a word', 'a*b*c'],
    ['code in an open fence', '```\na = b\n| c [d **e `f'],
  ])('shows %s at once', (_, text) => {
    const plain = (shown: readonly string[]) =>
      shown
        .join('')
        .replace(/\n```$/, '')
        .replace(/[\\*\s]/g, '');
    for (const platform of ['Discord', 'Slack'] as const)
      expect(plain(screens[platform]('sources').show(workingAnswer(text)))).toBe(text.replace(/[*\s]/g, ''));
  });

  it('waits for the end of a mark only so long', () => {
    const text = `So **${'word '.repeat(150)}`;
    for (const platform of ['Discord', 'Slack'] as const)
      expect(screens[platform]('sources').show(workingAnswer(text)).join('')).toContain('So \\*\\*word');
  });
});
