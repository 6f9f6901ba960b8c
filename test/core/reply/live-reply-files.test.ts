import { describe, expect, it } from 'vitest';
import { FootnoteError } from '../../../src/core/errors.ts';
import type { Render } from '../../../src/core/ports/place.ts';
import { createEditBudget } from '../../../src/core/reply/edit-budget.ts';
import { createLiveReply } from '../../../src/core/reply/live-reply.ts';
import { createFakeLogger, createFakeReply, renderText, type TextPart } from '../fakes.ts';
import { createManualClock } from '../manual-clock.ts';
import { complete, limited, working } from './live-reply-subject.ts';

const data = [
  { name: 'answer.json', text: '{}' },
  { name: 'answer.csv', text: 'a' },
];

/** Has two files once the answer has ended. */
const renderWithData: Render<TextPart> = (answer, earlier) => ({
  ...renderText(answer, earlier),
  files: answer.state === 'working' ? [] : data,
});

function setUp(refusals: readonly FootnoteError[] = [], canAttach = true) {
  const clock = createManualClock();
  const fake = createFakeReply();
  const { logger, entries } = createFakeLogger();
  const files: string[] = [];
  const left = [...refusals];
  const attach = async ({ name }: { name: string }) => {
    const refusal = left.shift();
    if (refusal) throw refusal;
    files.push(name);
  };
  const live = createLiveReply({
    reply: canAttach ? { ...fake.reply, attach } : fake.reply,
    render: renderWithData,
    budget: createEditBudget({ clock }),
    clock,
    logger,
    maxFinalAttempts: 3,
    onWritten: () => {},
    onLost: () => {},
  });
  const levels = () => entries.map(({ level }) => level);
  return { live, clock, files, levels, visible: fake.visible };
}

describe('an answer with files', () => {
  it('is shown, and then they are attached once, in order', async () => {
    const { live, clock, files, visible } = setUp();
    live.show(working('table'));
    await clock.advance(5000);
    expect(files).toEqual([]);
    const finished = live.finish(complete('table'));
    await clock.advance(5000);
    await finished;
    expect(visible).toEqual(['table complete']);
    expect(files).toEqual(['answer.json', 'answer.csv']);
  });

  it('is attached after a 429 was waited for', async () => {
    const { live, clock, files } = setUp([limited(2000)]);
    const finished = live.finish(complete('table'));
    await clock.advance(5000);
    await finished;
    expect(files).toEqual(['answer.json', 'answer.csv']);
  });

  it('stays as it is where files are refused, and the log says so', async () => {
    const { live, clock, files, levels, visible } = setUp([
      new FootnoteError('platform', 'No files here.', { hint: 'not-allowed' }),
    ]);
    const finished = live.finish(complete('table'));
    await clock.advance(5000);
    await finished;
    expect(visible).toEqual(['table complete']);
    expect(files).toEqual([]);
    expect(levels()).toEqual(['warn']);
  });

  it('stays as it is where there are no files', async () => {
    const { live, clock, levels, visible } = setUp([], false);
    const finished = live.finish(complete('table'));
    await clock.advance(5000);
    await finished;
    expect(visible).toEqual(['table complete']);
    expect(levels()).not.toContain('error');
  });
});
