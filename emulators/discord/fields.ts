import { z } from 'zod';
import { countCodePoints } from './code-points.ts';
import { type FieldError, formError } from './rule-error.ts';
import { type Limit, type RuleName, rules } from './rules.ts';

/** Text of at most as many code points as the rule allows, at least `min`. */
export function text(rule: Limit, min = 0) {
  const { max } = rules[rule];
  return z
    .string()
    .refine((value) => countCodePoints(value) <= max, {
      error: `Must be ${max} or fewer in length.`,
      params: { rule, code: 'BASE_TYPE_MAX_LENGTH' },
    })
    .refine((value) => countCodePoints(value) >= min, {
      error: `Must be at least ${min} in length.`,
      params: { rule, code: 'BASE_TYPE_MIN_LENGTH' },
    });
}

/** A list of at most as many items as the rule allows. */
export function listOf<T extends z.ZodType>(item: T, rule: Limit) {
  const { max } = rules[rule];
  return z.array(item).refine((list) => list.length <= max, {
    error: `Must be ${max} or fewer in length.`,
    params: { rule, code: 'BASE_TYPE_MAX_LENGTH' },
  });
}

/** A zod error as the field errors that Discord would nest below `at`. */
export function fieldErrors(error: z.ZodError, at: FieldError['path'] = []): FieldError[] {
  return error.issues.map((issue) => {
    const params: Record<string, unknown> = (issue.code === 'custom' && issue.params) || {};
    return {
      rule: isRule(params['rule']) ? params['rule'] : 'malformedBody',
      path: [...at, ...issue.path.map((key) => (typeof key === 'number' ? key : String(key)))],
      code: typeof params['code'] === 'string' ? params['code'] : fieldCode(issue),
      message: issue.message,
    };
  });
}

/** Parses what a route received. Throws a `RuleError` (50035) with the fields that are wrong. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw formError(...fieldErrors(parsed.error));
}

function isRule(value: unknown): value is RuleName {
  return typeof value === 'string' && Object.hasOwn(rules, value);
}

function fieldCode({ code }: z.core.$ZodIssue): string {
  if (code === 'invalid_type') return 'BASE_TYPE_BAD_TYPE';
  if (code === 'too_big') return 'BASE_TYPE_MAX_LENGTH';
  return code === 'too_small' ? 'BASE_TYPE_MIN_LENGTH' : 'BASE_TYPE_INVALID';
}
