import { z } from 'zod';

/** The arguments of a call, before a method's schema has seen them. */
export type RawArgs = Readonly<Record<string, unknown>>;

const jsonFields = ['attachments', 'blocks', 'chunks', 'files', 'loading_messages', 'metadata'];

/** The fields of a request body, form-encoded or JSON; fields that carry JSON as text are decoded. Nonsense has none. */
export function parseArgs(body: string, contentType: string | undefined): RawArgs {
  const isJson = contentType?.startsWith('application/json') === true;
  const fields = isJson
    ? z.record(z.string(), z.unknown()).safeParse(parseJson(body)).data
    : Object.fromEntries(new URLSearchParams(body));
  return Object.fromEntries(
    Object.entries(fields ?? {}).map(([name, value]) => [
      name,
      typeof value === 'string' && jsonFields.includes(name) ? (parseJson(value) ?? value) : value,
    ]),
  );
}

/** JSON as a value; text that is none stays `undefined`. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A boolean, which a form carries as `true`, `1`, `false` or `0`. */
export const flagArg = z.preprocess(
  (value) =>
    value === undefined || value === ''
      ? undefined
      : value === true || value === 'true' || value === '1' || value === 1,
  z.boolean().optional(),
);

/** A number of objects, which a form carries as digits. */
export const countArg = z.coerce.number().int().positive().optional();

/** The blocks of a message; only their frame is looked at here. */
export const blocksArg = z.array(z.looseObject({ type: z.string() })).optional();
