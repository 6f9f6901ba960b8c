import type { Answer } from '../../../core/answer/answer.ts';
import { controls } from '../../../core/answer/control.ts';
import { type ButtonOptions, controlsWithButton } from '../../../render/view/buttons.ts';
import type { Words } from '../../../words/words.ts';

/** Discord's limits of an action row and its buttons (Discord, "Component Reference"), in characters. */
export const buttonLimits = { perRow: 5, customId: 100, label: 80 } as const;

/** A row of buttons as Discord has it. */
export interface DiscordRow {
  readonly type: 1;
  readonly components: readonly DiscordButton[];
}

interface DiscordButton {
  readonly type: 2;
  readonly style: 2 | 4;
  readonly label: string;
  readonly custom_id: string;
}

const longestControl = Math.max(...controls.map((control) => `${control}:`.length));

/** The rows of buttons under an answer, whose ids are `control:question`; empty when there are none. */
export function buttonRows(
  answer: Answer,
  options: ButtonOptions | undefined,
  { controlLabel }: Words,
): readonly DiscordRow[] {
  if (!options) return [];
  const components = controlsWithButton(answer, options, buttonLimits.customId - longestControl).map(
    (control): DiscordButton => ({
      type: 2,
      style: control === 'stop' ? 4 : 2,
      label: controlLabel(control),
      custom_id: `${control}:${options.questionId}`,
    }),
  );
  return components.length > 0 ? [{ type: 1, components }] : [];
}
