import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSlackMrkdwn } from '../../demo/slack-mrkdwn.ts';
import { expectSafe } from './safe-html.ts';

const show = createSlackMrkdwn((id) => (id === 'U1' ? 'Ada' : undefined));
const pieces = fc.constantFrom(
  '<',
  '>',
  '&lt;',
  '&amp;',
  '!here',
  '@U1',
  '|',
  '`',
  '```',
  '*',
  '_',
  '~',
  '"',
  '\n',
  '>',
  'https://a.example/',
  'word',
  ' ',
);

describe('text in mrkdwn', () => {
  it('shows bold, italic, struck text and code', () => {
    expect(show('*Ada* asked: _why_ ~not~ `x_y_z`')).toBe(
      '<strong>Ada</strong> asked: <em>why</em> <s>not</s> <code>x_y_z</code>',
    );
  });

  it('leaves stars and underscores within words alone', () => {
    expect(show('2*3*4 and snake_case_name')).toBe('2*3*4 and snake_case_name');
  });

  it('keeps lines, bullets and quotes', () => {
    expect(show('one\n• two\n&gt; said\n&gt; twice')).toBe('one<br>• two<blockquote>said<br>twice</blockquote>');
  });

  it('shows links with and without words, and bare addresses without the full stop after them', () => {
    const end = 'target="_blank" rel="noopener noreferrer"';
    expect(show('<https://a.example/?x&amp;y|words>')).toBe(`<a href="https://a.example/?x&amp;y" ${end}>words</a>`);
    expect(show('see https://a.example/b.')).toBe(`see <a href="https://a.example/b" ${end}>https://a.example/b</a>.`);
  });

  it('shows mentions as live, and escaped ones as words', () => {
    expect(show('<@U1> <!channel> &lt;!here&gt;')).toBe(
      '<span class="mention">@Ada</span> <span class="mention">@channel</span> &lt;!here&gt;',
    );
  });

  it('shows a code block as it was written', () => {
    expect(show('```\n*a* &lt;b&gt;\n```')).toBe('<pre tabindex="0"><code>*a* &lt;b&gt;\n</code></pre>');
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
