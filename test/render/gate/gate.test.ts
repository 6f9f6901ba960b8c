import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDiscordRender } from '../../../src/adapters/discord/render/render.ts';
import { createSlackRender } from '../../../src/adapters/slack/render/render.ts';
import type { Page } from '../../../src/core/answer/answer.ts';
import { noFootnotes } from '../../../src/core/answer/footnotes.ts';
import { english } from '../../words/english.ts';
import { answerOf, documents, pages, workingAnswer } from './documents.ts';

const onDiscord = (text: string, cited: readonly Page[] = [], links: 'sources' | 'all' = 'sources') =>
  createDiscordRender({ words: english, links, maxMessages: 99 })(answerOf(text, cited), noFootnotes)
    .parts.map(({ content }) => content)
    .join('\n');

const onSlack = (text: string, cited: readonly Page[] = [], links: 'sources' | 'all' = 'sources') =>
  createSlackRender({ words: english, links, maxMessages: 99 })(answerOf(text, cited), noFootnotes)
    .parts.flatMap(({ blocks }) => blocks.flatMap((block) => (block.type === 'markdown' ? [block.text] : [])))
    .join('\n');

const both = [
  { name: 'Discord', shown: onDiscord },
  { name: 'Slack', shown: onSlack },
];

/** Targets of live links, in or out of angle brackets; code is not live. */
const liveLinks = (message: string) =>
  [...message.replace(/```[\s\S]*?```|(`+)[\s\S]*?\1/g, '').matchAll(/https?:\/\/[^\s<>)]+/g)].map(([url]) => url);

const report: Page = { url: 'https://example.org/report?year=2026', title: 'The report' };

describe.each(both)('links on $name', ({ shown }) => {
  it('makes a footnote of a delivered page, whatever form the agent gave the link', () => {
    for (const text of [
      'So [example.org](https://example.org/report?year=2026).',
      'So [1](https://example.org/report?year=2026).',
      'So https://example.org/report?year=2026.',
      'So <https://EXAMPLE.org/report?year=2026#top>.',
      'So [https://example.org/report?year=2026](https://example.org/report?year=2026).',
    ])
      expect(shown(text, [report])).toMatch(/^So \[\[1\]\]\(<?https:\/\/example\.org\/report\?year=2026/);
  });

  it('keeps the words of a link and puts the footnote after them', () => {
    expect(shown('See [the report of 2026](https://example.org/report?year=2026).', [report])).toMatch(
      /^See the report of 2026 \[\[1\]\]\(/,
    );
  });

  it('shows a page that was not delivered as text that is no link', () => {
    const text = shown('See [this](https://evil.example/x) and https://evil.example/y and www.evil.example/z', [
      report,
    ]);
    expect(text).toContain('this `https://evil.example/x`');
    expect(text).toContain('`https://evil.example/y`');
    expect(liveLinks(text).filter((url) => url.includes('evil'))).toEqual([]);
  });

  it('takes another query for another page', () => {
    expect(liveLinks(shown('[x](https://example.org/report?year=2025)', [report]))).toEqual([
      'https://example.org/report?year=2026',
    ]);
  });

  it('makes no link of a delivered page with a password, an IP address or a local host', () => {
    for (const url of [
      'https://bank.example@evil.example/',
      'http://127.0.0.1/x',
      'https://[::1]/',
      'https://intranet/x',
      'javascript:alert(1)',
    ])
      expect(liveLinks(shown(`[click](${url})`, [{ url }]))).toEqual([]);
  });

  it('does not let link words pretend to be another host', () => {
    const text = shown('[google.com](https://evil.example/)', [], 'all');
    expect(text).not.toMatch(/\[google\.com\]\(/);
  });

  it('makes safe https links live when the operator wants all of them', () => {
    expect(shown('[the docs](https://docs.example/a)', [], 'all')).toMatch(
      /^\[the docs\]\(<?https:\/\/docs\.example\/a>?\)/,
    );
    expect(shown('[the docs](http://docs.example/a)', [], 'all')).toContain('`http://docs.example/a`');
  });

  it('shows images, HTML and reference definitions as text', () => {
    const text = shown(
      '![chart](https://evil.example/i.png?q=secret) <img src="https://evil.example/j.png"> [a][b]\n\n[b]: https://evil.example/k',
    );
    expect(text).toContain('chart');
    expect(liveLinks(text)).toEqual([]);
    expect(text).not.toContain('![');
  });

  it('does not let a title or a snippet break out of the list of sources', () => {
    const title = 'Nice](https://evil.example/) <!channel> @everyone `x` **b**';
    const text = shown('So [example.org](https://example.org/report?year=2026).', [{ ...report, title }]);
    expect(new Set(liveLinks(text))).toEqual(new Set(['https://example.org/report?year=2026']));
  });

  it('links nothing but delivered pages in any document', () => {
    const allowed = new Set(pages.map(({ url }) => url));
    fc.assert(
      fc.property(documents, ({ markdown }) => {
        for (const url of liveLinks(shown(markdown, pages))) expect(allowed).toContain(url);
      }),
    );
  });

  it('removes what cannot be seen and keeps what joins', () => {
    expect(shown('a\u202eb\u200bc\u{e0041}d\u0000e')).toContain('abcde');
    expect(shown('👩‍👧 می‌خواهم')).toContain('👩‍👧 می‌خواهم');
    expect(shown('x\ud800y')).toContain('x\ufffdy');
    expect(shown('p\u200da\u200cs \u200ds&shy;\u034f\u3164 \u200d')).toContain('pas s');
    expect(shown('क्‍ष ❤️‍🔥 👩🏽‍🚀')).toContain('क्‍ष ❤️‍🔥 👩🏽‍🚀');
  });

  it('shows a text that is nested ten thousand levels deep', () => {
    expect(shown(`${'>'.repeat(10_000)} deep`)).toContain('deep');
  });
});

describe('mentions', () => {
  it('cannot be written on Slack, neither as text nor in code', () => {
    const text = onSlack(
      '<!here> <!channel> <@U123> <!subteam^S1> <!date^1^x|https://evil.example> `<!here>`\n\n```\n<!everyone>\n```',
    );
    expect(text).not.toMatch(/<[!@#]/);
    expect(text).toContain('&lt;!here&gt;');
  });

  it('cannot be written on Discord', () => {
    const text = onDiscord('@everyone @here <@123> <@&5> <#9> <t:1> </cmd:1>');
    expect(text).not.toMatch(/@everyone|@here/);
    expect(text).not.toMatch(/(?<!\\)<[@#t/]/);
  });
});

describe('footnotes', () => {
  it.each(both)('have dense numbers, the same in the text and in the list on $name', ({ shown }) => {
    fc.assert(
      fc.property(documents, ({ markdown }) => {
        const [text = '', list = ''] = shown(markdown, pages).split('**Sources**');
        const numbers = (part: string) =>
          [...part.matchAll(/\[\[(\d+)\]\]\(<?([^)>]+)/g)].map(([, n, url]) => `${n} ${url}`);
        const inText = [...new Set(numbers(text))];
        const inList = numbers(list.split('**Also consulted**')[0] ?? '');
        const tables = [...text.matchAll(/(?<!\[)\[(\d+)\](?!\])/g)].map(([, n]) => Number(n));
        expect(inList.map((entry) => Number(entry.split(' ')[0]))).toEqual(inList.map((_, index) => index + 1));
        for (const entry of inText) expect(inList).toContain(entry);
        const used = new Set([...inText.map((entry) => Number(entry.split(' ')[0])), ...tables]);
        expect(used.size).toBe(inList.length);
      }),
    );
  });

  it('go on with the numbers of the conversation', () => {
    const render = createDiscordRender({ words: english, links: 'sources', maxMessages: 99 });
    const first = render(answerOf('[a](https://example.org/a)', [{ url: 'https://example.org/a' }]), noFootnotes);
    const second = render(
      answerOf('[b](https://example.org/b) and [a](https://example.org/a)', [{ url: 'https://example.org/b' }]),
      first.footnotes,
    );
    expect(second.used.map(({ number, url }) => [number, url])).toEqual([
      [1, 'https://example.org/a'],
      [2, 'https://example.org/b'],
    ]);
  });

  it('lists delivered pages that were not cited apart, without a number', () => {
    const text = onDiscord('Nothing cited.', [{ url: 'https://example.org/a', title: 'Page A' }]);
    expect(text).toContain('**Also consulted**\n-# [Page A](<https://example.org/a>) · example.org');
    expect(text).not.toContain('[[1]]');
  });
});

describe('a text that is still arriving', () => {
  it.each([
    ['a link', 'See [the report](https://example.org/rep', 'See'],
    ['the words of a link', 'See [the rep', 'See'],
    ['a bare URL', 'See https://example.org/rep', 'See'],
    ['an emphasis', 'It is **very imp', 'It is'],
    ['a code span', 'Run `npm inst', 'Run'],
    ['the head of a table', 'So:\n\n| a | b |\n| --', 'So:'],
    ['a fence', 'So:\n\n```t', 'So:'],
    ['a list marker', 'So:\n\n- one\n-', 'So:\n\n- one'],
  ])('does not show half of %s', (_, text, expected) => {
    const parts = createDiscordRender({ words: english, links: 'sources', maxMessages: 99 })(
      workingAnswer(text, [report]),
      noFootnotes,
    ).parts;
    expect(parts[0]?.content.split('\n-# ')[0]).toBe(expected);
  });

  it('shows at no moment a link that was not delivered', () => {
    const text =
      'Read [this](https://evil.example/a?b=c) or https://evil.example/d, says [example.org](https://example.org/report?year=2026).';
    for (let length = 0; length <= text.length; length += 1) {
      const answer = workingAnswer(text.slice(0, length), [report]);
      const shown = createDiscordRender({ words: english, links: 'sources', maxMessages: 99 })(answer, noFootnotes)
        .parts.map(({ content }) => content)
        .join('\n');
      for (const url of liveLinks(shown)) expect(url).toBe(report.url);
    }
  });
});
