import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, applyEvent, startAnswer } from '../../../src/core/answer/answer.ts';
import {
  createFootnotes,
  deliveredBy,
  type FootnoteList,
  maxExcerpt,
  maxUrlLength,
  mergeFootnotes,
  noFootnotes,
  normaliseUrl,
} from '../../../src/core/answer/footnotes.ts';
import { research } from '../known-agents.ts';

const segment = fc.stringMatching(/^[a-z0-9()]{1,6}$/);
const path = fc.array(segment, { maxLength: 3 }).map((segments) => segments.map((one) => `/${one}`).join(''));
const query = fc.option(
  segment.map((value) => `?q=${value}`),
  { nil: '' },
);
const host = fc.domain();

const encoded = (character: string, hex: 'upper' | 'lower') => {
  const bytes = [...new TextEncoder().encode(character)].map((byte) => byte.toString(16).padStart(2, '0'));
  return bytes.map((byte) => `%${hex === 'upper' ? byte.toUpperCase() : byte}`).join('');
};

/** What a server makes of a path and a query: names and values by their bytes, a plus sign in a query as it stands. */
const read = (tail: string) => {
  const { pathname, search } = new URL(`https://example.org/${tail}`);
  const bytes = (text: string) => decodeURIComponent(text.replace(/%(?![\da-f]{2})/gi, '%25')).replaceAll('+', '＋');
  const plus = (text: string) => text.split('+').map(bytes);
  return {
    path: pathname.replace(/\/+$/, '').split('/').map(plus),
    query: search.split('&').map((pair) => pair.split('=').map(plus)),
  };
};

describe('normaliseUrl', () => {
  it('is the same for another spelling of the same page', () => {
    fc.assert(
      fc.property(host, path, query, segment, (domain, at, search, fragment) => {
        const url = normaliseUrl(`https://${domain}${at}${search}`);
        expect(url).toBeDefined();
        expect(normaliseUrl(`HTTPS://${domain.toUpperCase()}${at}${search}`)).toBe(url);
        expect(normaliseUrl(`https://${domain}${at}/${search}`)).toBe(url);
        expect(normaliseUrl(`https://${domain}${at}${search}#${fragment}`)).toBe(url);
        const encoded = `${at}${search}`.replaceAll('(', '%28').replaceAll(')', '%29');
        expect(normaliseUrl(`https://${domain}${encoded}`)).toBe(url);
        expect(normaliseUrl(url ?? '')).toBe(url);
      }),
    );
  });

  it('is another for another query, scheme, host or path', () => {
    fc.assert(
      fc.property(host, path, segment, segment, (domain, at, one, other) => {
        const url = normaliseUrl(`https://${domain}${at}?q=${one}`);
        expect(normaliseUrl(`http://${domain}${at}?q=${one}`)).not.toBe(url);
        expect(normaliseUrl(`https://${domain}${at}`)).not.toBe(url);
        expect(normaliseUrl(`https://www.${domain}${at}?q=${one}`)).not.toBe(url);
        expect(normaliseUrl(`https://${domain}${at}/${other}?q=${one}`)).not.toBe(url);
        expect(normaliseUrl(`https://${domain}${at}?q=${other}`) === url).toBe(one === other);
      }),
    );
  });

  it('keeps the case of path and query', () => {
    expect(normaliseUrl('https://example.org/A?b=C')).not.toBe(normaliseUrl('https://example.org/a?b=c'));
  });

  it('is the same whether a character that means nothing in a URL is encoded or not', () => {
    const inert = fc.constantFrom(...'|^{}`"<>[]()!*\'~-_.aZ09 é字'.split(''));
    const spelled = fc.array(fc.tuple(inert, fc.constantFrom('as it is', 'upper', 'lower')), { minLength: 1 });
    fc.assert(
      fc.property(spelled, fc.constantFrom('a/x', 'a?b=x'), (pieces, place) => {
        const text = pieces.map(([character]) => character).join('');
        const mixed = pieces.map(([character, way]) => (way === 'as it is' ? character : encoded(character, way)));
        expect(normaliseUrl(`https://example.org/${place}${mixed.join('')}x`)).toBe(
          normaliseUrl(`https://example.org/${place}${text}x`),
        );
      }),
    );
  });

  it('is another where an encoded character means something else than the character itself', () => {
    for (const character of '/?#&=+;,:@$%'.split(''))
      for (const place of ['a', 'a?b=']) {
        const plain = normaliseUrl(`https://example.org/${place}${character}41`);
        const escaped = normaliseUrl(`https://example.org/${place}${encoded(character, 'upper')}41`);
        expect(escaped).toBeDefined();
        expect(escaped).toBe(normaliseUrl(`https://example.org/${place}${encoded(character, 'lower')}41`));
        expect(plain).not.toBe(escaped);
      }
  });

  it('is the same only where a server reads the same path and the same query', () => {
    const piece = fc.constantFrom(
      ...'a 41 2f % %2 %25 %2F %2f %41 %7c | %3F ? / & %26 = %3D + %2B %20 . .. %2e é'.split(' '),
    );
    const tail = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(tail, tail, (one, other) => {
        const url = normaliseUrl(`https://example.org/${one}`);
        expect(normaliseUrl(url ?? '')).toBe(url);
        if (url === normaliseUrl(`https://example.org/${other}`)) expect(read(one)).toEqual(read(other));
      }),
      { numRuns: 2000 },
    );
  });

  it('does not look at a URL that is too long for a link, such as one of 100,000 slashes', () => {
    const long = (length: number) => 'https://example.org/'.padEnd(length, '/a');
    expect(normaliseUrl(long(maxUrlLength))).toBe(long(maxUrlLength));
    expect(normaliseUrl(long(maxUrlLength + 1))).toBeUndefined();
    expect(normaliseUrl(`https://example.org${'/'.repeat(100_000)}a`)).toBeUndefined();
  });

  it.each([
    '',
    'example.org',
    '/path',
    'ftp://example.org/',
    'javascript:alert(1)',
    'mailto:ada@example.org',
    'https://',
  ])('knows no page at %j', (text) => expect(normaliseUrl(text)).toBeUndefined());
});

describe('createFootnotes', () => {
  const urls = fc.array(fc.integer({ min: 0, max: 9 }).map((page) => `https://example.org/${page}`));
  const citeAll = (earlier: FootnoteList, cited: readonly string[]) => {
    const registry = createFootnotes(earlier);
    const numbers = cited.map((url) => registry.cite({ url }).number);
    return { registry, numbers };
  };

  it('numbers pages densely, in order of first use, over all answers of a conversation', () => {
    fc.assert(
      fc.property(fc.array(urls), (answers) => {
        let list = noFootnotes;
        for (const cited of answers) list = citeAll(list, cited).registry.list();
        const firstUses = [...new Set(answers.flat())];
        expect(list.footnotes.map(({ url }) => url)).toEqual(firstUses);
        expect(list.footnotes.map(({ number }) => number)).toEqual(firstUses.map((_, index) => index + 1));
        expect(list.nextNumber).toBe(firstUses.length + 1);
      }),
    );
  });

  it('gives one page one number, and lists exactly what the answer used', () => {
    fc.assert(
      fc.property(urls, urls, (before, cited) => {
        const earlier = citeAll(noFootnotes, before).registry.list();
        const { registry, numbers } = citeAll(earlier, cited);
        const numberOf = new Map(registry.list().footnotes.map(({ url, number }) => [url, number]));
        expect(numbers).toEqual(cited.map((url) => numberOf.get(url)));
        expect(registry.used().map(({ number }) => number)).toEqual([...new Set(numbers)].sort((a, b) => a - b));
      }),
    );
  });

  it('gives the same numbers when the same answer is rendered again with more behind it', () => {
    fc.assert(
      fc.property(urls, urls, urls, (before, half, rest) => {
        const earlier = citeAll(noFootnotes, before).registry.list();
        const first = citeAll(earlier, half).numbers;
        expect(citeAll(earlier, [...half, ...rest]).numbers.slice(0, half.length)).toEqual(first);
        expect(earlier.footnotes).toHaveLength(new Set(before).size);
      }),
    );
  });

  it('does not give a number again when its footnote was trimmed', () => {
    const trimmed: FootnoteList = { footnotes: [{ number: 2, url: 'https://example.org/b' }], nextNumber: 3 };
    expect(citeAll(trimmed, ['https://example.org/a', 'https://example.org/b/#top']).numbers).toEqual([3, 2]);
  });
});

describe('deliveredBy', () => {
  const answer: Answer = {
    ...startAnswer(research, 0),
    citations: [{ url: 'https://example.org/cited' }, { url: 'ftp://example.org/file' }],
    steps: [
      {
        kind: 'search',
        id: '1',
        state: 'done',
        query: 'sky',
        pages: [
          { url: 'https://example.org/found?a=1', title: 'Found' },
          { url: 'https://EXAMPLE.org/cited/', title: 'Cited' },
        ],
      },
    ],
  };
  const delivered = deliveredBy(answer, {
    footnotes: [
      { number: 1, url: 'https://example.org/earlier', title: 'Earlier' },
      { number: 2, url: 'https://example.org/found?a=1', title: 'Found before' },
    ],
    nextNumber: 3,
  });

  it('knows citations, pages of steps and earlier footnotes, in any spelling', () => {
    expect(delivered('https://example.org/found?a=1#top')?.title).toBe('Found');
    expect(delivered('https://example.org/earlier/')?.title).toBe('Earlier');
    expect(delivered('HTTPS://example.org/cited')).toEqual({ url: 'https://example.org/cited', title: 'Cited' });
  });

  it('knows nothing else', () => {
    expect(delivered('https://example.org/found?a=2')).toBeUndefined();
    expect(delivered('http://example.org/earlier')).toBeUndefined();
    expect(delivered('ftp://example.org/file')).toBeUndefined();
    expect(delivered('')).toBeUndefined();
  });
});

describe('what is kept of a page with its footnote', () => {
  const page = { url: 'https://example.org/a', title: 'A' };
  const footnoteOf = (...pages: object[]) => {
    const answer = pages.reduce<Answer>(
      (before, more) => applyEvent(before, { type: 'citations', citations: [{ ...page, ...more }] }),
      startAnswer(research, 0),
    );
    const found = deliveredBy(answer, noFootnotes)(page.url);
    return found && createFootnotes(noFootnotes).cite(found);
  };

  it('is what was taken from reading it, or the snippet of the search', () => {
    expect(footnoteOf({ snippet: 'Found.' })?.excerpt).toBe('Found.');
    expect(footnoteOf({ snippet: 'Found.' }, { analysis: 'Read.' })?.excerpt).toBe('Read.');
    expect(footnoteOf({}, { snippet: 'Found.' }, { snippet: 'Later.' })?.excerpt).toBe('Found.');
    expect(footnoteOf({})?.excerpt).toBeUndefined();
  });

  it('is short and well-formed', () => {
    const excerpt = footnoteOf({ snippet: `x${'😀'.repeat(2_000)}` })?.excerpt ?? '';
    expect(excerpt).toBe(`x${'😀'.repeat(maxExcerpt / 2 - 1)}`);
  });
});

describe('mergeFootnotes', () => {
  const pages = fc.array(
    fc.nat(8).map((page) => ({ url: `https://example.org/${page}` })),
    { maxLength: 8 },
  );
  const citing = (from: FootnoteList, cited: readonly { readonly url: string }[]) => {
    const registry = createFootnotes(from);
    for (const page of cited) registry.cite(page);
    return registry.list();
  };

  it('is the newer list where nothing was stored in between', () => {
    fc.assert(
      fc.property(pages, pages, (earlier, later) => {
        const stored = citing(noFootnotes, earlier);
        const added = citing(stored, later);
        expect(mergeFootnotes(stored, added)).toEqual(added);
      }),
    );
  });

  it('has every page of two answers at once, each with a number of its own that was never given before', () => {
    fc.assert(
      fc.property(pages, pages, pages, (earlier, one, other) => {
        const loaded = citing(noFootnotes, earlier);
        const stored = citing(loaded, one);
        const added = citing(loaded, other);
        const merged = mergeFootnotes(stored, added);
        expect(merged.footnotes.slice(0, stored.footnotes.length)).toEqual(stored.footnotes);
        const urls = new Set([...earlier, ...one, ...other].map(({ url }) => url));
        expect(new Set(merged.footnotes.map(({ url }) => url))).toEqual(urls);
        const given = new Set([...stored.footnotes, ...added.footnotes].map(({ number }) => number));
        const numbers = merged.footnotes.map(({ number }) => number);
        expect(new Set(numbers).size).toBe(numbers.length);
        expect(merged.nextNumber).toBeGreaterThan(Math.max(0, ...numbers, ...given));
      }),
    );
  });

  it('gives no number anew that stood for a page which is not kept any more', () => {
    const stored = { footnotes: [], nextNumber: 4 };
    const added = { footnotes: [{ number: 3, url: 'https://example.org/' }], nextNumber: 4 };
    expect(mergeFootnotes(stored, added)).toEqual({
      footnotes: [{ number: 4, url: 'https://example.org/' }],
      nextNumber: 5,
    });
  });
});
