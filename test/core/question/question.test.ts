import { describe, expect, it } from 'vitest';
import { isAgentName, parseAgentName } from '../../../src/core/question/question.ts';

describe('the name of an agent', () => {
  it.each(['research', 'reigent', 'a', 'gpt-5-2', 'x'.repeat(32)])('may be %s', (name) => {
    expect(parseAgentName(name)).toBe(name);
  });

  it.each(['', 'Research', 'a b', 'a_b', 'é', 'a\n', 'x'.repeat(33)])('may not be %j', (name) => {
    expect(() => parseAgentName(name)).toThrow(RangeError);
  });

  it.each([undefined, null, 1, ['research']])('is no %j of a store', (value) => {
    expect(isAgentName(value)).toBe(false);
  });
});
