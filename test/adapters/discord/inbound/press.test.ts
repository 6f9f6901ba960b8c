import { describe, expect, it } from 'vitest';
import { parseCustomId } from '../../../../src/adapters/discord/inbound/press.ts';
import { controls } from '../../../../src/core/answer/control.ts';

describe('the id of a button', () => {
  it('says which control of which answer', () => {
    const questionId = 'discord:1:2:interaction:3';
    for (const control of controls) expect(parseCustomId(`${control}:${questionId}`)).toEqual({ control, questionId });
  });

  it('is nothing to Footnote when it is none of its own', () => {
    for (const id of ['', 'stop', 'stop:', ':x', 'dance:x', 'Stop:x', 'stopx', ' stop:x'])
      expect(parseCustomId(id)).toBeUndefined();
  });
});
