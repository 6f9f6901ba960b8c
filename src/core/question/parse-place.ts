import { countryCodes } from './country-codes.ts';
import type { Near } from './research-options.ts';

/** What is wrong with a place, and with which words of it. */
export interface PlaceProblem {
  readonly kind: 'place' | 'country' | 'time-zone';
  readonly value: string;
}

/** Ours: longer than the name of any place. */
const maxNameChars = 100;

/**
 * Reads `city, region, country, time zone`, each of which may be left out, but not both the country and the time zone: a
 * city alone leaves open which one is meant, and whether its name ended there. The country is the last part of two
 * letters, a part with a slash is the time zone.
 */
export function parsePlace(text: string): { readonly near: Near } | { readonly problem: PlaceProblem } {
  const refused = (kind: PlaceProblem['kind'], value = text) => ({ problem: { kind, value } });
  const parts = text.split(',').map((part) => part.trim().replace(/\s+/g, ' '));
  const zones = parts.filter((part) => part.includes('/') || /^utc$/i.test(part));
  const names = parts.filter((part) => !zones.includes(part));
  const code = /^[a-z]{2}$/i.test(names.at(-1) ?? '') ? names.pop() : undefined;
  const country = code?.toUpperCase();
  const [zone] = zones;
  const timezone = zone === undefined ? undefined : timeZone(zone);
  const [city, region] = names;
  if (zones.length > 1 || names.length > 2 || names.some((name) => name === '' || name.length > maxNameChars))
    return refused('place');
  if (zone !== undefined && timezone === undefined) return refused('time-zone', zone);
  if (country !== undefined && !countryCodes.has(country)) return refused('country', code);
  if (country === undefined && timezone === undefined) return refused('place');
  return {
    near: {
      ...(city !== undefined && { city }),
      ...(region !== undefined && { region }),
      ...(country !== undefined && { country }),
      ...(timezone !== undefined && { timezone }),
    },
  };
}

/** An IANA name in its usual spelling; `undefined` when there is none like it. */
function timeZone(text: string): string | undefined {
  try {
    const { timeZone: found } = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions();
    // An old name may be given for a new one (`Asia/Calcutta` for `Asia/Kolkata`): then the person's own is kept.
    const isSame = found.toLowerCase() === text.toLowerCase();
    return isSame || !/^[A-Z]/.test(text) ? found : text;
  } catch {
    return undefined;
  }
}
