import { parseArgs } from 'node:util';

/** What was asked for on the command line. */
export interface Options {
  /** How many questions, over all scenarios; `undefined` plays one scenario, or looks for planted mistakes in several. */
  readonly runs: number | undefined;
  /** The seed of the first scenario, each next one's is one more; `undefined` chooses one. */
  readonly seed: number | undefined;
  /** How many scenarios are played at once. */
  readonly atOnce: number;
  /** Whether the faults that are planted into copies of the bot are to be caught, instead of the bot itself. */
  readonly planted: boolean;
  /** Prints what the bot printed. */
  readonly verbose: boolean;
}

/** Reads the command line. Throws where it cannot be understood. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string' },
      seed: { type: 'string' },
      'at-once': { type: 'string', default: '4' },
      planted: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
    },
  });
  // A seed alone replays its scenario; planted mistakes are looked for in as many as it takes.
  const runs = values.runs ?? (values.seed === undefined && !values.planted ? '200' : undefined);
  return {
    runs: runs === undefined ? undefined : whole('--runs', runs),
    seed: values.seed === undefined ? undefined : whole('--seed', values.seed),
    atOnce: whole('--at-once', values['at-once']),
    planted: values.planted,
    verbose: values.verbose,
  };
}

function whole(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number >= 2 ** 32) throw new Error(`${name} takes a whole number.`);
  return number;
}
