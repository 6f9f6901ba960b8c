import { z } from 'zod';

/** The milliseconds of a day: the longest time that may be set. */
export const dayMs = 24 * 60 * 60 * 1000;

/** The address of a service, without a slash at its end. */
export function baseUrl() {
  return z
    .url({ protocol: /^https?$/, error: 'must be a URL that begins with https:// or http://.' })
    .transform((url) => url.replace(/\/+$/, ''));
}

/** A path on a service. */
export function path() {
  return z.string().startsWith('/', { error: 'must begin with a slash.' });
}

/** A whole number within these bounds. */
export function integer(min: number, max: number) {
  const error = `must be a whole number from ${min} to ${max}.`;
  return z
    .string()
    .regex(/^\d{1,10}$/, { error })
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error });
}

/** One of these words. */
export function oneOf<const Word extends string>(...words: readonly Word[]) {
  return z.enum(words, { error: `must be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}.` });
}

/** Yes or no. */
export function flag() {
  return oneOf('true', 'false').transform((word) => word === 'true');
}
