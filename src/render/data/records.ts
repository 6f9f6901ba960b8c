/** A list of objects as a table: nested objects have a column for each of their fields. */
export interface Records {
  /** The names of the fields that lead to each column's values, in order of first appearance. */
  readonly columns: readonly (readonly string[])[];
  /** One value a column: a scalar or a list; `undefined` where an object has no such field. */
  readonly rows: readonly (readonly unknown[])[];
}

/** Slack's tables hold no more (see its dialect), and objects with more fields are no table to a reader. */
const maxColumns = 20;

/** Whether a JSON value is an object and no list. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The records in a JSON value; `undefined` when it is no list of objects, or they have no or too many fields. */
export function toRecords(value: unknown): Records | undefined {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isObject)) return undefined;
  const columns = new Map<string, readonly string[]>();
  const rows = value.map((object) => {
    const row = new Map<string, unknown>();
    for (const [path, leaf] of leaves(object, [])) {
      const key = JSON.stringify(path);
      columns.set(key, path);
      row.set(key, leaf);
    }
    return row;
  });
  if (columns.size === 0 || columns.size > maxColumns) return undefined;
  const keys = [...columns.keys()];
  return { columns: [...columns.values()], rows: rows.map((row) => keys.map((key) => row.get(key))) };
}

function leaves(object: object, path: readonly string[]): readonly (readonly [readonly string[], unknown])[] {
  return Object.entries(object).flatMap(([name, value]) =>
    isObject(value) ? leaves(value, [...path, name]) : [[[...path, name], value] as const],
  );
}
