import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSlackMarkdown } from '../../demo/slack-markdown.ts';
import { expectSafe } from './safe-html.ts';

const show = createSlackMarkdown((id) => (id === 'U1' ? 'Ada' : undefined));
const pieces = fc.constantFrom(
  '<',
  '>',
  '&lt;',
  '!here',
  '@U1',
  '|',
  '[',
  ']',
  '(',
  ')',
  '`',
  '```',
  '*',
  '"',
  '\n',
  '#',
  'https://a.example/',
  'javascript:x',
  '<img src=x onerror=x>',
  'word',
  ' ',
);

describe('a markdown block on Slack', () => {
  it('shows headings, lists, quotes and struck text', () => {
    const html = show('## Title\n\n- one\n- [x] two\n\n1. first\n\n> said\n\n~~gone~~ **bold** _soft_');
    expect(html).toContain('<h2>Title</h2>');
    expect(html).toContain('<li>one</li>');
    expect(html).toContain('☑ two');
    expect(html).toMatch(/<ol>\s*<li>first<\/li>/);
    expect(html).toMatch(/<blockquote>\s*<p>said<\/p>/);
    expect(html).toContain('<del>gone</del> <strong>bold</strong> <em>soft</em>');
  });

  it('shows a table that can be scrolled', () => {
    expect(show('| a | b |\n| - | - |\n| 1 | **2** |')).toBe(
      '<div class="table" tabindex="0"><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td><strong>2</strong></td></tr></tbody></table></div>',
    );
  });

  it('shows code with the name of its language, and nothing in it is live', () => {
    expect(show('```js\na < b; // <!here>\n```')).toBe(
      '<pre tabindex="0" data-language="js"><code>a &lt; b; // &lt;!here&gt;</code></pre>',
    );
    expect(show('`<!here>`')).toContain('<code>&lt;!here&gt;</code>');
  });

  it('shows a footnote as a marker that opens its page in a new tab', () => {
    expect(show('so it is [[1]](https://a.example/?x=1&y=2)')).toContain(
      '<a href="https://a.example/?x=1&amp;y=2" class="marker" target="_blank" rel="noopener noreferrer">[1]</a>',
    );
  });

  it('shows live tokens as what they do, so that a careless bot is seen', () => {
    expect(show('<!here> <@U1> <#C1|lab> <https://a.example|words>')).toBe(
      '<p><span class="mention">@here</span> <span class="mention">@Ada</span> <span class="mention">#lab</span> <a href="https://a.example" target="_blank" rel="noopener noreferrer">words</a></p>\n',
    );
  });

  it('shows tokens whose brackets are entities as plain words', () => {
    expect(show('&lt;!here&gt; &amp; co')).toBe('<p>&lt;!here&gt; &amp; co</p>\n');
  });

  it('shows HTML as text, and pictures as links', () => {
    expect(show('<script>x</script> <b>y</b>')).toBe('<p>&lt;script&gt;x&lt;/script&gt; &lt;b&gt;y&lt;/b&gt;</p>\n');
    expect(show('![a cat](https://a.example/cat.png)')).toContain('>a cat</a>');
  });

  it('makes no link of an address that runs something', () => {
    expect(show('[x](javascript:alert(1)) <javascript:alert(1)|y>')).not.toContain('<a');
  });

  it('never lets anything but its own elements through', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces).map((parts) => parts.join('')),
          fc.string(),
        ),
        (text) => {
          expectSafe(show(text));
        },
      ),
    );
  });
});
