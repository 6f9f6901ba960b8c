import { parseDomain } from './parse-domain.ts';
import { type PlaceProblem, parsePlace } from './parse-place.ts';
import type { AgentName } from './question.ts';
import type { Depth, ResearchOptions } from './research-options.ts';

/** The options as people write them. */
export const optionNames = ['depth', 'only', 'except', 'near', 'searches', 'no-web', 'template'] as const;

/** One of {@link optionNames}. */
export type OptionName = (typeof optionNames)[number];

/** An option as a person gave it, unchecked. The value of `no-web` is empty. */
export interface GivenOption {
  readonly name: OptionName;
  readonly value: string;
}

/** Why options cannot be used. A `value` is in the person's own words. */
export type OptionProblem =
  | { readonly kind: 'depth'; readonly value: string }
  | { readonly kind: 'domain'; readonly option: 'only' | 'except'; readonly value: string }
  | { readonly kind: 'too-many-domains'; readonly option: 'only' | 'except' }
  | PlaceProblem
  | { readonly kind: 'searches'; readonly value: string }
  | { readonly kind: 'template'; readonly value: string; readonly names: readonly string[] }
  | { readonly kind: 'twice'; readonly option: OptionName }
  | { readonly kind: 'only-and-except' }
  /** An option about the web, though the web is not to be used. */
  | { readonly kind: 'no-web-and'; readonly option: OptionName }
  /** An option that this agent does not take. */
  | { readonly kind: 'not-for-agent'; readonly agent: AgentName }
  /** Options, and nothing asked. */
  | { readonly kind: 'no-question' };

/** Checked options, or the first reason against them. */
export type CheckedOptions = { readonly options: ResearchOptions } | { readonly problem: OptionProblem };

/** The values of `depth`, the cheapest first. */
export const depths = ['quick', 'deep', 'deepest'] as const satisfies readonly Depth[];

/** Ours: no service documents a limit. */
export const maxSearches = 50;

/** Ours: no service documents a limit. */
export const maxDomains = 20;

/** Checks one option by itself. `templates`: the names there are; any name fits unless given. */
export function checkOption({ name, value }: GivenOption, templates?: readonly string[]): CheckedOptions {
  switch (name) {
    case 'depth': {
      const depth = depths.find((one) => one === value.toLowerCase());
      return depth ? { options: { depth } } : { problem: { kind: 'depth', value } };
    }
    case 'only':
    case 'except':
      return checkDomains(name, value);
    case 'near': {
      const place = parsePlace(value);
      return 'near' in place ? { options: place } : place;
    }
    case 'searches': {
      const searches = /^\d{1,9}$/.test(value) ? Number(value) : 0;
      const fits = searches >= 1 && searches <= maxSearches;
      return fits ? { options: { searches } } : { problem: { kind: 'searches', value } };
    }
    case 'no-web':
      return { options: { noWeb: true } };
    case 'template': {
      const isSame = (one: string) => one.toLowerCase() === value.toLowerCase();
      const template = templates ? templates.find(isSame) : value;
      return template ? { options: { template } } : { problem: { kind: 'template', value, names: templates ?? [] } };
    }
  }
}

/** Checks the options of one question, each by itself and all together; `templates` as in {@link checkOption}. */
export function checkOptions(given: readonly GivenOption[], templates?: readonly string[]): CheckedOptions {
  let options: ResearchOptions = {};
  const names = new Set<OptionName>();
  for (const one of given) {
    if (names.has(one.name)) return { problem: { kind: 'twice', option: one.name } };
    names.add(one.name);
    const checked = checkOption(one, templates);
    if ('problem' in checked) return checked;
    options = { ...options, ...checked.options };
  }
  if (names.has('only') && names.has('except')) return { problem: { kind: 'only-and-except' } };
  const aboutWeb = (['only', 'except', 'near', 'searches'] as const).find((name) => names.has(name));
  if (names.has('no-web') && aboutWeb) return { problem: { kind: 'no-web-and', option: aboutWeb } };
  return { options };
}

function checkDomains(option: 'only' | 'except', text: string): CheckedOptions {
  const domains = new Set<string>();
  for (const value of text.split(',').map((part) => part.trim())) {
    const domain = parseDomain(value);
    if (domain === undefined) return { problem: { kind: 'domain', option, value } };
    domains.add(domain);
  }
  if (domains.size > maxDomains) return { problem: { kind: 'too-many-domains', option } };
  return { options: option === 'only' ? { only: [...domains] } : { except: [...domains] } };
}
