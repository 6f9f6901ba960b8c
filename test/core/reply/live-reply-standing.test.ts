import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/core/answer/answer.ts';
import { noFootnotes } from '../../../src/core/answer/footnotes.ts';
import type { FootnoteError } from '../../../src/core/errors.ts';
import type { Render } from '../../../src/core/ports/place.ts';
import { createEditBudget } from '../../../src/core/reply/edit-budget.ts';
import { createLiveReply } from '../../../src/core/reply/live-reply.ts';
import { createFakeLogger, createFakeReply, renderText, type TextPart } from '../fakes.ts';
import { createManualClock } from '../manual-clock.ts';
import { complete, refusedContent } from './live-reply-subject.ts';

/** Shows no more than two parts where files are allowed, and attaches all of the text then. */
const renderWithFile: Render<TextPart> = (answer, earlier, filesAllowed) => {
  const rendered = renderText(answer, earlier);
  const { parts } = rendered;
  if (!filesAllowed || parts.length <= 2) return rendered;
  return {
    ...rendered,
    parts: [...parts.slice(0, 1), ...parts.slice(-1)],
    files: [{ name: 'all', text: answer.text }],
  };
};

/** Messages that stand, and the answer that is said to stand in them. */
function setUp(messages: readonly string[], standing: Answer, { canAttach = true } = {}) {
  const clock = createManualClock();
  const fake = createFakeReply();
  fake.visible.push(...messages);
  const calls: string[] = [];
  const lost: FootnoteError[] = [];
  const live = createLiveReply({
    reply: {
      ...fake.reply,
      ...(canAttach && { attach: async ({ name }) => void calls.push(name) }),
      working: async (isWorking) => void calls.push(`working: ${isWorking}`),
    },
    render: renderWithFile,
    budget: createEditBudget({ clock }),
    clock,
    logger: createFakeLogger().logger,
    maxFinalAttempts: 3,
    standing: { answer: standing, earlier: noFootnotes },
    onWritten: () => {},
    onLost: (error) => lost.push(error),
  });
  const finish = async (answer: Answer) => {
    const finished = live.finish(answer);
    await clock.advance(60_000);
    await finished;
  };
  return { ...fake, finish, live, clock, calls, lost };
}

const reworded = (answer: Answer): Answer => ({ ...answer, reworded: true });

describe('a reply in which an answer stands', () => {
  it('is written to only where it differs from that answer', async () => {
    const { finish, writes, visible } = setUp(['one', 'two', 'three complete'], complete('one|two|three'), {
      canAttach: false,
    });
    await finish(reworded(complete('one|TWO|three')));
    expect(writes).toEqual(['1: TWO', '2: three complete reworded']);
    expect(visible).toEqual(['one', 'TWO', 'three complete reworded']);
  });

  it('is left alone when nothing differs', async () => {
    const { finish, attempts } = setUp(['one complete'], complete('one'));
    await finish(complete('one'));
    expect(attempts()).toBe(0);
  });

  it.each([
    { shown: 'with its files', messages: ['one', 'three complete'] },
    { shown: 'without files', messages: ['one', 'two', 'three complete'] },
  ])('is recognised as it was shown $shown, which are not attached again', async ({ messages }) => {
    const { finish, visible, calls } = setUp(messages, complete('one|two|three'));
    await finish(reworded(complete('one|two|three')));
    expect(visible).toEqual([...messages.slice(0, -1), 'three complete reworded']);
    expect(calls).toEqual([]);
  });

  it.each([{ messages: [] }, { messages: ['one'] }, { messages: ['one', 'two', 'three', 'four complete'] }])(
    'is not written to when it has another number of messages: $messages',
    async ({ messages }) => {
      const { finish, attempts, calls, lost } = setUp(messages, complete('one|two|three'));
      await finish(reworded(complete('one|two|three')));
      expect([attempts(), calls, lost]).toEqual([0, [], []]);
    },
  );

  it('does not take an answer for one with files where there are none', async () => {
    const { finish, attempts } = setUp(['one', 'three complete'], complete('one|two|three'), { canAttach: false });
    await finish(reworded(complete('one|two|three')));
    expect(attempts()).toBe(0);
  });

  it('stays as it is when a write is refused for good', async () => {
    const { finish, visible, refuse, lost } = setUp(['one complete'], complete('one'));
    refuse(refusedContent);
    await finish(reworded(complete('one')));
    expect([visible, lost]).toEqual([['one complete'], [refusedContent]]);
  });
});
