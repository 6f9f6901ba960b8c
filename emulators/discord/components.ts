import { z } from 'zod';
import { countCodePoints } from './code-points.ts';
import { type Placed, placedComponents } from './component-tree.ts';
import { fieldErrors, listOf, text } from './fields.ts';
import { formError, RuleError } from './rule-error.ts';
import { type RuleName, rules } from './rules.ts';

const ROW = 1;
const BUTTON = 2;
const LINK_STYLE = 5;
const TEXT_DISPLAY = 10;
const TEXT_DISPLAY_OVERHEAD_BYTES = 12;
/** What a message with the flag for components may have at its top. */
const v2TopTypes = new Set([ROW, 9, TEXT_DISPLAY, 12, 13, 14, 17]);
const selectTypes = [3, 5, 6, 7, 8] as const;

const customId = text('customId', 1);

const button = z
  .looseObject({
    style: z.int().min(1).max(LINK_STYLE),
    label: text('buttonLabel').nullish(),
    custom_id: customId.optional(),
    url: z.string().optional(),
    disabled: z.boolean().optional(),
  })
  .refine(({ url = '' }) => url.length <= rules.buttonUrl.max, {
    error: `Must be ${rules.buttonUrl.max} or fewer in length.`,
    params: { rule: 'buttonUrl', code: 'BASE_TYPE_MAX_LENGTH' },
    path: ['url'],
  })
  .refine(({ style, url, custom_id }) => (style === LINK_STYLE ? url && !custom_id : custom_id && !url), {
    error: 'A link button has a url, any other button a custom_id.',
    params: { rule: 'buttonKind' },
  })
  .refine(({ label, emoji }) => Boolean(label ?? emoji), {
    error: 'A button has a label or an emoji.',
    params: { rule: 'buttonKind' },
  });

const select = z.looseObject({
  custom_id: customId,
  options: listOf(
    z.looseObject({ label: z.string().min(1).max(100), value: z.string().min(1).max(100) }),
    'selectOptions',
  ).optional(),
});

const typed = z.looseObject({ type: z.int() });
const row = z.looseObject({ components: z.array(typed).min(1) });
const textDisplay = z.looseObject({ content: z.string().min(1) });

const schemas = new Map<number, z.ZodType>([
  [ROW, row],
  [BUTTON, button],
  [TEXT_DISPLAY, textDisplay],
  ...selectTypes.map((type) => [type, select] as const),
]);

/** Checks the components of a message. Throws a `RuleError` when Discord would refuse them. */
export function parseComponents(components: readonly unknown[], isV2: boolean): readonly object[] {
  const parsed = z.array(typed).safeParse(components);
  if (!parsed.success) throw formError(...fieldErrors(parsed.error, ['components']));
  const all = placedComponents(parsed.data);
  if (isV2) checkV2(all);
  else if (parsed.data.length > rules.actionRows.max) refuse('actionRows', 'BASE_TYPE_MAX_LENGTH', 'Too many rows.');
  for (const [index, { type }] of parsed.data.entries()) {
    const fits = isV2 ? v2TopTypes.has(type) : type === ROW;
    if (!fits) refuse('componentType', 'UNION_TYPE_CHOICES', `The type ${type} is not allowed here.`, [index, 'type']);
  }
  for (const { component, path } of all) {
    const checked = schemas.get(typed.parse(component).type)?.safeParse(component);
    if (checked && !checked.success) throw formError(...fieldErrors(checked.error, ['components', ...path]));
    if ('type' in component && component.type === ROW) checkRow(row.parse(component).components, path);
  }
  const ids = all.flatMap(({ component }) => ('custom_id' in component ? [component.custom_id] : []));
  if (new Set(ids).size < ids.length) {
    refuse('customIdTwice', 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
  }
  return parsed.data;
}

function checkRow(inner: readonly { readonly type: number }[], path: Placed['path']) {
  const buttons = inner.filter(({ type }) => type === BUTTON).length;
  const selects = inner.filter(({ type }) => selectTypes.some((one) => one === type)).length;
  const at = [...path, 'components'];
  if (buttons + selects < inner.length) refuse('componentType', 'UNION_TYPE_CHOICES', 'No button and no select.', at);
  if (buttons > rules.rowButtons.max) refuse('rowButtons', 'BASE_TYPE_MAX_LENGTH', 'Too many buttons.', at);
  if (selects > (buttons > 0 ? 0 : rules.rowSelects.max)) {
    refuse('rowSelects', 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'A select fills its row.', at);
  }
}

function checkV2(all: readonly Placed[]) {
  if (all.length > rules.v2Components.max) refuse('v2Components', 'BASE_TYPE_MAX_LENGTH', 'Too many components.');
  const texts = all.flatMap(({ component }) =>
    'content' in component && typeof component.content === 'string' ? [component.content] : [],
  );
  const codePoints = texts.reduce((sum, content) => sum + countCodePoints(content), 0);
  if (codePoints > rules.v2Text.max) refuse('v2Text', 'COMPONENT_MAX_TOTAL_TEXT_SIZE_EXCEEDED', 'Too much text.');
  const bytes = texts.reduce((sum, content) => sum + Buffer.byteLength(content) + TEXT_DISPLAY_OVERHEAD_BYTES, 0);
  if (bytes > rules.v2Bytes.max) throw new RuleError('v2Bytes');
}

function refuse(rule: RuleName, code: string, message: string, path: Placed['path'] = []): never {
  throw formError({ rule, path: ['components', ...path], code, message });
}
