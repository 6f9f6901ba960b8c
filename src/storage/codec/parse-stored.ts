import type { z } from 'zod';
import { FootnoteError } from '../../core/errors.ts';

/** A stored value in the shape of its schema. Throws a `FootnoteError` of kind `storage` when it has another. */
export function parseStored<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new FootnoteError('storage', 'A stored value is not in a form that this version can read.', {
    cause: parsed.error,
  });
}
