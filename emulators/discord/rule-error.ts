import { type Refusal, type RuleName, rules } from './rules.ts';

/** One field's error as Discord nests it under `errors`, and the rule that it broke. */
export interface FieldError {
  readonly rule: RuleName;
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly message: string;
}

/** A request that Discord refuses; `body` is the answer. */
export class RuleError extends Error {
  readonly status: number;
  readonly code: number;
  readonly body: object;
  /** What was broken, each rule once, and how. */
  readonly broken: ReadonlyMap<RuleName, string>;
  /** How long to wait, in the emulator's time; `undefined` when waiting does not help. */
  readonly retryAfterMs: number | undefined;

  constructor(
    rule: Refusal,
    { fields = [], retryAfterMs }: { fields?: readonly FieldError[]; retryAfterMs?: number } = {},
  ) {
    const { status, code, message } = rules[rule].refuses;
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.body = fields.length === 0 ? { message, code } : { message, code, errors: nestErrors(fields) };
    this.broken =
      fields.length === 0
        ? new Map([[rule, message]])
        : new Map(fields.map((field) => [field.rule, `${field.path.join('.')}: ${field.message}`]));
  }
}

/** A form that Discord refuses because of these fields. */
export function formError(...fields: readonly FieldError[]): RuleError {
  return new RuleError('malformedBody', { fields });
}

interface ErrorNode {
  [key: string]: ErrorNode | { code: string; message: string }[];
}

function nestErrors(fields: readonly FieldError[]): ErrorNode {
  const root: ErrorNode = {};
  for (const { path, code, message } of fields) {
    let node = root;
    for (const key of path) {
      const child = node[key];
      const next: ErrorNode = child === undefined || Array.isArray(child) ? {} : child;
      node[key] = next;
      node = next;
    }
    const held = node['_errors'];
    node['_errors'] = [...(Array.isArray(held) ? held : []), { code, message }];
  }
  return root;
}
