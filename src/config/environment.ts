import { existsSync } from 'node:fs';

/** Variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A configuration that cannot be used. The message has one line for each problem and says what to do; no line shows a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** `process.env` after `.env` of the working directory was loaded into it, if there is one; variables that exist win. Throws a {@link ConfigError}. */
export function loadEnv(): Environment {
  if (existsSync('.env')) {
    try {
      process.loadEnvFile('.env');
    } catch {
      throw new ConfigError(['.env: cannot be read. It must be a file of NAME=value lines that this user may read.']);
    }
  }
  return process.env;
}
