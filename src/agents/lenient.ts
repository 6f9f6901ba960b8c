import { z } from 'zod';

/** A field that counts as absent when it is null or of another shape: services add and change fields. */
export function lenient<T>(schema: z.ZodType<T>) {
  // Null is taken first: building the error that is caught takes longer than the rest of an ordinary chunk.
  return schema
    .nullish()
    .catch(undefined)
    .transform((value) => value ?? undefined);
}

/** The items that have the right shape; empty when the field is absent or no array. */
export function lenientArray<T>(schema: z.ZodType<T>) {
  return z
    .unknown()
    .optional()
    .transform((items): T[] => {
      if (!Array.isArray(items)) return [];
      return items.flatMap((item) => {
        const parsed = schema.safeParse(item);
        return parsed.success ? [parsed.data] : [];
      });
    });
}
