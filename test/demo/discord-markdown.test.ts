import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDiscordMarkdown } from '../../demo/discord-markdown.ts';
import { expectSafe } from './safe-html.ts';

const ada = '100000000000000001';
const show = createDiscordMarkdown((id) => (id === ada ? 'Ada' : undefined));
const end = 'target="_blank" rel="noopener noreferrer"';
const pieces = fc.constantFrom(
  '<',
  '>',
  '> ',
  '>>> ',
  '# ',
  '-# ',
  '- ',
  '  - ',
  '1. ',
  '\\',
  '[',
  ']',
  '(',
  ')',
  '`',
  '```',
  '**',
  '*',
  '_',
  '~~',
  '||',
  '@everyone',
  `<@${ada}>`,
  '"',
  '\n',
  'https://a.example/',
  '[x](<https://a.example>)',
  'word',
  ' ',
);

describe('a message on Discord', () => {
  it('shows headings of three levels, and a fourth as it was typed', () => {
    expect(show('# a\n## b\n### c\n#### d')).toBe('<h3>a</h3><h4>b</h4><h5>c</h5><p>#### d</p>');
  });

  it('shows small lines, and links in them', () => {
    expect(show('-# [[1]](<https://a.example/>) Title · a.example')).toBe(
      `<p class="small"><a href="https://a.example/" class="marker" ${end}>[1]</a> Title · a.example</p>`,
    );
  });

  it('shows emphasis, nested as well', () => {
    expect(show('**bold *both* ** __under__ ~~gone~~ _soft_ ||secret||')).toBe(
      '<p><strong>bold <em>both</em> </strong> <u>under</u> <s>gone</s> <em>soft</em> <span class="spoiler" tabindex="0">secret</span></p>',
    );
  });

  it('leaves underscores within words and escaped marks alone', () => {
    expect(show('snake_case_name \\*not\\* \\[x\\]')).toBe('<p>snake_case_name *not* [x]</p>');
  });

  it('shows nested and numbered lists', () => {
    expect(show('- one\n  - inner\n- two\n\nafter')).toBe(
      '<ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul><p><br>after</p>',
    );
    expect(show('3. three\n4. four')).toBe('<ol start="3"><li>three</li><li>four</li></ol>');
  });

  it('shows quotes of some lines and of the rest', () => {
    expect(show('> a\n> **b**\nc')).toBe('<blockquote><p>a<br><strong>b</strong></p></blockquote><p>c</p>');
    expect(show('>>> a\nb')).toBe('<blockquote><p>a<br>b</p></blockquote>');
  });

  it('shows code as it was written, with its language', () => {
    expect(show('```js\n**a** <b>\n```after')).toBe(
      '<pre tabindex="0" data-language="js"><code>**a** &lt;b&gt;</code></pre><p>after</p>',
    );
    expect(show('``a`b`` `**c**`')).toBe('<p><code>a`b</code> <code>**c**</code></p>');
  });

  it('shows masked links with brackets in their words, and addresses with and without angle brackets', () => {
    expect(show('[words [x]](https://a.example/b_(c))')).toBe(
      `<p><a href="https://a.example/b_(c)" ${end}>words [x]</a></p>`,
    );
    expect(show('<https://a.example/> https://b.example/.')).toBe(
      `<p><a href="https://a.example/" ${end}>https://a.example/</a> <a href="https://b.example/" ${end}>https://b.example/</a>.</p>`,
    );
  });

  it('shows mentions as live, so that a careless bot is seen', () => {
    expect(show(`<@${ada}> @everyone @\u200beveryone`)).toBe(
      '<p><span class="mention">@Ada</span> <span class="mention">@everyone</span> @\u200beveryone</p>',
    );
  });

  it('shows what it cannot read as it was typed: tables, HTML, unfinished marks', () => {
    expect(show('| a | b |')).toBe('<p>| a | b |</p>');
    expect(show('<b>x</b> **y')).toBe('<p>&lt;b&gt;x&lt;/b&gt; **y</p>');
  });

  it('never lets anything but its own elements through', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
          fc.string(),
        ),
        (text) => {
          expectSafe(show(text));
        },
      ),
    );
  });
});
