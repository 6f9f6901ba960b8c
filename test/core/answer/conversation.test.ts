import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newConversation, recentTurns, type Turn, withTurn } from '../../../src/core/answer/conversation.ts';
import { noFootnotes } from '../../../src/core/answer/footnotes.ts';
import { slackChannel, threadKey } from '../fakes.ts';
import { research } from '../known-agents.ts';

const turnOf = (question: string, answer: string): Turn => ({
  questionId: question,
  asker: { id: 'U1' },
  agent: research,
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
    const context = { channelKey: slackChannel(), footnotes };
    const empty = newConversation(threadKey('1'));
    const kept = { maxTurns: 2, maxChars: 100 };
    const three = ['one', 'two', 'three'].reduce((sum, text) => withTurn(sum, turnOf(text, ''), context, kept), empty);
    expect(three.turns.map(({ question }) => question)).toEqual(['two', 'three']);
    expect(three).toMatchObject({ key: empty.key, footnotes });
    expect(empty).toEqual(newConversation(threadKey('1')));
  });

  it('begins the conversation with its first question, and not once more with a later one', () => {
    const limits = { maxTurns: 1, maxChars: 100 };
    const askedIn = (channel: string) => ({ channelKey: slackChannel(channel), footnotes: noFootnotes });
    const one = withTurn(newConversation(threadKey('1')), turnOf('one', ''), askedIn('C1'), limits);
    const later = { ...turnOf('two', ''), asker: { id: 'U2' }, at: 2 };
    expect(withTurn(one, later, askedIn('C2'), limits).begun).toEqual({
      channelKey: slackChannel('C1'),
      askerId: 'U1',
      at: 1,
    });
  });

  it('has the new state of a question that is answered again in the place of the old one', () => {
    const context = { channelKey: slackChannel(), footnotes: noFootnotes };
    const limits = { maxTurns: 5, maxChars: 100 };
    const states = [turnOf('one', 'failed'), turnOf('two', ''), turnOf('one', 'whole')];
    const all = states.reduce((sum, turn) => withTurn(sum, turn, context, limits), newConversation(threadKey('1')));
    expect(all.turns).toEqual([turnOf('two', ''), turnOf('one', 'whole')]);
  });
});
