import { z } from 'zod';
import { countCodePoints } from './code-points.ts';
import { listOf, text } from './fields.ts';
import { rules } from './rules.ts';

const embed = z.looseObject({
  title: text('embedTitle').nullish(),
  description: text('embedDescription').nullish(),
  fields: listOf(
    z.looseObject({ name: text('embedFieldName', 1), value: text('embedFieldValue', 1) }),
    'embedFields',
  ).nullish(),
  footer: z.looseObject({ text: text('embedFooter', 1) }).nullish(),
  author: z.looseObject({ name: text('embedAuthor', 1) }).nullish(),
});

/** An embed of a message. */
export type Embed = z.infer<typeof embed>;

/** The embeds of a message. */
export const embedList = listOf(embed, 'embeds').refine(
  (embeds) => embeds.reduce((sum, one) => sum + textLength(one), 0) <= rules.embedsTotal.max,
  {
    error: `Embed size exceeds maximum size of ${rules.embedsTotal.max}`,
    params: { rule: 'embedsTotal', code: 'MAX_EMBED_SIZE_EXCEEDED' },
  },
);

function textLength({ title, description, fields, footer, author }: Embed): number {
  const inFields = (fields ?? []).flatMap(({ name, value }) => [name, value]);
  return [title, description, footer?.text, author?.name, ...inFields].reduce(
    (sum, part) => sum + countCodePoints(part ?? ''),
    0,
  );
}
