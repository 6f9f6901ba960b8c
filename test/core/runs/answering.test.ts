import { describe, expect, it } from 'vitest';
import { type Conversation, newConversation } from '../../../src/core/answer/conversation.ts';
import { FootnoteError } from '../../../src/core/errors.ts';
import type { Render } from '../../../src/core/ports/place.ts';
import { createAnswering } from '../../../src/core/runs/answering.ts';
import { createFakeReply, questionOf, renderText, slackChannel, type TextPart, threadKey } from '../fakes.ts';
import { research } from '../known-agents.ts';
import { settled } from '../manual-clock.ts';
import { createStage, type StageOptions } from '../stage.ts';

const page = { url: 'https://example.org/sky', title: 'Sky' };
const unreachable = new FootnoteError('upstream', 'No answer.', { retryAfterMs: 5000 });
const storeDown = new FootnoteError('storage', 'Unreachable.');
const stopping = new FootnoteError('stopped', 'The bot was stopped.');

async function setUp(options: Pick<StageOptions, 'onAbort' | 'render' | 'policies'> = {}) {
  const { render = renderText } = options;
  const stage = createStage(options);
  const fake = createFakeReply();
  const question = questionOf('1');
  const by = question.asker;
  const asked = await stage.asking.ask({ question: { ...question, platform: 'slack' }, by, cause: 'said' });
  if ('refusal' in asked) throw new Error(asked.refusal.words);
  const answering = createAnswering({ question, platform: 'slack', ...asked, reply: fake.reply, render }, stage.ports);
  let ended = false;
  let isDone: boolean | undefined;
  const start = async () => {
    void answering.run().then((done) => {
      ended = true;
      isDone = done;
    });
    await settled();
    return stage.calls()[0];
  };
  return {
    ...stage,
    ...fake,
    answering,
    start,
    turns: () => stage.held.get(threadKey('1'))?.turns,
    ended: () => ended,
    isDone: () => isDone,
    lose: stage.recorded.lose,
  };
}

describe('answering a question', () => {
  it('shows a sign of life, the text as it arrives and the finished answer in one reply', async () => {
    const { clock, start, writes, ended } = await setUp();
    const call = await start();
    call?.say({ type: 'text', text: 'The sky ' });
    await clock.advance(1000);
    call?.say({ type: 'text', text: 'is blue' }, { type: 'citations', citations: [page] });
    call?.say({ type: 'done', complete: true });
    call?.end();
    await clock.advance(1000);
    expect(writes).toEqual([
      '0: working',
      '0: The sky  working',
      '0: The sky is blue working [1]',
      '0: The sky is blue complete [1]',
    ]);
    expect(ended()).toBe(true);
  });

  it('hands the agent the conversation before the question, and remembers the turn with its footnotes', async () => {
    const { clock, start, calls, held } = await setUp();
    const footnotes = { footnotes: [{ number: 1, url: 'https://example.org/earlier' }], nextNumber: 2 };
    const begun = { channelKey: slackChannel(), askerId: 'U2' };
    const before = { ...newConversation(threadKey('1')), begun, footnotes };
    held.set(before.key, before);
    const call = await start();
    expect(calls()[0]?.conversation).toEqual(before);
    call?.say(
      { type: 'text', text: 'Blue' },
      { type: 'citations', citations: [page] },
      { type: 'done', complete: true },
    );
    call?.end();
    await clock.advance(1000);
    const after = held.get(threadKey('1'));
    expect(after?.turns).toEqual([
      {
        questionId: '1',
        asker: { id: 'U1', name: 'Ada' },
        agent: research,
        question: 'question 1',
        answer: 'Blue',
        state: 'complete',
        at: questionOf('1').askedAt,
      },
    ]);
    expect(after?.footnotes).toEqual({
      footnotes: [...footnotes.footnotes, { number: 2, ...page }],
      nextNumber: 3,
    });
    expect(after?.begun).toEqual(begun);
  });

  it('remembers where and by whom a conversation was begun', async () => {
    const { clock, start, held } = await setUp();
    const call = await start();
    call?.say({ type: 'done', complete: true });
    await clock.advance(1000);
    expect(held.get(threadKey('1'))?.begun).toEqual({
      channelKey: slackChannel(),
      askerId: 'U1',
      at: questionOf('1').askedAt,
    });
  });

  it('remembers the answer before its last edit, so that a follow-up always finds it', async () => {
    const { clock, start, turns, visible, gate } = await setUp();
    const call = await start();
    gate.shut();
    call?.say({ type: 'text', text: 'Blue' }, { type: 'done', complete: true });
    call?.end();
    await clock.advance(60_000);
    expect(visible).toEqual(['working']);
    expect(turns()).toMatchObject([{ answer: 'Blue', state: 'complete' }]);
    gate.open();
    await clock.advance(1000);
    expect(visible).toEqual(['Blue complete']);
  });

  it('reads the agent to its end while the platform takes no write', async () => {
    const { start, turns, visible, refuse } = await setUp();
    refuse(new FootnoteError('rate-limited', 'Slow down.', { retryAfterMs: 300_000 }));
    const call = await start();
    for (const text of ['The ', 'sky is ', 'blue']) {
      call?.say({ type: 'text', text });
      await settled();
    }
    call?.say({ type: 'done', complete: true });
    await settled();
    expect(turns()).toMatchObject([{ answer: 'The sky is blue', state: 'complete' }]);
    expect(visible).toEqual([]);
  });

  it('marks an answer whose stream ended without its end as incomplete', async () => {
    const { clock, start, visible, turns } = await setUp();
    const call = await start();
    call?.say({ type: 'text', text: 'The sky is' });
    call?.end();
    await clock.advance(1000);
    expect(visible).toEqual(['The sky is incomplete cut-off']);
    expect(turns()).toMatchObject([{ answer: 'The sky is', state: 'incomplete' }]);
  });

  it('counts when something, and when text, became visible, and how it ended', async () => {
    const { clock, start, counted, refuse } = await setUp();
    const call = await start();
    refuse(new FootnoteError('timeout', 'Slow.'));
    call?.say({ type: 'text', text: 'Blue' });
    await clock.advance(3000);
    call?.say({ type: 'done', complete: true });
    call?.end();
    await clock.advance(1000);
    expect(counted).toEqual([
      ['replyWritten', 'slack', 'ok'],
      ['replyVisible', 'slack', 0],
      ['replyWritten', 'slack', 'timeout'],
      ['replyWritten', 'slack', 'ok'],
      ['textVisible', 'slack', 1000],
      ['replyWritten', 'slack', 'ok'],
      ['answerEnded', 'slack', 'research', 'complete', 3000, undefined],
    ]);
  });

  it('writes no words of people into the log', async () => {
    const { clock, start, entries } = await setUp();
    const call = await start();
    call?.say({ type: 'text', text: 'A secret answer' });
    call?.fail(unreachable);
    await clock.advance(1000);
    expect(entries.length).toBeGreaterThan(0);
    expect(JSON.stringify(entries)).not.toMatch(/secret answer|question 1/);
  });
});

describe('a question whose agent fails', () => {
  it.each([
    { when: 'before its text', text: '', shown: 'failed upstream' },
    { when: 'in the middle of its text', text: 'The sky', shown: 'The sky failed upstream' },
  ])('keeps what came and says why when it fails $when', async ({ text, shown }) => {
    const { clock, start, visible, turns, counted } = await setUp();
    const call = await start();
    if (text !== '') call?.say({ type: 'text', text });
    call?.fail(unreachable);
    await clock.advance(1000);
    expect(visible).toEqual([shown]);
    expect(turns()).toMatchObject([{ answer: text, state: 'failed' }]);
    expect(counted).toContainEqual(['answerEnded', 'slack', 'research', 'failed', 0, 'upstream']);
  });

  it('is complete when only what comes after the end of the answer fails', async () => {
    const { clock, start, visible } = await setUp();
    const call = await start();
    call?.say({ type: 'text', text: 'Blue' }, { type: 'done', complete: true });
    call?.fail(unreachable);
    await clock.advance(1000);
    expect(visible).toEqual(['Blue complete']);
  });

  it('is complete when its end has arrived though the stream stays open', async () => {
    const { clock, start, answering, visible, ended } = await setUp();
    const call = await start();
    call?.say({ type: 'text', text: 'Blue' }, { type: 'done', complete: true });
    await clock.advance(1000);
    answering.abort(stopping);
    await clock.advance(1000);
    expect(visible).toEqual(['Blue complete']);
    expect(ended()).toBe(true);
  });

  it('shows an error that nobody foresaw as a fault of the bot', async () => {
    const { clock, start, visible } = await setUp();
    const call = await start();
    call?.fail(new TypeError('undefined is not a function'));
    await clock.advance(1000);
    expect(visible).toEqual(['failed bug']);
  });
});

describe('a question while the store fails', () => {
  it('is not asked when the conversation cannot be read, and says so', async () => {
    const { clock, start, calls, failures, visible, ended } = await setUp();
    failures.load = storeDown;
    await start();
    await clock.advance(1000);
    expect(calls()).toEqual([]);
    expect(visible).toEqual(['failed storage']);
    expect(ended()).toBe(true);
  });

  it('was stopped all the same when a person stopped it before', async () => {
    const { clock, start, answering, failures, visible } = await setUp();
    failures.load = storeDown;
    answering.abort(new FootnoteError('stopped', 'A person stopped the answer.', { hint: 'by-person' }));
    await start();
    await clock.advance(1000);
    expect(visible).toEqual(['stopped']);
  });

  it('is not asked when what it waits for fails, says so, and makes room for others', async () => {
    let isLeft = false;
    const hold = {
      turn: () => Promise.reject(storeDown),
      leave() {
        isLeft = true;
      },
    };
    const { clock, start, calls, visible, isDone } = await setUp({ policies: [() => ({ hold })] });
    await start();
    await clock.advance(1000);
    expect([calls(), visible, isDone(), isLeft]).toEqual([[], ['failed storage'], true, true]);
  });

  it('is answered with a notice when the answer cannot be stored', async () => {
    const { clock, start, failures, visible, entries } = await setUp();
    failures.save = storeDown;
    const call = await start();
    call?.say({ type: 'text', text: 'Blue' }, { type: 'done', complete: true });
    call?.end();
    await clock.advance(1000);
    expect(visible).toEqual(['Blue complete not-remembered']);
    expect(entries).toContainEqual({ level: 'error', fields: { err: storeDown, question: '1' } });
  });
});

describe('an answer that is ended early', () => {
  it.each(['throw', 'end'] as const)('keeps its text and says why when the agent reacts with: %s', async (onAbort) => {
    const { clock, start, answering, calls, visible, turns } = await setUp({ onAbort });
    const call = await start();
    call?.say({ type: 'text', text: 'The sky' });
    await clock.advance(1000);
    answering.abort(stopping);
    await clock.advance(1000);
    expect(calls()[0]?.signal.aborted).toBe(true);
    expect(visible).toEqual(['The sky failed stopped']);
    expect(turns()).toMatchObject([{ answer: 'The sky', state: 'failed' }]);
  });

  it('is not asked at all when it had not begun', async () => {
    const { clock, start, answering, calls, visible } = await setUp();
    answering.abort(stopping);
    await start();
    await clock.advance(1000);
    expect(calls()).toEqual([]);
    expect(visible).toEqual(['failed stopped']);
  });

  it('stops the agent when its message was deleted', async () => {
    const { clock, start, calls, refuse, ended } = await setUp();
    const call = await start();
    refuse(new FootnoteError('platform', 'Deleted.', { hint: 'message-gone' }));
    call?.say({ type: 'text', text: 'The sky' });
    await clock.advance(1000);
    expect(calls()[0]?.signal.aborted).toBe(true);
    expect(ended()).toBe(true);
  });

  it('ends and says so when its text cannot be rendered', async () => {
    const render: Render<TextPart> = (answer, earlier) => {
      if (answer.text !== '') throw new Error('A renderer that fails.');
      return renderText(answer, earlier);
    };
    for (const forgotten of [false, true]) {
      const { clock, start, answering, visible, ended } = await setUp({ render });
      const call = await start();
      if (forgotten) answering.forget();
      call?.say({ type: 'text', text: 'Blue' }, { type: 'done', complete: true });
      call?.end();
      await clock.advance(5000);
      expect(visible).toEqual(['failed bug']);
      expect(ended()).toBe(true);
    }
  });
});

describe('a question that is forgotten while it is answered', () => {
  const answered = [
    { type: 'text', text: 'Blue' },
    { type: 'done', complete: true },
  ] as const;
  const begunByAnother: Conversation = {
    ...newConversation(threadKey('1')),
    begun: { channelKey: slackChannel(), askerId: 'U2' },
    turns: [
      {
        questionId: '0',
        asker: { id: 'U2' },
        agent: research,
        question: 'question 0',
        answer: 'Red',
        state: 'complete',
        at: 1,
      },
    ],
  };

  it('is answered and leaves no trace', async () => {
    const { clock, start, answering, visible, held } = await setUp();
    const call = await start();
    answering.forget();
    call?.say(...answered);
    call?.end();
    await clock.advance(1000);
    expect(visible).toEqual(['Blue complete']);
    expect(held.size).toBe(0);
  });

  it('leaves no trace when it is forgotten while it is being stored', async () => {
    const { clock, start, answering, history, held, saving } = await setUp();
    const call = await start();
    saving.shut();
    call?.say(...answered);
    call?.end();
    await settled();
    answering.forget();
    const forgotten = history.forget(threadKey('1'));
    saving.open();
    await clock.advance(1000);
    expect(await forgotten).toBe(true);
    expect(held.size).toBe(0);
  });

  it('leaves the conversation as it was when somebody else began it', async () => {
    const { clock, start, answering, held } = await setUp();
    held.set(begunByAnother.key, begunByAnother);
    const call = await start();
    answering.forget();
    call?.say(...answered);
    await clock.advance(1000);
    expect(held.get(threadKey('1'))).toEqual(begunByAnother);
  });

  it('does not bring back a conversation that was forgotten by who began it', async () => {
    const { clock, start, history, held } = await setUp();
    held.set(begunByAnother.key, begunByAnother);
    const call = await start();
    expect(await history.forgetBegunBy(slackChannel(), 'U2')).toHaveLength(1);
    call?.say(...answered);
    await clock.advance(1000);
    expect(held.size).toBe(0);
  });
});

describe('an answer that another process goes on with', () => {
  const taken = async () => {
    const subject = await setUp();
    return { ...subject, take: () => subject.lose('1') };
  };

  it('is not written any further, not asked any longer and not remembered', async () => {
    const { clock, start, writes, calls, turns, isDone, take } = await taken();
    const call = await start();
    call?.say({ type: 'text', text: 'The sky ' });
    await clock.advance(1000);
    take();
    call?.say({ type: 'text', text: 'is blue' });
    await clock.advance(1000);
    expect(writes).toEqual(['0: working', '0: The sky  working']);
    expect(calls()[0]?.signal.aborted).toBe(true);
    expect([turns(), isDone()]).toEqual([undefined, false]);
  });

  it('is not ended by what had arrived whole', async () => {
    const { clock, start, writes, turns, isDone, take, counted } = await taken();
    const call = await start();
    take();
    call?.say({ type: 'text', text: 'Blue' }, { type: 'done', complete: true });
    call?.end();
    await clock.advance(60_000);
    expect(writes).toEqual(['0: working']);
    expect([turns(), isDone()]).toEqual([undefined, false]);
    expect(counted.map(([name]) => name)).not.toContain('answerEnded');
  });

  it('is not asked when it was taken before', async () => {
    const { clock, start, writes, calls, isDone, take } = await taken();
    take();
    await start();
    await clock.advance(60_000);
    expect([writes, calls(), isDone()]).toEqual([[], [], false]);
  });
});
