import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rekaMessages } from '../../../src/agents/reka/messages.ts';
import { ask, turnOf } from '../ask.ts';
import { emulated } from './emulated.ts';

const limits = { maxTurns: 20, maxChars: 60_000 };

describe('the messages for Reka Research', () => {
  it('are the conversation, then the question', () => {
    expect(rekaMessages('And now?', [turnOf('First?', 'One.'), turnOf('Second?', 'Two.')], limits)).toEqual([
      { role: 'user', content: 'First?' },
      { role: 'assistant', content: 'One.' },
      { role: 'user', content: 'Second?' },
      { role: 'assistant', content: 'Two.' },
      { role: 'user', content: 'And now?' },
    ]);
  });

  it('join a question without an answer to the next one', () => {
    const turns = [turnOf('Failed?', 'Half', { state: 'failed' }), turnOf('Empty?', ' '), turnOf('Good?', 'Yes.')];
    expect(rekaMessages('And now?', turns, limits)).toEqual([
      { role: 'user', content: 'Failed?\n\nEmpty?\n\nGood?' },
      { role: 'assistant', content: 'Yes.' },
      { role: 'user', content: 'And now?' },
    ]);
  });

  it('keep what was stopped or cut off, since people saw it', () => {
    const turns = [
      turnOf('One?', 'Half of one', { state: 'incomplete' }),
      turnOf('Two?', 'Half of two', { state: 'stopped' }),
    ];
    expect(rekaMessages('And now?', turns, limits)).toHaveLength(5);
  });

  it('leave out the oldest turns beyond the limits', () => {
    const turns = Array.from({ length: 30 }, (_turn, at) => turnOf(`Question ${at}`, `Answer ${at}`));
    expect(rekaMessages('And now?', turns, limits)).toHaveLength(41);
    expect(rekaMessages('And now?', turns, { maxTurns: 20, maxChars: 40 })[0]?.content).toBe('Question 28');
  });

  it('always alternate, begin and end with the user, and say something', () => {
    const turn = fc.record({
      question: fc.string(),
      answer: fc.string(),
      state: fc.constantFrom('complete' as const, 'incomplete' as const, 'stopped' as const, 'failed' as const),
    });
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 30 }), (turns) => {
        const messages = rekaMessages(
          'And now?',
          turns.map(({ question, answer, state }) => turnOf(question, answer, { state })),
          limits,
        );
        messages.forEach(({ role, content }, at) => {
          expect(role).toBe(at % 2 === 0 ? 'user' : 'assistant');
          expect(content.trim()).not.toBe('');
        });
        expect(messages.at(-1)?.content.endsWith('And now?')).toBe(true);
        expect(messages.length % 2).toBe(1);
      }),
    );
  });

  it('are what the service receives', async () => {
    const { emulator, agent } = await emulated({ limits: { maxTurns: 1, maxChars: 1000 } });
    await ask(agent, 'And now?', { turns: [turnOf('First?', 'One.'), turnOf('Second?', 'Two.')] });
    expect(emulator.requests[0]?.body.messages.map(({ content }) => content)).toEqual(['Second?', 'Two.', 'And now?']);
    expect(emulator.violations).toEqual([]);
  });
});
