import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeText } from '../../emulators/slack/compose.ts';
import { findLinks, findPings } from '../../emulators/slack/visible.ts';

const markdown = (text: string) => ({ text: '', blocks: [{ type: 'markdown', text }] });
const mrkdwn = (text: string) => ({ text: '', blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] });

describe('who a message calls', () => {
  it.each(['<!here>', '<!channel>', '<!everyone>', '<@U0ADA0001>', '<!subteam^S01>', '<!here|here>'])(
    'is found for %s in text, mrkdwn and Markdown, wherever it stands',
    (token) => {
      expect(findPings({ text: `a ${token} b`, blocks: [] })).toEqual([token]);
      expect(findPings(mrkdwn(`a ${token} b`))).toEqual([token]);
      for (const text of [
        token,
        `# a ${token}`,
        `- a\n  - **${token}**`,
        `> ${token}`,
        `[${token}](https://a.example)`,
      ]) {
        expect(findPings(markdown(text))).toEqual([token]);
      }
      const table = `| a | b |\n| --- | --- |\n| 1 | ${token.replace('|', '\\|')} |`;
      expect(findPings(markdown(table))).toHaveLength(1);
    },
  );

  it('is nobody for an escaped token', () => {
    for (const draft of [{ text: '&lt;!here&gt;', blocks: [] }, mrkdwn('&lt;!here&gt;'), markdown('&lt;!here&gt;')]) {
      expect(findPings(draft)).toEqual([]);
    }
  });

  it('is nobody for a token in the code of a markdown block', () => {
    for (const text of [
      '`<!here>`',
      '```\n<!here>\n```',
      '> ```\n> <!here>\n> ```',
      '- `<!here>`',
      '``a ` <!here>``',
    ]) {
      expect(findPings(markdown(text))).toEqual([]);
    }
    expect(findPings(markdown('`a` <!here> `b`'))).toEqual(['<!here>']);
    expect(findPings(markdown('a ` <!here>'))).toEqual(['<!here>']);
  });

  it('is found in rich text, and for bare words only when names are linked', () => {
    const elements = [{ type: 'rich_text_section', elements: [{ type: 'broadcast', range: 'here' }] }];
    expect(findPings({ text: '', blocks: [{ type: 'rich_text', elements }] })).toEqual(['<!here>']);
    expect(findPings({ text: 'hey @here', blocks: [] })).toEqual([]);
    expect(findPings({ text: 'hey @here', blocks: [], linkNames: true })).toEqual(['@here']);
  });

  it('is nobody in plain text', () => {
    const block = { type: 'header', text: { type: 'plain_text', text: '<!here>' } };
    expect(findPings({ text: '', blocks: [block] })).toEqual([]);
  });
});

describe('the links of a message', () => {
  it('are found in text and blocks', () => {
    expect(findLinks({ text: 'see <https://a.example/x|x>', blocks: [] })).toEqual(['https://a.example/x']);
    expect(findLinks(mrkdwn('https://b.example'))).toEqual(['https://b.example']);
    expect(findLinks(markdown('[c](https://c.example)'))).toEqual(['https://c.example']);
    expect(findLinks(markdown('`https://d.example`'))).toEqual([]);
  });
});

describe('what is typed into the message field', () => {
  const users = new Map([['U1', { id: 'U1', name: 'footnote', realName: 'Footnote' }]]);

  it('becomes what Slack makes of it', () => {
    expect(composeText('@footnote is 1 < 2 & 3?', users)).toBe('<@U1> is 1 &lt; 2 &amp; 3?');
    expect(composeText('<@U1> https://a.example/?a=1&b=2', users)).toBe('<@U1> <https://a.example/?a=1&amp;b=2>');
    expect(composeText('me@footnote.example @nobody @here', users)).toBe('me@footnote.example @nobody <!here>');
  });

  it('has no raw ampersands or angle brackets left besides tokens', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '<', '>', '&', ' ', '@', '!', '|', '`') }), (typed) => {
        const rest = composeText(typed, users).replaceAll(/<[@#!][^<>\s]+>/g, '');
        expect(rest).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      }),
    );
  });
});
