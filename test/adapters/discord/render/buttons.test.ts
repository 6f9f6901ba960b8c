import { expect, it } from 'vitest';
import { buttonLimits, buttonRows } from '../../../../src/adapters/discord/render/buttons.ts';
import type { Answer } from '../../../../src/core/answer/answer.ts';
import { controls } from '../../../../src/core/answer/control.ts';
import { answerOf, pages } from '../../../render/gate/documents.ts';
import { english } from '../../../words/english.ts';

// The longest that the platforms' ids can make: Discord's have at most 20 digits.
const snowflake = '18446744073709551615';
const questionId = `discord:${snowflake}:${snowflake}:interaction:${snowflake}`;
const step = { id: '1', kind: 'thought', state: 'done', text: 'Hm', pages: [] } as const;
const answer: Answer = { ...answerOf('Blue.', pages), state: 'stopped', steps: [step], reworded: true };

it("buttons keep Discord's limits with the longest id there is", () => {
  const buttons = buttonRows(answer, { questionId, offered: controls }, english).flatMap((row) => row.components);
  expect(buttons).toHaveLength(4);
  expect(buttons.length).toBeLessThanOrEqual(buttonLimits.perRow);
  for (const { custom_id, label } of buttons) {
    expect(custom_id.endsWith(`:${questionId}`)).toBe(true);
    expect(custom_id.length).toBeLessThanOrEqual(buttonLimits.customId);
    expect(label.length).toBeLessThanOrEqual(buttonLimits.label);
  }
});
