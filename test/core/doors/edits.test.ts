import { describe, expect, it } from 'vitest';
import { startAnswer } from '../../../src/core/answer/answer.ts';
import { FootnoteError } from '../../../src/core/errors.ts';
import type { DeletedMessage } from '../../../src/core/ports/platform.ts';
import type { Run } from '../../../src/core/ports/stores.ts';
import { type AgentCall, runOf, slackChannel, threadKey } from '../fakes.ts';
import { reigent, research } from '../known-agents.ts';
import { settled } from '../manual-clock.ts';
import { createStage } from '../stage.ts';

/** A bot with both agents, whose people say, edit and delete messages by number in one thread. */
function setUp({ running = 20, paced = false } = {}) {
  const opening: ((how?: Error) => void)[] = [];
  let slowly = false;
  const stage = createStage({
    on: [research, reigent],
    asksLater: paced,
    running: { person: running },
    opening: async () => {
      if (!slowly) return;
      await new Promise<void>((resolve, reject) => {
        opening.push((how) => (how ? reject(how) : resolve()));
      });
    },
  });
  const { clock, edits, recorded, incoming } = stage;
  return {
    ...stage,
    opening,
    recorded: recorded.runs,
    failures: recorded.failures,
    /** From now on places are made when the test says so. */
    openSlowly() {
      slowly = true;
    },
    async edit(id: string, text: string) {
      await edits.edited(incoming(id, text));
      await clock.advance(1000);
    },
    async remove(id: string, changes: Partial<DeletedMessage> = {}) {
      await edits.deleted({ platform: 'slack', channel: 'C1', messageId: id, questionId: id, ...changes });
      await clock.advance(1000);
    },
    /** Has the new wording asked, as its button does. */
    async pressReword(id: string) {
      const told: string[] = [];
      await stage.buttons.press({
        control: 'reword',
        questionId: id,
        userId: 'U1',
        channelKey: slackChannel(),
        mayModerate: async () => false,
        tell: async (words) => void told.push(words),
        show: async () => {},
      });
      await clock.advance(1000);
      return told.length === 0;
    },
    async answer(call: AgentCall | undefined, text = 'Blue') {
      call?.say({ type: 'text', text }, { type: 'done', complete: true });
      call?.end();
      await clock.advance(5000);
    },
  };
}

describe('a question that is edited before anybody is asked', () => {
  it('is asked as it was edited, while it waits behind another one', async () => {
    const { say, edit, asked, calls, answer, shown, recorded, held } = setUp();
    await say('1', 'first');
    await say('2', 'secnd');
    await edit('2', 'second');
    expect(asked()).toEqual(['first']);
    expect(recorded.get('2')).toMatchObject({
      state: 'opened',
      question: { text: 'second' },
      said: expect.stringContaining('second'),
    });
    await answer(calls()[0]);
    expect(asked()).toEqual(['first', 'second']);
    await answer(calls()[1], 'Green');
    expect(shown('2')).toEqual(['Green complete']);
    expect(held.get(threadKey('1'))?.turns.map(({ question }) => question)).toEqual(['first', 'second']);
  });

  it('is asked of the agent and with the options that its new words pick', async () => {
    const { say, edit, calls, answer } = setUp();
    await say('1', 'first');
    await say('2', 'one');
    await say('3', 'reigent: two');
    await edit('2', 'reigent: one');
    await edit('3', 'depth:deep two');
    await answer(calls()[0]);
    await answer(calls().find(({ question }) => question.text === 'one'));
    expect(calls().map(({ question: { text, agent, options } }) => [text, agent, options])).toEqual([
      ['first', 'research', undefined],
      ['two', 'research', { depth: 'deep' }],
      ['one', 'reigent', undefined],
    ]);
  });

  it('is asked as it was edited last, while it waits for a free place', async () => {
    const { say, edit, asked, calls, answer } = setUp({ running: 1 });
    await say('1', 'first');
    await say('2', 'second');
    await edit('2', 'second, edited');
    await edit('2', 'second, edited twice');
    await answer(calls()[0]);
    expect(asked()).toEqual(['first', 'second, edited twice']);
  });

  it("is asked as it was edited, while it waits for its agent's rate, and the ledger has the new words first", async () => {
    const { say, edit, calls, answer, recorded, shown, clock } = setUp({ paced: true });
    await say('1', 'old');
    calls()[0]?.say({ type: 'queued', wait: { for: 'agent', perMinute: 60 } });
    await clock.advance(1000);
    await edit('1', 'edited');
    expect(calls()[0]?.signal.aborted).toBe(true);
    expect(calls()[1]?.question.text).toBe('edited');
    calls()[1]?.say({ type: 'asking' });
    await clock.advance(1000);
    expect(recorded.get('1')).toMatchObject({ state: 'asked', question: { text: 'edited' } });
    await answer(calls()[1]);
    expect([calls().length, shown('1')]).toEqual([2, ['Blue complete']]);
  });

  it('is asked as it was edited after its agent refused it for its rate', async () => {
    const { say, edit, calls, answer, shown, clock } = setUp({ paced: true });
    await say('1', 'old');
    calls()[0]?.say({ type: 'asking' }, { type: 'queued', wait: { for: 'agent', perMinute: 60 } });
    await clock.advance(1000);
    await edit('1', 'edited');
    calls()[1]?.say({ type: 'asking' });
    await answer(calls()[1]);
    expect(calls().map(({ question }) => question.text)).toEqual(['old', 'edited']);
    expect(shown('1')).toEqual(['Blue complete']);
  });

  it('is asked as it was edited, while its reply gets its place', async () => {
    const { say, edit, asked, opening, openSlowly, recorded, clock } = setUp();
    openSlowly();
    await say('1', 'old');
    await edit('1', 'reigent: edited');
    expect(recorded.get('1')).toMatchObject({ state: 'accepted', said: expect.stringContaining('edited') });
    opening[0]?.();
    await clock.advance(1000);
    expect(asked()).toEqual(['edited']);
    expect(recorded.get('1')?.question).toMatchObject({ agent: reigent, text: 'edited' });
  });

  it('is taken as it was edited, while another one of its place is taken in', async () => {
    const { say, edit, asked, opening, openSlowly, told, clock } = setUp();
    openSlowly();
    await say('1', 'first');
    await say('2', 'second');
    await say('3', 'third');
    await edit('2', 'second, edited');
    await edit('3', 'help');
    opening[0]?.();
    await clock.advance(1000);
    opening[1]?.();
    await clock.advance(1000);
    expect(asked()).toEqual(['first']);
    expect(told).toEqual([expect.stringContaining('Who answers')]);
  });

  it.each([
    ['a wrong option', 'depth:deeep second', expect.stringContaining('Nothing was asked.')],
    ['a call for help', 'help', expect.stringContaining('Who answers')],
  ])('is stopped when its new words are %s, which is followed instead', async (_what, words, reaction) => {
    const { say, edit, asked, calls, answer, shown, told, stateOf, held } = setUp();
    await say('1', 'first');
    await say('2', 'second');
    await edit('2', words);
    await edit('2', words);
    expect(told).toEqual([reaction]);
    expect([shown('2'), stateOf('2')]).toEqual([['stopped'], 'ended']);
    await answer(calls()[0]);
    expect(asked()).toEqual(['first']);
    expect(held.get(threadKey('1'))?.turns.map(({ question }) => question)).toEqual(['first']);
  });

  it('is not asked when its new words are none, though its place was made meanwhile', async () => {
    const { say, edit, asked, opening, openSlowly, shown, told, stateOf, clock } = setUp();
    openSlowly();
    await say('1', 'old');
    await edit('1', 'depth:deeep new');
    opening[0]?.();
    await clock.advance(1000);
    expect([asked(), shown('1'), stateOf('1')]).toEqual([[], [], 'ended']);
    expect(told).toEqual([expect.stringContaining('Nothing was asked.')]);
  });
});

describe('a question that is edited after it was asked', () => {
  it('is not asked again, and its answer offers the new wording when it has ended', async () => {
    const { say, edit, asked, calls, answer, shown, recorded } = setUp();
    await say('1', 'old');
    await edit('1', 'edited');
    expect(shown('1')).toEqual(['working']);
    await answer(calls()[0]);
    expect(asked()).toEqual(['old']);
    expect(shown('1')).toEqual(['Blue complete reworded']);
    expect(recorded.get('1')).toMatchObject({
      state: 'ended',
      question: { text: 'old' },
      reworded: expect.stringContaining('edited'),
    });
    expect(recorded.get('1')?.answer?.reworded).toBeUndefined();
  });

  it('gets the offer with one edit of its last message when it had ended', async () => {
    const { say, edit, asked, calls, answer, shown, replies } = setUp();
    await say('1', 'old');
    await answer(calls()[0], 'One|Two');
    const before = replies.get('1')?.writes.length ?? 0;
    await edit('1', 'edited');
    expect(shown('1')).toEqual(['One', 'Two complete reworded']);
    await edit('1', 'edited');
    expect(replies.get('1')?.writes.slice(before)).toEqual(['1: Two complete reworded']);
    expect(asked()).toEqual(['old']);
  });

  it('keeps its answer where the platform refuses to show the offer', async () => {
    const { say, edit, calls, answer, shown, replies } = setUp();
    await say('1', 'old');
    await answer(calls()[0], 'One|Two');
    replies.get('1')?.refuse(new FootnoteError('platform', 'Too old to be edited.'));
    await edit('1', 'edited');
    expect(shown('1')).toEqual(['One', 'Two complete']);
  });

  it('gets the offer also when its last words are being written', async () => {
    const { say, edit, calls, clock, shown, replies } = setUp();
    await say('1', 'old');
    replies.get('1')?.gate.shut();
    calls()[0]?.say({ type: 'text', text: 'Blue' }, { type: 'done', complete: true });
    await clock.advance(5000);
    await edit('1', 'edited');
    replies.get('1')?.gate.open();
    await clock.advance(5000);
    expect(shown('1')).toEqual(['Blue complete reworded']);
  });

  it('loses the offer when it is edited back, and gets it again', async () => {
    const { say, edit, calls, answer, shown, recorded, pressReword } = setUp();
    await say('1', 'old');
    await answer(calls()[0]);
    await edit('1', 'edited');
    await edit('1', 'old');
    expect(shown('1')).toEqual(['Blue complete']);
    expect(recorded.get('1')?.reworded).toBeUndefined();
    expect(await pressReword('1')).toBe(false);
    await edit('1', 'newer');
    expect(shown('1')).toEqual(['Blue complete reworded']);
  });

  it('offers nothing for words that are no question, and takes back an older offer', async () => {
    const { say, edit, calls, answer, shown, told } = setUp();
    await say('1', 'old');
    await answer(calls()[0]);
    await edit('1', 'depth:deeep new');
    expect(shown('1')).toEqual(['Blue complete']);
    await edit('1', 'edited');
    await edit('1', 'forget');
    expect(shown('1')).toEqual(['Blue complete']);
    expect(told).toEqual([]);
  });

  it('is asked in its newest wording by the button, in the same messages, and remembered once', async () => {
    const { say, edit, calls, answer, shown, recorded, held, pressReword } = setUp();
    await say('1', 'before');
    await answer(calls()[0], 'Red');
    await say('2', 'old');
    await answer(calls()[1]);
    await edit('2', 'edited');
    await edit('2', 'reigent: newer');
    expect(await pressReword('2')).toBe(true);
    const again = calls()[2];
    expect([again?.question.text, again?.question.agent]).toEqual(['newer', 'reigent']);
    expect(again?.conversation.turns.map(({ question }) => question)).toEqual(['before']);
    expect(recorded.get('2')?.reworded).toBeUndefined();
    await answer(again, 'Green');
    expect(shown('2')).toEqual(['Green complete']);
    expect(held.get(threadKey('1'))?.turns.map(({ question, answer: text }) => [question, text])).toEqual([
      ['before', 'Red'],
      ['newer', 'Green'],
    ]);
    await edit('2', 'reigent: newer');
    await edit('2', 'old');
    expect(shown('2')).toEqual(['Green complete reworded']);
  });

  it('is asked in its newest wording, with nothing offered, when that comes while it waits to be asked again', async () => {
    const { say, edit, calls, answer, shown, asked, recorded, pressReword } = setUp();
    await say('1', 'old');
    await answer(calls()[0]);
    await say('2', 'other');
    await edit('1', 'newer');
    await pressReword('1');
    await edit('1', 'newest');
    await answer(calls()[1]);
    await answer(calls()[2], 'Green');
    expect(asked()).toEqual(['old', 'other', 'newest']);
    expect([shown('1'), recorded.get('1')?.reworded]).toEqual([['Green complete'], undefined]);
  });

  it('offers nothing any more when it is edited again after its agent refused it for its rate', async () => {
    const { say, edit, calls, answer, shown, clock } = setUp({ paced: true });
    await say('1', 'old');
    calls()[0]?.say({ type: 'asking' });
    await clock.advance(1000);
    await edit('1', 'newer');
    calls()[0]?.say({ type: 'queued', wait: { for: 'agent', perMinute: 60 } });
    await clock.advance(1000);
    await edit('1', 'newest');
    calls()[1]?.say({ type: 'asking' });
    await answer(calls()[1]);
    expect([calls()[1]?.question.text, shown('1')]).toEqual(['newest', ['Blue complete']]);
  });

  it('changes nothing else: no message that is unknown, was no question, was forgotten, or has its old words', async () => {
    const { say, edit, calls, answer, shown, replies, recorded, asked, told, entries } = setUp();
    await edit('0', 'a question now');
    await say('1', 'old');
    await answer(calls()[0]);
    const writes = replies.get('1')?.writes.length;
    await edit('1', 'old');
    await say('2', 'help');
    recorded.set('2', {
      ...(recorded.get('2') ?? { id: '2', platform: 'slack', acceptedAt: 0 }),
      state: 'ended',
      said: '',
    });
    await edit('2', 'a question now');
    await say('3', 'forget');
    await edit('1', 'edited');
    expect([asked(), replies.get('1')?.writes.length, shown('2')]).toEqual([['old'], writes, []]);
    expect(told).toHaveLength(2);
    expect(entries.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('is left as it is, with a line in the log, when the ledger cannot be reached', async () => {
    const { say, edit, calls, answer, shown, failures, entries } = setUp();
    await say('1', 'old');
    await answer(calls()[0]);
    failures.find = new FootnoteError('storage', 'Locked.');
    await edit('1', 'edited');
    expect(entries.filter(({ level }) => level === 'error')).toHaveLength(1);
    delete failures.find;
    await edit('1', 'edited');
    expect(shown('1')).toEqual(['Blue complete reworded']);
  });
});

describe('a question that an earlier process left', () => {
  const address = { platform: 'slack', channel: 'C1', messages: ['1/0'] } as const;
  const left = (id: string, changes: Partial<Run>) =>
    runOf(id, {
      said: JSON.stringify({ id, text: `question ${id}` }),
      acceptedAt: Number(id),
      answer: undefined,
      address,
      ...changes,
    });

  /** Two, behind one whose place is still to be made. */
  const three = [
    left('0', { state: 'accepted', question: undefined }),
    left('1', { state: 'opened' }),
    left('2', { state: 'accepted', question: undefined }),
  ];

  it('is asked as it was edited while the bot starts, wherever it had come to', async () => {
    const { start, edit, asked, calls, answer, opening, openSlowly, clock } = setUp();
    openSlowly();
    await start(three, () => {
      void edit('1', 'first');
      void edit('2', 'second');
    });
    for (const place of [0, 1]) {
      opening[place]?.();
      await clock.advance(1000);
    }
    for (const call of [0, 1]) await answer(calls()[call]);
    expect(asked()).toEqual(['question 0', 'first', 'second']);
  });

  it('is not asked when it is deleted while the bot starts, wherever it had come to', async () => {
    const { start, remove, asked, calls, answer, opening, openSlowly, shown, stateOf, clock } = setUp();
    openSlowly();
    await start(three, () => {
      void remove('1');
      void remove('2');
    });
    opening[0]?.();
    await clock.advance(1000);
    await answer(calls()[0]);
    expect([asked(), shown('1'), shown('2'), opening.length]).toEqual([['question 0'], ['stopped'], [], 1]);
    expect([stateOf('1'), stateOf('2')]).toEqual(['ended', 'ended']);
  });

  it('is not asked again when it was asked, and its interrupted answer gets the offer', async () => {
    const { start, edit, asked, shown } = setUp();
    await start([left('1', { state: 'asked', answer: { ...startAnswer(research, 0), text: 'The sky' } })], () => {
      void edit('1', 'edited');
    });
    expect([asked(), shown('1')]).toEqual([[], ['The sky incomplete interrupted reworded']]);
  });
});

describe('a question whose message is deleted', () => {
  it('is stopped with what had arrived, while it is answered', async () => {
    const { say, remove, calls, clock, shown, stateOf } = setUp();
    await say('1', 'first');
    calls()[0]?.say({ type: 'text', text: 'The sky' });
    await clock.advance(1000);
    await remove('1');
    await remove('1');
    expect(calls()[0]?.signal.aborted).toBe(true);
    expect([shown('1'), stateOf('1')]).toEqual([['The sky stopped'], 'ended']);
  });

  it('is never asked and not remembered, while it waits', async () => {
    const { say, remove, asked, calls, answer, shown, held } = setUp();
    await say('1', 'first');
    await say('2', 'second');
    await remove('2');
    expect(shown('2')).toEqual(['stopped']);
    await answer(calls()[0]);
    expect(asked()).toEqual(['first']);
    expect(held.get(threadKey('1'))?.turns.map(({ question }) => question)).toEqual(['first']);
  });

  it("is not remembered either, while it waits for its agent's rate", async () => {
    const { say, remove, calls, clock, shown, held } = setUp({ paced: true });
    await say('1', 'first');
    calls()[0]?.say({ type: 'queued', wait: { for: 'agent', perMinute: 60 } });
    await clock.advance(1000);
    await remove('1');
    expect([shown('1'), held.size]).toEqual([['stopped'], 0]);
  });

  it('gets no reply at all, while it is taken in or its reply gets its place', async () => {
    const { say, remove, asked, opening, openSlowly, shown, stateOf, told, clock } = setUp();
    openSlowly();
    await say('1', 'first');
    await say('2', 'second');
    await say('3', 'third');
    await remove('2');
    await remove('1');
    expect([stateOf('1'), stateOf('2')]).toEqual(['ended', 'ended']);
    opening[0]?.();
    await clock.advance(1000);
    opening[1]?.();
    await clock.advance(1000);
    expect(asked()).toEqual(['third']);
    expect([shown('1'), shown('2'), stateOf('1'), stateOf('2'), told]).toEqual([[], [], 'ended', 'ended', []]);
  });

  it('is not apologised to when its place could not be made', async () => {
    const { say, remove, opening, openSlowly, told, stateOf, clock } = setUp();
    openSlowly();
    await say('1', 'first');
    await remove('1');
    opening[0]?.(new FootnoteError('platform', 'Its message is gone.'));
    await clock.advance(1000);
    expect([told, stateOf('1')]).toEqual([[], 'ended']);
  });

  it('keeps the answer that it has', async () => {
    const { say, remove, calls, answer, shown, held } = setUp();
    await say('1', 'first');
    await answer(calls()[0]);
    await remove('1');
    expect([shown('1'), held.get(threadKey('1'))?.turns.length]).toEqual([['Blue complete'], 1]);
  });
});

describe('a message of an answer that is deleted', () => {
  it('stops the question, whose agent is let go at once', async () => {
    const { say, remove, calls, clock } = setUp();
    await say('1', 'first');
    calls()[0]?.say({ type: 'text', text: 'One|Two' });
    await clock.advance(1000);
    await remove('1/1', { questionId: 'no question' });
    expect(calls()[0]?.signal.aborted).toBe(true);
  });

  it('stops no question when it stands in another channel, or is none of the answer', async () => {
    const { say, remove, calls } = setUp();
    await say('1', 'first');
    await remove('1/0', { questionId: 'no question', channel: 'C2' });
    await remove('1/0', { questionId: 'no question', platform: 'discord' });
    await remove('2/0', { questionId: 'no question' });
    await settled();
    expect(calls()[0]?.signal.aborted).toBe(false);
  });
});
