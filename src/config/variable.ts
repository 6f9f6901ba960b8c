import { z } from 'zod';

/** What is to be known of a variable besides its values. */
export interface Variable {
  /** As in the environment, such as `LOG_LEVEL`. */
  readonly name: string;
  /** What it means, in one line for `.env.example`. */
  readonly about: string;
  /** What of its value must never be shown: all of it, or the password of the URL that it is. Nothing unless given. */
  readonly secret?: 'whole' | 'password';
}

const registered = z.registry<Variable>();

/** The values that a variable may have, and what they become. The schema's default is its default. */
export function variable<Schema extends z.ZodType>(name: string, values: Schema, rest: Omit<Variable, 'name'>): Schema {
  registered.add(values, { name, ...rest });
  return values;
}

/** Walks through the groups of a schema and gives the same shape with what `visit` makes of each variable, in order. */
export function mapVariables(
  schema: z.core.$ZodType,
  visit: (variable: Variable, values: z.core.$ZodType, path: readonly string[]) => unknown,
  path: readonly string[] = [],
): unknown {
  const found = registered.get(schema);
  if (found) return visit(found, schema, path);
  if (schema instanceof z.ZodPipe) return mapVariables(schema.in, visit, path);
  if (!(schema instanceof z.ZodObject)) throw new TypeError(`${path.join('.')} is neither a variable nor a group.`);
  const parts: readonly [string, z.core.$ZodType][] = Object.entries(schema.shape);
  return Object.fromEntries(parts.map(([key, part]) => [key, mapVariables(part, visit, [...path, key])]));
}
