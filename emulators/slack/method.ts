import type { z } from 'zod';
import type { RawArgs } from './args.ts';
import { SlackError } from './slack-error.ts';

/** One method of the Web API. */
export interface Method {
  /** One of these must be granted to the bot token; none for a method that needs none. */
  readonly scopes: readonly string[];
  /** Whose token it takes. */
  readonly token: 'bot' | 'app';
  /** Does it: the answer's fields beside `ok`. Throws a `SlackError`. */
  call(args: RawArgs): Readonly<Record<string, unknown>>;
}

/** A method from the schema of its arguments and what it does with them. */
export function createMethod<S extends z.ZodType>(options: {
  readonly scopes?: readonly string[];
  readonly token?: 'bot' | 'app';
  readonly args: S;
  run(args: z.output<S>): Readonly<Record<string, unknown>>;
}): Method {
  return {
    scopes: options.scopes ?? [],
    token: options.token ?? 'bot',
    call: (raw) => {
      const parsed = options.args.safeParse(raw);
      if (!parsed.success) throw refusal(parsed.error.issues);
      return options.run(parsed.data);
    },
  };
}

function refusal(issues: readonly z.core.$ZodIssue[]): SlackError {
  const messages = issues.map((issue) => `[ERROR] ${issue.message} [json-pointer:/${issue.path.join('/')}]`);
  const code = issues.some(({ path }) => path[0] === 'blocks') ? 'invalid_blocks_format' : 'invalid_arguments';
  return new SlackError(code, { response_metadata: { messages } });
}
