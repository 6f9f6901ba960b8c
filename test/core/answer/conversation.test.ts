import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newConversation, recentTurns, type Turn, withTurn } from '../../../src/core/answer/conversation.ts';
import { threadKey } from '../fakes.ts';

const turnOf = (question: string, answer: string): Turn => ({
  questionId: question,
  asker: { id: 'U1' },
  agent: 'research',
  question,
  answer,
  state: 'complete',
  at: 1,
});
const turns = fc.array(fc.tuple(fc.string(), fc.string()).map(([question, answer]) => turnOf(question, answer)));
const limits = fc.record({ maxTurns: fc.nat(12), maxChars: fc.nat(80) });
const charsOf = (some: readonly Turn[]) =>
  some.reduce((sum, turn) => sum + turn.question.length + turn.answer.length, 0);

describe('recentTurns', () => {
  it('is the longest end of the conversation that fits both limits', () => {
    fc.assert(
      fc.property(turns, limits, (all, { maxTurns, maxChars }) => {
        const fits = (some: readonly Turn[]) => some.length <= maxTurns && charsOf(some) <= maxChars;
        const recent = recentTurns(all, { maxTurns, maxChars });
        expect(recent).toEqual(all.slice(all.length - recent.length));
        expect(fits(recent)).toBe(true);
        if (recent.length < all.length) expect(fits(all.slice(all.length - recent.length - 1))).toBe(false);
      }),
    );
  });
});

describe('withTurn', () => {
  it('keeps the newest turns and all footnotes, and leaves the earlier conversation as it was', () => {
    const footnotes = { footnotes: [{ number: 1, url: 'https://example.org/a' }], nextNumber: 2 };
    const begun = newConversation(threadKey('1'));
    const kept = { maxTurns: 2, maxChars: 100 };
    const three = ['one', 'two', 'three'].reduce(
      (sum, text) => withTurn(sum, turnOf(text, ''), footnotes, kept),
      begun,
    );
    expect(three.turns.map(({ question }) => question)).toEqual(['two', 'three']);
    expect(three).toMatchObject({ key: begun.key, footnotes });
    expect(begun.turns).toEqual([]);
  });
});
