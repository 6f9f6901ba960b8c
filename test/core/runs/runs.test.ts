import { describe, expect, it } from 'vitest';
import type { Question } from '../../../src/core/question/question.ts';
import { createEditBudget } from '../../../src/core/reply/edit-budget.ts';
import { createRuns } from '../../../src/core/runs/runs.ts';
import {
  type AgentCall,
  createFakeHistory,
  createFakeLedger,
  createFakeLogger,
  createFakeMetrics,
  createFakeReply,
  createScriptedAgent,
  questionOf,
  renderText,
  roomy,
  threadKey,
} from '../fakes.ts';
import { createManualClock } from '../manual-clock.ts';

function setUp() {
  const clock = createManualClock();
  const memory = createFakeHistory();
  const { metrics } = createFakeMetrics();
  const { logger } = createFakeLogger();
  const { agent, calls } = createScriptedAgent();
  const { ledger, runs: recorded } = createFakeLedger();
  const runs = createRuns({
    history: memory.history,
    ledger,
    budget: createEditBudget({ clock }),
    clock,
    logger,
    metrics,
    maxFinalAttempts: 3,
    maxWaitMs: 600_000,
  });
  const ended: string[] = [];
  const ask = (id: string, changes: Partial<Question> = {}) => {
    const question = questionOf(id, changes);
    recorded.set(id, { id, platform: 'slack', state: 'opened', said: '', acceptedAt: 0 });
    const fake = createFakeReply({ budget: () => ({ ...roomy, key: `reply ${id}` }) });
    void runs.ask(question, 'slack', agent, { reply: fake.reply, render: renderText }).then(() => ended.push(id));
    return fake;
  };
  const drain = (graceMs: number, settleMs: number) => {
    void runs.drain(graceMs, settleMs).then(() => ended.push('drained'));
  };
  const asked = () => calls.map(({ question }) => question.id);
  return { ...memory, clock, runs, recorded, ask, asked, calls, ended, drain };
}

function complete(call: AgentCall | undefined, text = 'Blue'): void {
  call?.say({ type: 'text', text }, { type: 'done', complete: true });
  call?.end();
}

describe('the questions of one conversation', () => {
  it('are answered one after the other, in order, each with the turns before it', async () => {
    const { clock, ask, asked, calls, ended, runs } = setUp();
    for (const id of ['1', '2', '3']) ask(id);
    await clock.advance(100);
    expect(asked()).toEqual(['1']);
    expect(runs.active()).toBe(3);
    complete(calls[0], 'first answer');
    await clock.advance(100);
    expect(asked()).toEqual(['1', '2']);
    complete(calls[1], 'second answer');
    await clock.advance(100);
    complete(calls[2], 'third answer');
    await clock.advance(100);
    expect(ended).toEqual(['1', '2', '3']);
    expect(calls[2]?.conversation.turns.map(({ answer }) => answer)).toEqual(['first answer', 'second answer']);
    expect(runs.active()).toBe(0);
  });

  it('show how many are answered before them while they wait', async () => {
    const { clock, ask, calls } = setUp();
    const [first, second, third] = [ask('1'), ask('2'), ask('3')];
    await clock.advance(1000);
    expect([first.visible, second.visible, third.visible]).toEqual([['working'], ['waits for 1'], ['waits for 2']]);
    complete(calls[0]);
    await clock.advance(1000);
    expect([first.visible, second.visible, third.visible]).toEqual([['Blue complete'], ['working'], ['waits for 1']]);
  });

  it('go on after one that failed', async () => {
    const { clock, ask, asked, calls } = setUp();
    const first = ask('1');
    ask('2');
    await clock.advance(100);
    calls[0]?.fail(new Error('Broken.'));
    await clock.advance(100);
    expect(first.visible).toEqual(['failed bug']);
    expect(asked()).toEqual(['1', '2']);
  });

  it('do not wait for those of another conversation', async () => {
    const { clock, ask, asked, calls, ended } = setUp();
    ask('1');
    ask('2', { conversation: threadKey('2') });
    await clock.advance(100);
    expect(asked()).toEqual(['1', '2']);
    complete(calls[1]);
    await clock.advance(100);
    expect(ended).toEqual(['2']);
  });
});

describe('forgetting while questions are answered', () => {
  it('keeps the running and the waiting question out of the history, though both are answered', async () => {
    const { clock, ask, calls, runs, held } = setUp();
    const replies = [ask('1'), ask('2')];
    const other = ask('3', { conversation: threadKey('2') });
    await clock.advance(100);
    runs.forget((question) => question.conversation === threadKey('1'));
    complete(calls[0]);
    complete(calls[1]);
    await clock.advance(100);
    complete(calls[2]);
    await clock.advance(100);
    for (const { visible } of [...replies, other]) expect(visible).toEqual(['Blue complete']);
    expect([...held.keys()]).toEqual([threadKey('2')]);
  });
});

describe('stopping one question', () => {
  it('ends its answer at once with what it has, and the next one begins', async () => {
    const { clock, ask, asked, calls, ended, runs, held } = setUp();
    const [first, second] = [ask('1'), ask('2')];
    await clock.advance(100);
    calls[0]?.say({ type: 'text', text: 'The sky' });
    await clock.advance(1000);
    runs.stop('1');
    await clock.advance(1000);
    expect(first.visible).toEqual(['The sky stopped']);
    expect(calls[0]?.signal.aborted).toBe(true);
    expect(asked()).toEqual(['1', '2']);
    expect(held.get(threadKey('1'))?.turns).toMatchObject([{ answer: 'The sky', state: 'stopped' }]);
    complete(calls[1]);
    await clock.advance(1000);
    expect(second.visible).toEqual(['Blue complete']);
    expect(ended).toEqual(['1', '2']);
  });

  it('that waits ends it before its turn: it is never asked, leaves no trace, and the others keep their order', async () => {
    const { clock, ask, asked, calls, ended, runs, held } = setUp();
    const [first, second, third] = [ask('1'), ask('2'), ask('3')];
    await clock.advance(1000);
    runs.stop('2');
    await clock.advance(1000);
    expect([first.visible, second.visible, third.visible]).toEqual([['working'], ['stopped'], ['waits for 1']]);
    expect(ended).toEqual(['2']);
    const fourth = ask('4');
    await clock.advance(1000);
    expect(asked()).toEqual(['1']);
    expect(fourth.visible).toEqual(['waits for 2']);
    for (const index of [0, 1, 2]) {
      complete(calls[index], `answer ${index}`);
      await clock.advance(1000);
    }
    expect(asked()).toEqual(['1', '3', '4']);
    expect(held.get(threadKey('1'))?.turns.map(({ questionId }) => questionId)).toEqual(['1', '3', '4']);
    expect(runs.questions()).toEqual([]);
  });

  it('twice, or one that is not known, changes nothing', async () => {
    const { clock, ask, calls, runs } = setUp();
    const { visible } = ask('1');
    await clock.advance(100);
    runs.stop('2');
    calls[0]?.say({ type: 'text', text: 'The sky' });
    await clock.advance(1000);
    expect(visible).toEqual(['The sky working']);
    runs.stop('1');
    runs.stop('1');
    await clock.advance(1000);
    runs.stop('1');
    await clock.advance(1000);
    expect(visible).toEqual(['The sky stopped']);
  });
});

describe('draining', () => {
  it('is over at once when nothing is being answered', async () => {
    const { clock, drain, ended } = setUp();
    drain(25_000, 5000);
    await clock.advance(0);
    expect(ended).toEqual(['drained']);
  });

  it('lets answers end by themselves within the time of grace', async () => {
    const { clock, ask, calls, drain, ended } = setUp();
    const { visible } = ask('1');
    await clock.advance(100);
    drain(25_000, 5000);
    await clock.advance(24_000);
    complete(calls[0]);
    await clock.advance(100);
    expect(visible).toEqual(['Blue complete']);
    expect(ended).toEqual(['1', 'drained']);
  });

  it('ends an answer that takes longer, which says so with what it has, and leaves the question behind it unasked', async () => {
    const { clock, ask, asked, calls, drain, ended, recorded } = setUp();
    const [running, waiting] = [ask('1'), ask('2')];
    await clock.advance(100);
    calls[0]?.say({ type: 'text', text: 'The sky' });
    drain(25_000, 5000);
    await clock.advance(24_999);
    expect(ended).toEqual([]);
    await clock.advance(1000);
    expect(running.visible).toEqual(['The sky failed stopped']);
    expect(waiting.visible).toEqual(['waits for 1']);
    expect(recorded.get('1')?.state).toBe('ended');
    expect(recorded.get('2')?.state).toBe('opened');
    expect(asked()).toEqual(['1']);
    expect(ended).toEqual(['1', '2', 'drained']);
  });

  it('waits also for a question that came in meanwhile', async () => {
    const { clock, ask, calls, drain, ended } = setUp();
    ask('1');
    await clock.advance(100);
    drain(25_000, 5000);
    const late = ask('2', { conversation: threadKey('2') });
    await clock.advance(100);
    complete(calls[0]);
    await clock.advance(100);
    expect(ended).toEqual(['1']);
    complete(calls[1]);
    await clock.advance(100);
    expect(late.visible).toEqual(['Blue complete']);
    expect(ended).toEqual(['1', '2', 'drained']);
  });

  it('does not wait any longer for a platform that takes no last write', async () => {
    const { clock, ask, drain, ended } = setUp();
    const { gate } = ask('1');
    await clock.advance(100);
    gate.shut();
    drain(25_000, 5000);
    await clock.advance(29_999);
    expect(ended).toEqual([]);
    await clock.advance(1);
    expect(ended).toEqual(['drained']);
  });
});
