import type { Answer } from '../../../core/answer/answer.ts';
import { type ButtonOptions, controlsWithButton } from '../../../render/view/buttons.ts';
import type { Words } from '../../../words/words.ts';

/** Slack's limits of an actions block and its buttons (docs.slack.dev, "Actions block", "Button element"), in characters. */
export const buttonLimits = { elements: 25, actionId: 255, value: 2000, text: 75 } as const;

/** What Slack's `action_id`s begin with; the control follows. */
export const actionPrefix = 'footnote_';

/** A row of buttons as Slack has it. */
export interface SlackActions {
  readonly type: 'actions';
  readonly elements: readonly SlackButton[];
}

interface SlackButton {
  readonly type: 'button';
  readonly text: { readonly type: 'plain_text'; readonly text: string; readonly emoji: false };
  readonly action_id: string;
  readonly value: string;
  readonly style?: 'danger';
}

/** The rows of buttons under an answer; empty when there are none. */
export function buttonRows(
  answer: Answer,
  options: ButtonOptions | undefined,
  { controlLabel }: Words,
): readonly SlackActions[] {
  if (!options) return [];
  const elements = controlsWithButton(answer, options, buttonLimits.value).map(
    (control): SlackButton => ({
      type: 'button',
      text: { type: 'plain_text', text: controlLabel(control), emoji: false },
      action_id: `${actionPrefix}${control}`,
      value: options.questionId,
      ...(control === 'stop' ? { style: 'danger' } : {}),
    }),
  );
  return elements.length > 0 ? [{ type: 'actions', elements }] : [];
}
