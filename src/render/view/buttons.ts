import type { Answer } from '../../core/answer/answer.ts';
import { type Control, controls, controlsOf } from '../../core/answer/control.ts';
import { controlLabel } from '../../words/en.ts';

/** The buttons of one answer. */
export interface ButtonOptions {
  /** Comes back with every press, so that a button works after any restart. */
  readonly questionId: string;
  /** The controls that work where the answer stands. */
  readonly offered: readonly Control[];
}

/** Slack's limits of an actions block and its buttons (docs.slack.dev, "Actions block", "Button element"), in characters. */
export const slackButtonLimits = { elements: 25, actionId: 255, value: 2000, text: 75 } as const;

/** Discord's limits of an action row and its buttons (Discord, "Component Reference"), in characters. */
export const discordButtonLimits = { perRow: 5, customId: 100, label: 80 } as const;

/** What Slack's `action_id`s begin with; the control follows. */
export const slackActionPrefix = 'footnote_';

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

/** The buttons under an answer on Slack; empty when there are none. */
export function slackButtons(answer: Answer, options: ButtonOptions | undefined): readonly SlackActions[] {
  const elements = controlsFor(answer, options, slackButtonLimits.value).map(
    ({ control, questionId }): SlackButton => ({
      type: 'button',
      text: { type: 'plain_text', text: controlLabel(control), emoji: false },
      action_id: `${slackActionPrefix}${control}`,
      value: questionId,
      ...(control === 'stop' ? { style: 'danger' } : {}),
    }),
  );
  return elements.length > 0 ? [{ type: 'actions', elements }] : [];
}

/** The buttons under an answer on Discord, which mean `control:question`; empty when there are none. */
export function discordButtons(answer: Answer, options: ButtonOptions | undefined): readonly DiscordRow[] {
  const longest = Math.max(...controls.map((control) => `${control}:`.length));
  const components = controlsFor(answer, options, discordButtonLimits.customId - longest).map(
    ({ control, questionId }): DiscordButton => ({
      type: 2,
      style: control === 'stop' ? 4 : 2,
      label: controlLabel(control),
      custom_id: `${control}:${questionId}`,
    }),
  );
  return components.length > 0 ? [{ type: 1, components }] : [];
}

/** An answer without buttons is better than one that is refused: no id of a question is that long. */
function controlsFor(answer: Answer, options: ButtonOptions | undefined, maxIdLength: number) {
  if (!options || options.questionId.length > maxIdLength) return [];
  const { questionId, offered } = options;
  return controlsOf(answer)
    .filter((control) => offered.includes(control))
    .map((control) => ({ control, questionId }));
}
