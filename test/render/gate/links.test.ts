import { describe, expect, it } from 'vitest';
import { createDiscordRender } from '../../../src/adapters/discord/render/render.ts';
import { maxUrlLength, noFootnotes } from '../../../src/core/answer/footnotes.ts';
import { createLinkGate, hostOf, safeUrl } from '../../../src/render/gate/links.ts';
import { english } from '../../words/english.ts';
import { platforms, screens } from '../shown.ts';
import { answerOf } from './documents.ts';

describe('a URL that may be a link', () => {
  it.each([
    'https://example.org/a(b)c?d=[1]|2&e="f\'g"',
    'https://example.org/a b/ü/日本?q=ñ',
    'https://example.org/a%2Fb%2f/%28c%29?d=%7C&e=%26',
    'http://www.example.org:8080/a;b=c?d=1&lt;=2&e',
    'https://example.org/*a*/_b_/~c~/`d`/{e}/^f\\g',
    'https://bücher.example/a',
  ])('leads to the same page and ends nothing: %s', (text) => {
    const url = safeUrl(text) ?? '';
    expect(url).not.toMatch(/[\s()<>|`\\^*[\]{}"']|&#?\w+;|[^ -~]/);
    const decoded = (one: string) => {
      const { protocol, host, pathname, search } = new URL(one);
      const query = [...search.slice(1).matchAll(/[^&]+/g)].map(([pair]) => decodeURIComponent(pair));
      // `%2F` is not a slash, so the path is compared by its segments.
      return { protocol, host, path: pathname.split('/').map(decodeURIComponent), query };
    };
    expect(decoded(url)).toEqual(decoded(text));
    expect(safeUrl(url)).toBe(url);
  });

  it.each([
    'https://user@example.org/',
    'https://user:password@example.org/',
    'https://:password@example.org/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:a00:1]/',
    'https://localhost/',
    'https://a.localhost/',
    'https://printer.local/',
    'https://vault.internal/',
    'https://router.lan/',
    'https://intranet/',
    'https://example.org./',
    'https://a..example.org/',
    'https://example.1/',
    'ftp://example.org/',
    'javascript:alert(1)',
    'data:text/html,a',
    '//example.org/',
    '/a',
    'example.org',
    `https://example.org/${'a'.repeat(1500)}`,
    `https://example.org/${'ü'.repeat(300)}`,
    `https://${'a.'.repeat(130)}example.org/`,
    '',
  ])('is not %s', (text) => {
    expect(safeUrl(text)).toBeUndefined();
    for (const policy of ['sources', 'all'] as const)
      expect(createLinkGate((url) => ({ url }), policy)(text).kind).toBe('inert');
  });

  it('is one that was delivered, or any of https where all are wanted', () => {
    const page = { url: 'https://example.org/a' };
    const delivered = (url: string) => (url === page.url ? page : undefined);
    const kinds = (policy: 'sources' | 'all') =>
      [page.url, 'https://example.org/b', 'http://example.org/b'].map(
        (url) => createLinkGate(delivered, policy)(url).kind,
      );
    expect(kinds('sources')).toEqual(['cite', 'inert', 'inert']);
    expect(kinds('all')).toEqual(['cite', 'live', 'inert']);
  });
});

describe('a page that is cited', () => {
  it('is remembered by a URL that may be a link', () => {
    const verdict = createLinkGate((url) => ({ url, title: 'T' }), 'sources')('https://example.org/a(b)');
    expect(verdict).toEqual({ kind: 'cite', page: { url: 'https://example.org/a%28b%29', title: 'T' } });
  });
});

describe('a page whose URL is written in two ways', () => {
  it.each([
    ['https://example.org/a|b', 'https://example.org/a%7Cb'],
    ['https://example.org/%7Euser/a%c3%a9', 'https://example.org/~user/aé'],
    ['https://example.org/a?b={c}^[d]', 'https://example.org/a?b=%7bc%7d%5e%5Bd%5D'],
    ['https://example.org/a?b&lt;=2', 'https://example.org/a?b&lt;=2'],
    ['https://example.org/a?b=1&c=é', 'https://example.org/a?b=1&amp;c=&eacute;'],
  ])('is cited, and not listed a second time: %s', (url, written) => {
    const message = screens.Discord('sources').show(answerOf(`So [x](<${written}>).`, [{ url }]))[0];
    expect(message).toMatch(/^So x \[\[1\]\]/);
    expect(message).not.toContain('Also consulted');
  });
});

describe.each(platforms)('a page with the longest URL that may be a link on %s', (platform) => {
  const url = 'https://example.org/'.padEnd(maxUrlLength, 'a');
  const deepList = Array.from({ length: 40 }, (_, depth) => `${' '.repeat(11 * depth)}123456789. a`).join('\n');

  it.each([
    ['in a text', (link: string) => `So ${link}.`],
    ['behind a long word', (link: string) => `${'b'.repeat(1990)}${link}`],
    ['under all marks', (link: string) => `***~~b ${link} c~~***`],
    ['in a deep list', (link: string) => `${deepList} ${link}`],
    ['in a deep quote', (link: string) => `${'> '.repeat(30)}b ${link}`],
    ['in a heading', (link: string) => `###### b ${link}`],
    ['in a table', (link: string) => `| a | b |\n|---|---|\n| c | ${link} |\n| ${'word '.repeat(20)} | c |`],
  ])('is whole in one message %s, and one character more is text', (_, text) => {
    const links = (target: string) => {
      const screen = screens[platform]('sources');
      screen.show(answerOf(text(target), [{ url: target, title: '*'.repeat(200) }]));
      return screen.seen().found;
    };
    const found = links(url);
    expect(found.every(({ kind, what }) => kind === 'link' && what === url)).toBe(true);
    // In the text and in the list of sources.
    expect(found.length).toBeGreaterThanOrEqual(2);
    expect(links(`${url}a`)).toEqual([]);
  });
});

describe('a page that an earlier answer cited', () => {
  it('is cited again, whatever its URL holds', () => {
    const url = 'https://example.org/a|b?c=[d]';
    const first = createDiscordRender({ words: english, links: 'sources', maxMessages: 9 });
    const { footnotes } = first(answerOf(`So ${url}.`, [{ url }]), noFootnotes);
    const again = createDiscordRender({ words: english, links: 'sources', maxMessages: 9 })(
      answerOf(`So [x](${url}).`),
      footnotes,
    );
    expect(again.used.map(({ number }) => number)).toEqual([1]);
  });
});

describe('a page that was not cited', () => {
  it('is a link in the words of its title, unless they name another host', () => {
    const page = (title: string) => answerOf('Nothing.', [{ url: 'https://example.org/a', title }]);
    const list = (title: string) => screens.Slack('sources').show(page(title))[0]?.split('**Also consulted**\n- ')[1];
    expect(list('A title')).toBe('[A title](https://example.org/a) · example.org');
    expect(list('https://example.org')).toBe('[example.org](https://example.org/a)');
    expect(list('Sign in to bank.example')).toBe('[example.org](https://example.org/a) · Sign in to bank.example');
  });
});

describe('a host', () => {
  it('is shown in punycode when it is international', () => {
    expect(hostOf('https://www.gооgle.com/a')).toBe('xn--ggle-55da.com');
    for (const links of ['sources', 'all'] as const) {
      const shown = screens.Discord(links).show(answerOf('See http://gооgle.com/ü?a and http://a@gооgle.com/.'));
      expect(shown[0]).toBe('See `http://xn--ggle-55da.com/ü?a` and `http://a@xn--ggle-55da.com/`.');
    }
  });

  it('is shown in its own letters otherwise', () => {
    expect(screens.Slack('sources').show(answerOf('See https://Example.org/Ü#a.'))).toEqual([
      'See `https://Example.org/Ü#a`.',
    ]);
  });
});

describe('the words of a link that leads anywhere', () => {
  const on = (platform: 'Discord' | 'Slack', text: string) => screens[platform]('all').show(answerOf(text))[0];

  it.each([
    ['[the docs](https://example.org/a)', '[the docs](@a)'],
    ['[example.org](https://example.org/)', '[example.org](@)'],
    ['[](https://example.org/a)', '[example.org/a](@a)'],
    ['https://example.org/a', '[example.org/a](@a)'],
    ['[see example.org](https://example.org/a)', '[see example.org](@a)'],
    ['[google.com](https://example.org/a)', 'google.com [example.org/a](@a)'],
    ['[google.com/login](https://example.org/a)', 'google.com/login [example.org/a](@a)'],
    ['[at google。com](https://example.org/a)', 'at google。com [example.org/a](@a)'],
    ['[from 10.0.0.1](https://example.org/a)', 'from 10.0.0.1 [example.org/a](@a)'],
    ['[version 1.2](https://example.org/a)', '[version 1.2](@a)'],
    ['[Node.js docs](https://example.org/a)', 'Node.js docs [example.org/a](@a)'],
    ['[a \\[b\\]](https://example.org/a)', '[a (b)](@a)'],
  ])('name no other host: %s', (text, expected) => {
    expect(on('Slack', text)).toBe(expected.replace('@', 'https://example.org/'));
    expect(on('Discord', text)).toBe(expected.replace(/@(\w*)/, '<https://example.org/$1>'));
  });

  it('name no international host, even their own', () => {
    expect(on('Slack', '[gооgle.com](https://gооgle.com/a)')).toBe(
      '[xn--ggle-55da.com/a](https://xn--ggle-55da.com/a)',
    );
    expect(on('Slack', '[at gооgle.com](https://gооgle.com/)')).toBe(
      'at gооgle.com [xn--ggle-55da.com](https://xn--ggle-55da.com/)',
    );
  });

  it('hold no emoji on Discord, which would show the link as it is written', () => {
    expect(on('Discord', '[🙂 a 👩‍👧 b](https://example.org/a) [🙂](https://example.org/b)')).toBe(
      '[a  b](<https://example.org/a>) [example.org](<https://example.org/b>)',
    );
  });
});

describe('words that are no link', () => {
  it('are hosts without a scheme and the addresses of people: no client fetches or previews them', () => {
    const text = 'See evil.example.net/x or write to a.b@example.net or <c@example.net>.';
    expect(screens.Discord('sources').show(answerOf(text))).toEqual([
      'See evil.example.net/x or write to a.b@example.net or c@example.net.',
    ]);
    expect(screens.Slack('sources').show(answerOf(text))).toEqual([
      'See evil.example.net/x or write to a.b@example.net or c@example.net.',
    ]);
  });

  it('are not the mails that a page has prepared', () => {
    expect(screens.Slack('all').show(answerOf('[me](mailto:a@example.net?body=b)'))).toEqual([
      'me `mailto:a@example.net?body=b`',
    ]);
  });
});
