import { type LimitRule, type RefusingRule, type RuleName, rules } from './rules.ts';

/** A refusal of the Web API: `{"ok":false,"error":code}` with further fields. */
export class SlackError extends Error {
  override readonly name = 'SlackError';
  readonly rule: RuleName;
  readonly code: string;
  /** What was wrong, in words. */
  readonly detail: string;
  /** Fields that stand beside `error` in the answer. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** For a rate limit: when to come again. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    rule: RefusingRule,
    more: { detail?: string | undefined; fields?: SlackError['fields']; retryAfterSeconds?: number } = {},
  ) {
    super(rules[rule].error);
    this.rule = rule;
    this.code = rules[rule].error;
    this.detail = more.detail ?? rules[rule].breach;
    this.fields = more.fields ?? {};
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

/** Throws the error of a rule. `because` tells a developer what was wrong, where Slack would tell it too. */
export function refuse(rule: RefusingRule, because?: string): never {
  const fields = because === undefined ? {} : { response_metadata: { messages: [`[ERROR] ${because}`] } };
  throw new SlackError(rule, { detail: because, fields });
}

/** Refuses unless the rule is kept. */
export function enforce(rule: RefusingRule, kept: unknown, because?: string): asserts kept {
  if (!kept) refuse(rule, because);
}

/** Refuses a value above the limit of the rule. `where`: a JSON pointer into the arguments. */
export function enforceLimit(rule: LimitRule, value: number, where?: string): void {
  const { limit, breach } = rules[rule];
  if (value <= limit) return;
  refuse(rule, `${value} ${breach}, at most ${limit}${where === undefined ? '' : ` [json-pointer:${where}]`}`);
}
