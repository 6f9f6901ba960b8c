import { parseArgs } from 'node:util';

/** What was asked for on the command line. */
export interface Options {
  /** The beginning of the ids of the rows to be measured; `undefined` measures all. */
  readonly only: string | undefined;
  /** No peers and one run of everything. */
  readonly quick: boolean;
}

/** Reads the command line. Throws where it cannot be understood. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } },
  });
  return { only: values.only, quick: values.quick };
}
