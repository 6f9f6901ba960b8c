import { z } from 'zod';
import type { Block } from './message.ts';
import type { LimitRule } from './rules.ts';
import { enforce, enforceLimit, refuse } from './slack-error.ts';

const anything = z.looseObject({});
const plainText = z.looseObject({ type: z.literal('plain_text'), text: z.string().min(1) });
const textObject = z.looseObject({ type: z.enum(['plain_text', 'mrkdwn']), text: z.string().min(1) });
const button = z.looseObject({
  type: z.literal('button'),
  text: plainText,
  style: z.enum(['primary', 'danger']).optional(),
});
const interactive = z.looseObject({ type: z.string().refine((type) => type !== 'button') });
const withElements = z.looseObject({ elements: z.array(z.looseObject({ type: z.string() })).min(1) });

/** What each type of block cannot do without. */
const shapes: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ['markdown', z.looseObject({ text: z.string().min(1) })],
  [
    'section',
    z
      .looseObject({ text: textObject.optional(), fields: z.array(textObject).min(1).optional() })
      .refine(({ text, fields }) => text !== undefined || fields !== undefined, { message: 'missing field: text' }),
  ],
  ['header', z.looseObject({ text: plainText })],
  ['context', withElements],
  ['actions', z.looseObject({ elements: z.array(z.union([button, interactive])).min(1) })],
  ['context_actions', withElements],
  ['divider', anything],
  ['image', z.looseObject({ alt_text: z.string() })],
  ['rich_text', z.looseObject({ elements: z.array(anything) })],
  ['table', z.looseObject({ rows: z.array(z.array(anything)) })],
  ['data_table', z.looseObject({ rows: z.array(z.array(anything)) })],
  ['carousel', z.looseObject({ elements: z.array(z.looseObject({ type: z.literal('card') })).min(1) })],
  ['container', z.looseObject({ child_blocks: z.array(anything).min(1) })],
  ['task_card', z.looseObject({ task_id: z.string(), title: z.string() })],
  ['plan', z.looseObject({ title: z.string() })],
  ...['alert', 'card', 'file', 'input', 'video'].map((type): [string, z.ZodType] => [type, anything]),
]);

/** By the type of a block or element: where something is measured (`*`: each item), and by which rule. */
const limits: readonly (readonly [type: string, path: string, rule: LimitRule])[] = [
  ['markdown', 'text', 'markdownBlock'],
  ['section', 'text.text', 'sectionText'],
  ['section', 'fields', 'sectionFields'],
  ['section', 'fields.*.text', 'sectionField'],
  ['header', 'text.text', 'headerText'],
  ['context', 'elements', 'contextElements'],
  ['actions', 'elements', 'actionsElements'],
  ['context_actions', 'elements', 'contextActionsElements'],
  ['table', 'rows', 'tableRows'],
  ['table', 'rows.*', 'tableColumns'],
  ['data_table', 'page_size', 'dataTablePage'],
  ['card', 'title.text', 'cardTitle'],
  ['card', 'body.text', 'cardBody'],
  ['carousel', 'elements', 'carouselCards'],
  ['container', 'child_blocks', 'containerBlocks'],
  ['button', 'text.text', 'buttonText'],
  ['button', 'value', 'buttonValue'],
  ['button', 'url', 'buttonUrl'],
  ['feedback_buttons', 'positive_button.accessibility_label', 'feedbackLabel'],
  ['feedback_buttons', 'negative_button.accessibility_label', 'feedbackLabel'],
  ['any', 'block_id', 'blockId'],
  ['any', 'action_id', 'actionId'],
];

/** Refuses the blocks of a message that Slack would refuse. */
export function checkBlocks(blocks: readonly Block[]): void {
  enforceLimit('blocksPerMessage', blocks.length, '/blocks');
  for (const [index, block] of blocks.entries()) checkBlock(block, `/blocks/${index}`);
  const tables = blocks.filter(({ type }) => type === 'table');
  enforceLimit('tableCharacters', textLength(tables), '/blocks');
  if (blocks.some(({ type }) => type === 'markdown')) enforceLimit('markdownMessage', textLength(blocks), '/blocks');
}

function checkBlock(block: Block, pointer: string): void {
  const shape = shapes.get(block.type);
  enforce('blockType', shape, `unsupported type: ${block.type} [json-pointer:${pointer}/type]`);
  const issue = shape.safeParse(block).error?.issues[0];
  if (issue) refuse('blockShape', `${issue.message} [json-pointer:${[pointer, ...issue.path].join('/')}]`);
  checkLimits(block, pointer);
  const ids = idsOf(block);
  enforce('actionIdTwice', new Set(ids).size === ids.length, `duplicate action_id [json-pointer:${pointer}]`);
}

/** The `action_id`s of a block's elements. */
function idsOf(block: Block): unknown[] {
  const { data } = z.looseObject({ elements: z.array(z.looseObject({ action_id: z.string() })) }).safeParse(block);
  return data?.elements.map(({ action_id }) => action_id) ?? [];
}

/** Blocks hold elements and other blocks: each is measured by its own type. */
function checkLimits(value: unknown, pointer: string): void {
  if (typeof value !== 'object' || value === null) return;
  const node = new Map<string, unknown>(Object.entries(value));
  for (const [type, path, rule] of limits) {
    if (type !== 'any' && type !== node.get('type')) continue;
    for (const found of valuesAt(value, path.split('.'))) enforceLimit(rule, measure(found), pointer);
  }
  for (const [key, child] of node) checkLimits(child, `${pointer}/${key}`);
}

function valuesAt(value: unknown, [key, ...rest]: readonly string[]): unknown[] {
  if (key === undefined) return [value];
  if (typeof value !== 'object' || value === null) return [];
  const children = key === '*' ? Object.values(value) : [new Map<string, unknown>(Object.entries(value)).get(key)];
  return children.flatMap((child) => valuesAt(child, rest));
}

function measure(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' || Array.isArray(value) ? value.length : 0;
}

function textLength(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, child]) => sum + (key === 'text' && typeof child === 'string' ? child.length : textLength(child)),
    0,
  );
}
