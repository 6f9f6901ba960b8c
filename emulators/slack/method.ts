import type { z } from 'zod';
import type { RawArgs } from './args.ts';
import type { MethodName } from './rate-limits.ts';
import { SlackError } from './slack-error.ts';

/** One method of the Web API. */
export interface Method {
  /** Must be granted to the bot token; `undefined` for a method that needs none, or other ones for each channel. */
  readonly scope: string | undefined;
  /** Whose token it takes. */
  readonly token: 'bot' | 'app';
  /** Does it: the answer's fields beside `ok`. Throws a `SlackError`. */
  call(args: RawArgs): Readonly<Record<string, unknown>>;
}

/** Methods by name. */
export type Methods = readonly (readonly [MethodName, Method])[];

/** A method from the schema of its arguments and what it does with them. */
export function createMethod<S extends z.ZodType>(options: {
  readonly scope?: string;
  readonly token?: 'bot' | 'app';
  readonly args: S;
  run(args: z.output<S>): Readonly<Record<string, unknown>>;
}): Method {
  return {
    scope: options.scope,
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
  const rule = issues.some(({ path }) => path[0] === 'blocks') ? 'blocksFormat' : 'arguments';
  return new SlackError(rule, { detail: messages.join(' '), fields: { response_metadata: { messages } } });
}
