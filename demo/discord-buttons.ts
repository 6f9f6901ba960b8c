import { z } from 'zod';
import type { ButtonView } from './message-view.ts';

const rowShape = z.object({ components: z.array(z.unknown()) });
const buttonShape = z.object({
  type: z.literal(2),
  style: z.number(),
  label: z.string().default(''),
  custom_id: z.string().optional(),
  url: z.string().optional(),
  disabled: z.boolean().default(false),
});
const styles = new Map([
  [1, 'primary'],
  [3, 'primary'],
  [4, 'danger'],
]);

/** The buttons in a message's action rows. */
export function discordButtons(components: readonly object[]): ButtonView[] {
  return components.flatMap((row) =>
    (rowShape.safeParse(row).data?.components ?? []).flatMap((component) => {
      const button = buttonShape.safeParse(component).data;
      if (!button) return [];
      const { label, custom_id: action = '', url, style, disabled } = button;
      return [{ label, action, url, style: styles.get(style), disabled }];
    }),
  );
}
