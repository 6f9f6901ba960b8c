import { z } from 'zod';

const { $ZodArray, $ZodLazy, $ZodNullable, $ZodObject, $ZodOptional, $ZodRecord, $ZodUnion } = z.core;

/** The keys in a value that its schema does not know, as paths: zod drops them in silence. */
export function unknownKeys(schema: z.core.$ZodType, value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (schema instanceof $ZodLazy) return unknownKeys(schema._zod.def.getter(), value, path);
  if (schema instanceof $ZodOptional || schema instanceof $ZodNullable) {
    return unknownKeys(schema._zod.def.innerType, value, path);
  }
  if (schema instanceof $ZodUnion) {
    const fitting = schema._zod.def.options.filter((option) => z.safeParse(option, value).success);
    const found = fitting.map((option) => unknownKeys(option, value, path));
    return found.toSorted((a, b) => a.length - b.length)[0] ?? [];
  }
  if (schema instanceof $ZodArray) {
    const { element } = schema._zod.def;
    return Array.isArray(value) ? value.flatMap((item, index) => unknownKeys(element, item, `${path}${index}.`)) : [];
  }
  if (schema instanceof $ZodRecord) {
    const { valueType } = schema._zod.def;
    return Object.entries(value).flatMap(([key, inner]) => unknownKeys(valueType, inner, `${path}${key}.`));
  }
  if (!(schema instanceof $ZodObject)) return [];
  const { shape } = schema._zod.def;
  return Object.entries(value).flatMap(([key, inner]) => {
    const known = shape[key];
    return known ? unknownKeys(known, inner, `${path}${key}.`) : [`${path}${key}`];
  });
}
