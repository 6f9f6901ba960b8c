import { z } from 'zod';
import { countCodePoints, type FieldError, RuleError, rules } from './rules.ts';

/** Text of at most `max` code points, at least `min`. */
export function text(max: number, min = 0) {
  return z
    .string()
    .refine((value) => countCodePoints(value) <= max, {
      error: `Must be ${max} or fewer in length.`,
      params: { code: 'BASE_TYPE_MAX_LENGTH' },
    })
    .refine((value) => countCodePoints(value) >= min, {
      error: `Must be at least ${min} in length.`,
      params: { code: 'BASE_TYPE_MIN_LENGTH' },
    });
}

const LINK_STYLE = 5;
const customId = text(rules.customId.max, 1);

const button = z
  .looseObject({
    type: z.literal(2),
    style: z.int().min(1).max(LINK_STYLE),
    label: text(rules.buttonLabel.max).nullish(),
    custom_id: customId.optional(),
    url: z.string().max(rules.buttonUrl.max).optional(),
    disabled: z.boolean().optional(),
  })
  .refine(({ style, url, custom_id }) => (style === LINK_STYLE ? url && !custom_id : custom_id && !url), {
    error: 'A link button has a url, any other button a custom_id.',
  })
  .refine(({ label, emoji }) => Boolean(label ?? emoji), { error: 'A button has a label or an emoji.' });

const select = z.looseObject({
  type: z.union([z.literal(3), z.literal(5), z.literal(6), z.literal(7), z.literal(8)]),
  custom_id: customId,
  options: z
    .array(z.looseObject({ label: text(100, 1), value: text(100, 1) }))
    .max(rules.selectOptions.max)
    .optional(),
});

const row = z.looseObject({
  type: z.literal(1),
  components: z.union([z.array(button).min(1).max(rules.rowButtons.max), z.array(select).length(1)]),
});

const rows = z.array(row).max(rules.actionRows.max);
const anyComponents = z.array(z.looseObject({ type: z.int().min(1) }));

/** A zod error as the field errors that Discord would nest below `at`. */
export function fieldErrors(error: z.ZodError, at: readonly string[] = []): FieldError[] {
  return error.issues.map((issue) => ({
    path: [...at, ...issue.path.map((key) => (typeof key === 'number' ? key : String(key)))],
    code: fieldCode(issue),
    message: issue.message,
  }));
}

function fieldCode(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return 'BASE_TYPE_BAD_TYPE';
  if (issue.code === 'too_big') return 'BASE_TYPE_MAX_LENGTH';
  if (issue.code === 'too_small') return 'BASE_TYPE_MIN_LENGTH';
  const code: unknown = issue.code === 'custom' ? issue.params?.['code'] : undefined;
  return typeof code === 'string' ? code : 'BASE_TYPE_INVALID';
}

/** Checks the components of a message. Throws a `RuleError` when Discord would refuse them. */
export function parseComponents(components: unknown, isV2: boolean): readonly object[] {
  const parsed = (isV2 ? anyComponents : rows).safeParse(components);
  if (!parsed.success) throw new RuleError('invalidForm', fieldErrors(parsed.error, ['components']));
  const all = flatten(parsed.data);
  const ids = all.flatMap((component) => ('custom_id' in component ? [component.custom_id] : []));
  if (new Set(ids).size < ids.length) {
    refuse('COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
  }
  if (isV2) {
    if (all.length > rules.v2Components.max) refuse('BASE_TYPE_MAX_LENGTH', 'Too many components.');
    let length = 0;
    for (const component of all) {
      if ('content' in component && typeof component.content === 'string') length += countCodePoints(component.content);
    }
    if (length > rules.v2Text.max) refuse('COMPONENT_MAX_TOTAL_TEXT_SIZE_EXCEEDED', 'Too much text.');
  }
  return parsed.data;
}

/** The components and those inside them. */
export function flatten(components: readonly object[]): object[] {
  return components.flatMap((component) => {
    const inner = 'components' in component && Array.isArray(component.components) ? component.components : [];
    return [component, ...flatten(inner.filter((part): part is object => typeof part === 'object' && part !== null))];
  });
}

function refuse(code: string, message: string): never {
  throw new RuleError('invalidForm', [{ path: ['components'], code, message }]);
}
