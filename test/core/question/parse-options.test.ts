import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countryCodes } from '../../../src/core/question/country-codes.ts';
import { checkOptions, maxDomains, maxSearches, type OptionName } from '../../../src/core/question/parse-options.ts';

const check = (given: Partial<Record<OptionName, string>>, templates?: readonly string[]) => {
  const options: { name: OptionName; value: string }[] = [];
  for (const name of ['template', 'depth', 'only', 'except', 'near', 'searches', 'no-web'] as const) {
    const value = given[name];
    if (value !== undefined) options.push({ name, value });
  }
  return checkOptions(options, templates);
};

describe('the options of a question', () => {
  it('are checked and put together', () => {
    const given = { depth: 'Deepest', only: 'europa.eu, gov.uk', near: 'Berlin,de', searches: '5', template: 'Table' };
    expect(check(given, ['table'])).toEqual({
      options: {
        depth: 'deepest',
        only: ['europa.eu', 'gov.uk'],
        near: { city: 'Berlin', country: 'DE' },
        searches: 5,
        template: 'table',
      },
    });
    expect(check({ 'no-web': '', depth: 'quick' })).toEqual({ options: { noWeb: true, depth: 'quick' } });
    expect(check({ except: 'example.com' })).toEqual({ options: { except: ['example.com'] } });
    expect(check({})).toEqual({ options: {} });
  });

  it.each<[Partial<Record<OptionName, string>>, object]>([
    [{ depth: 'deeper' }, { kind: 'depth', value: 'deeper' }],
    [{ depth: '' }, { kind: 'depth', value: '' }],
    [{ only: 'gov' }, { kind: 'domain', option: 'only', value: 'gov' }],
    [{ except: 'a.org,,b.org' }, { kind: 'domain', option: 'except', value: '' }],
    [{ searches: '0' }, { kind: 'searches', value: '0' }],
    [{ searches: '-1' }, { kind: 'searches', value: '-1' }],
    [{ searches: '1.5' }, { kind: 'searches', value: '1.5' }],
    [{ searches: 'five' }, { kind: 'searches', value: 'five' }],
    [{ searches: String(maxSearches + 1) }, { kind: 'searches', value: String(maxSearches + 1) }],
    [{ only: 'a.org', except: 'b.org' }, { kind: 'only-and-except' }],
    [
      { 'no-web': '', only: 'a.org' },
      { kind: 'no-web-and', option: 'only' },
    ],
    [
      { 'no-web': '', except: 'a.org' },
      { kind: 'no-web-and', option: 'except' },
    ],
    [
      { 'no-web': '', near: 'DE' },
      { kind: 'no-web-and', option: 'near' },
    ],
    [
      { 'no-web': '', searches: '5' },
      { kind: 'no-web-and', option: 'searches' },
    ],
  ])('are refused with the reason: %j', (given, problem) => {
    expect(check(given)).toEqual({ problem });
  });

  it('are refused when one is given twice', () => {
    const only = { name: 'only', value: 'a.org' } as const;
    expect(checkOptions([only, only])).toEqual({ problem: { kind: 'twice', option: 'only' } });
  });

  it('know as many searches and domains as are allowed', () => {
    const domains = (count: number) => Array.from({ length: count }, (_, at) => `d${at}.org`);
    expect(check({ searches: String(maxSearches) })).toEqual({ options: { searches: maxSearches } });
    expect(check({ only: domains(maxDomains).join() })).toEqual({ options: { only: domains(maxDomains) } });
    expect(check({ only: domains(maxDomains + 1).join() })).toEqual({
      problem: { kind: 'too-many-domains', option: 'only' },
    });
  });

  it('choose only templates that there are', () => {
    expect(check({ template: 'table' }, ['list'])).toEqual({
      problem: { kind: 'template', value: 'table', names: ['list'] },
    });
    expect(check({ template: 'table' })).toEqual({ options: { template: 'table' } });
  });
});

describe('a domain', () => {
  const only = (text: string) => check({ only: text });

  it.each([
    ['europa.eu', 'europa.eu'],
    ['WWW.Europa.EU', 'europa.eu'],
    ['https://www.gov.uk/guidance?x=1#y', 'gov.uk'],
    ['http://example.org:8080', 'example.org'],
    ['<https://example.org>', 'example.org'],
    ['example.org.', 'example.org'],
    ['*.europa.eu', 'europa.eu'],
    ['www.de', 'www.de'],
    ['müller.de', 'xn--mller-kva.de'],
    ['例え.テスト', 'xn--r8jz45g.xn--zckzah'],
  ])('%j is sent as %j', (text, domain) => {
    expect(only(text)).toEqual({ options: { only: [domain] } });
  });

  it.each(['gov', 'a..org', '-a.org', 'a_b.org', '1.2', '192.168.0.1', '[::1]', 'ada@example.org', 'a b.org', '.org'])(
    '%j is none',
    (text) => {
      expect(only(text)).toEqual({ problem: { kind: 'domain', option: 'only', value: text } });
    },
  );

  it('is listed once, however it is written', () => {
    expect(only('europa.eu,https://www.europa.eu/a,EUROPA.EU.')).toEqual({ options: { only: ['europa.eu'] } });
  });

  it('stays as it is once it is one, in an address too', () => {
    fc.assert(
      fc.property(fc.domain(), fc.webPath(), (domain, path) => {
        const named = only(domain);
        fc.pre('options' in named);
        const [host = ''] = ('options' in named && named.options.only) || [];
        expect(host).toBe(domain.toLowerCase().replace(/^www\./, ''));
        expect(only(host)).toEqual(named);
        expect(only(`https://www.${host}${path.replaceAll(',', '')}`)).toEqual(named);
      }),
    );
  });
});

describe('a place', () => {
  const near = (text: string) => check({ near: text });

  it.each([
    ['DE', { country: 'DE' }],
    ['Berlin,DE', { city: 'Berlin', country: 'DE' }],
    ['New  York, NY, us', { city: 'New York', region: 'NY', country: 'US' }],
    ['Europe/Berlin', { timezone: 'Europe/Berlin' }],
    ['Berlin, europe/berlin', { city: 'Berlin', timezone: 'Europe/Berlin' }],
    ['Berlin, DE, Europe/Berlin', { city: 'Berlin', country: 'DE', timezone: 'Europe/Berlin' }],
    [
      'Pune, Maharashtra, IN, Asia/Kolkata',
      { city: 'Pune', region: 'Maharashtra', country: 'IN', timezone: 'Asia/Kolkata' },
    ],
    ['utc', { timezone: 'UTC' }],
    ['Łódź, PL', { city: 'Łódź', country: 'PL' }],
  ])('%j is understood', (text, place) => {
    expect(near(text)).toEqual({ options: { near: place } });
  });

  it.each([
    ['New', 'place', 'New'],
    ['Berlin', 'place', 'Berlin'],
    ['DE, Berlin', 'place', 'DE, Berlin'],
    ['Berlin,,DE', 'place', 'Berlin,,DE'],
    ['', 'place', ''],
    ['a, b, c, DE', 'place', 'a, b, c, DE'],
    ['Europe/Berlin, Europe/Paris', 'place', 'Europe/Berlin, Europe/Paris'],
    [`${'x'.repeat(101)}, DE`, 'place', `${'x'.repeat(101)}, DE`],
    ['London, UK', 'country', 'UK'],
    ['Brussels, eu', 'country', 'eu'],
    ['New York, NY', 'country', 'NY'],
    ['Bonn, Europe/Bonn', 'time-zone', 'Europe/Bonn'],
    ['Berlin, DE, ../etc', 'time-zone', '../etc'],
  ])('%j is refused', (text, kind, value) => {
    expect(near(text)).toEqual({ problem: { kind, value } });
  });

  it('may be in any country and any time zone', () => {
    expect(countryCodes.size).toBe(249);
    const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    for (const country of countryCodes) {
      expect(regions.of(country)).toBeDefined();
      expect(near(country.toLowerCase())).toEqual({ options: { near: { country } } });
    }
    for (const timezone of Intl.supportedValuesOf('timeZone').filter((name) => name.includes('/')))
      expect(near(timezone)).toEqual({ options: { near: { timezone } } });
  });

  it('is understood or refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const checked = near(text);
        if ('problem' in checked) return;
        const { country, timezone } = checked.options.near ?? {};
        expect(country ?? timezone).toBeDefined();
      }),
    );
  });
});
