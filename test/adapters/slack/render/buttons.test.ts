import { expect, it } from 'vitest';
import { actionPrefix, buttonLimits, buttonRows } from '../../../../src/adapters/slack/render/buttons.ts';
import type { Answer } from '../../../../src/core/answer/answer.ts';
import { controls } from '../../../../src/core/answer/control.ts';
import { answerOf, pages } from '../../../render/gate/documents.ts';
import { english } from '../../../words/english.ts';

// The longest that the platforms' ids can make: Discord's have at most 20 digits.
const snowflake = '18446744073709551615';
const questionId = `discord:${snowflake}:${snowflake}:interaction:${snowflake}`;
const step = { id: '1', kind: 'thought', state: 'done', text: 'Hm', pages: [] } as const;
const answer: Answer = { ...answerOf('Blue.', pages), state: 'stopped', steps: [step], reworded: true };

it("buttons keep Slack's limits with the longest id there is", () => {
  const elements = buttonRows(answer, { questionId, offered: controls }, english).flatMap((row) => row.elements);
  expect(elements).toHaveLength(4);
  expect(elements.length).toBeLessThanOrEqual(buttonLimits.elements);
  for (const { action_id, value, text } of elements) {
    expect(value).toBe(questionId);
    expect(action_id.length).toBeLessThanOrEqual(buttonLimits.actionId);
    expect(text.text.length).toBeLessThanOrEqual(buttonLimits.text);
  }
  for (const control of controls) expect(`${actionPrefix}${control}`).toMatch(/^footnote_[a-z]+$/);
});
