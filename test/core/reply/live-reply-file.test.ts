import { describe, expect, it } from 'vitest';
import { FootnoteError } from '../../../src/core/errors.ts';
import type { AnswerFile, Render } from '../../../src/core/ports/place.ts';
import { createEditBudget } from '../../../src/core/reply/edit-budget.ts';
import { createLiveReply } from '../../../src/core/reply/live-reply.ts';
import { createFakeLogger, createFakeReply, renderText, type TextPart } from '../fakes.ts';
import { createManualClock } from '../manual-clock.ts';
import { complete, limited, working } from './live-reply-subject.ts';

/** Renders more than two parts also as one part and a remark, with the whole text as a file. */
const renderWithFile: Render<TextPart> = (answer, earlier, filesAllowed) => {
  const rendered = renderText(answer, earlier);
  const [first] = rendered.parts;
  if (rendered.parts.length <= 2 || !first || !filesAllowed) return rendered;
  const rest = { fingerprint: 'see the file', text: 'see the file' };
  return { ...rendered, parts: [first, rest], files: [{ name: 'answer.md', text: answer.text }] };
};

function setUp(outcomes: readonly (FootnoteError | undefined)[] = [], canAttach = true) {
  const clock = createManualClock();
  const fake = createFakeReply();
  const files: AnswerFile[] = [];
  const left = [...outcomes];
  let attempts = 0;
  const attach = async (file: AnswerFile) => {
    attempts += 1;
    const refusal = left.shift();
    if (refusal) throw refusal;
    files.push(file);
  };
  const live = createLiveReply({
    reply: canAttach ? { ...fake.reply, attach } : fake.reply,
    render: renderWithFile,
    budget: createEditBudget({ clock }),
    clock,
    logger: createFakeLogger().logger,
    maxFinalAttempts: 3,
    onWritten: () => {},
    onLost: () => {},
  });
  return { live, clock, files, attempts: () => attempts, visible: fake.visible };
}

describe('an answer of too many messages', () => {
  it('is shown shortened, and attached whole once it has ended', async () => {
    const { live, clock, files, visible } = setUp();
    live.show(working('one|two|three'));
    await clock.advance(5000);
    expect(visible).toEqual(['one', 'see the file']);
    expect(files).toEqual([]);
    const finished = live.finish(complete('one|two|three|four'));
    await clock.advance(5000);
    await finished;
    expect(visible).toEqual(['one', 'see the file']);
    expect(files).toEqual([{ name: 'answer.md', text: 'one|two|three|four' }]);
  });

  it('is shown in all its messages where files are refused', async () => {
    const { live, clock, files, visible, attempts } = setUp([
      new FootnoteError('platform', 'No files here.', { hint: 'not-allowed' }),
    ]);
    const finished = live.finish(complete('one|two|three'));
    await clock.advance(5000);
    await finished;
    expect(visible).toEqual(['one', 'two', 'three complete']);
    expect([files.length, attempts()]).toEqual([0, 1]);
  });

  it('is shown in all its messages where there are no files', async () => {
    const { live, clock, visible } = setUp([], false);
    const finished = live.finish(complete('one|two|three'));
    await clock.advance(5000);
    await finished;
    expect(visible).toEqual(['one', 'two', 'three complete']);
  });

  it('is attached after a 429 was waited for', async () => {
    const { live, clock, files } = setUp([limited(2000)]);
    const finished = live.finish(complete('one|two|three'));
    await clock.advance(1999);
    expect(files).toEqual([]);
    await clock.advance(1000);
    await finished;
    expect(files).toHaveLength(1);
  });

  it('is not attached when it is short enough in the end', async () => {
    const { live, clock, files, visible } = setUp();
    live.show(working('one|two|three'));
    await clock.advance(5000);
    const finished = live.finish(complete('one|two'));
    await clock.advance(5000);
    await finished;
    expect(visible).toEqual(['one', 'two complete']);
    expect(files).toEqual([]);
  });
});
