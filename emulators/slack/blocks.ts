import { z } from 'zod';
import type { Block } from './message.ts';
import { refuse, rules } from './rules.ts';

const id = z.string().max(rules.blockId.limit).optional();
const element = z.looseObject({ type: z.string(), action_id: id });
const anything = z.looseObject({});

function textUpTo(maxCharacters: number, types: readonly string[] = ['plain_text', 'mrkdwn']) {
  const message = `must be less than ${maxCharacters + 1} characters`;
  return z.looseObject({ type: z.enum(types), text: z.string().min(1).max(maxCharacters, message) });
}

function elementsUpTo(most: number) {
  return z.looseObject({ elements: z.array(element).min(1).max(most) });
}

const shapes: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ['markdown', z.looseObject({ text: z.string().min(1) })],
  [
    'section',
    z
      .looseObject({
        text: textUpTo(rules.sectionText.limit).optional(),
        fields: z.array(textUpTo(rules.sectionField.limit)).min(1).max(rules.sectionFields.limit).optional(),
      })
      .refine(({ text, fields }) => text !== undefined || fields !== undefined, { message: 'missing field: text' }),
  ],
  ['header', z.looseObject({ text: textUpTo(rules.headerText.limit, ['plain_text']) })],
  ['context', elementsUpTo(rules.contextElements.limit)],
  ['actions', elementsUpTo(rules.actionsElements.limit)],
  ['context_actions', elementsUpTo(rules.contextActionsElements.limit)],
  ['divider', anything],
  ['image', z.looseObject({ alt_text: z.string() })],
  ['rich_text', z.looseObject({ elements: z.array(anything) })],
  ['table', z.looseObject({ rows: z.array(z.array(anything)) })],
  ...['alert', 'card', 'carousel', 'container', 'data_table', 'file', 'input', 'plan', 'task_card', 'video'].map(
    (type): [string, z.ZodType] => [type, anything],
  ),
]);

/** Refuses the blocks of a message that Slack would refuse. */
export function checkBlocks(blocks: readonly Block[]): void {
  const most = rules.blocksPerMessage.limit;
  if (blocks.length > most) refuse('blocksPerMessage', `no more than ${most} items allowed [json-pointer:/blocks]`);
  for (const [index, block] of blocks.entries()) {
    const shape = shapes.get(block.type);
    if (shape === undefined)
      refuse('blockType', `unsupported type: ${block.type} [json-pointer:/blocks/${index}/type]`);
    if (!id.safeParse(block['block_id']).success) {
      refuse('blockId', `block_id is too long [json-pointer:/blocks/${index}/block_id]`);
    }
    const parsed = shape.safeParse(block);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      refuse('blockShape', `${issue?.message} [json-pointer:/blocks/${index}/${issue?.path.join('/') ?? ''}]`);
    }
  }
  checkMarkdownLength(blocks);
}

function checkMarkdownLength(blocks: readonly Block[]): void {
  const markdown = blocks.filter(({ type }) => type === 'markdown').map(({ text }) => String(text).length);
  if (markdown.length === 0) return;
  if (Math.max(...markdown) > rules.markdownBlock.limit) refuse('markdownBlock');
  if (textLength(blocks) > rules.markdownMessage.limit) refuse('markdownMessage');
}

function textLength(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, child]) => sum + (key === 'text' && typeof child === 'string' ? child.length : textLength(child)),
    0,
  );
}
