import { describe, expect, it } from 'vitest';
import { startAnswer } from '../../../src/core/answer/answer.ts';
import type { AskRequest, Hold, Policy } from '../../../src/core/asking/policy.ts';
import { FootnoteError } from '../../../src/core/errors.ts';
import type { Run } from '../../../src/core/ports/stores.ts';
import { type AgentCall, questionOf, runOf, slackChannel, threadKey } from '../fakes.ts';
import { reigent, research } from '../known-agents.ts';
import { createStage, type StageOptions } from '../stage.ts';

const address = { platform: 'slack', channel: 'C1', messages: [] } as const;

/** Refuses a Reigent and what is not quick, and notes what it was asked. */
function fussy() {
  const requests: AskRequest[] = [];
  const policy: Policy = (request) => {
    requests.push(request);
    const { agent, options } = request.question;
    if (agent === reigent) return { refusal: { by: 'fussy', words: 'No Reigent today.' } };
    return options?.depth === 'deepest' ? { refusal: { by: 'fussy', words: 'Not that deep.' } } : 'pass';
  };
  return { requests, policy };
}

function setUp(options: StageOptions = {}) {
  const stage = createStage({ on: [research, reigent], ...options });
  const { clock, edits, incoming, buttons } = stage;
  return {
    ...stage,
    async edit(id: string, text: string) {
      await edits.edited(incoming(id, text));
      await clock.advance(1000);
    },
    async finish(call: AgentCall | undefined) {
      call?.say({ type: 'text', text: 'Blue' }, { type: 'done', complete: true });
      call?.end();
      await clock.advance(5000);
    },
    async retry(id: string, userId = 'U1') {
      const told: string[] = [];
      await buttons.press({
        control: 'retry',
        questionId: id,
        userId,
        channelKey: slackChannel(),
        mayModerate: async () => true,
        tell: async (words) => void told.push(words),
        show: async () => {},
      });
      await clock.advance(1000);
      return told;
    },
  };
}

describe('a question that is edited before it is asked', () => {
  it.each([
    ['names another agent', 'reigent: other?', 'No Reigent today.'],
    ['is to be answered more deeply', 'depth:deepest other?', 'Not that deep.'],
  ])('is judged anew where it %s while it waits', async (_, text, reason) => {
    const { policy, requests } = fussy();
    const { say, edit, finish, calls, shown, stateOf, asked, held } = setUp({ policies: [policy] });
    await say('1', 'One?');
    await say('2', 'Two?');
    await edit('2', text);
    await finish(calls()[0]);
    expect(asked()).toEqual(['One?']);
    expect([shown('2'), stateOf('2')]).toEqual([[`failed ${reason}`], 'ended']);
    expect(requests.map(({ cause }) => cause)).toEqual(['said', 'said', 'edited']);
    // The next question would take it along.
    expect(held.get(threadKey('1'))?.turns.map(({ question }) => question)).toEqual(['One?']);
  });

  it('is judged anew where that happens while its place is made', async () => {
    const { policy } = fussy();
    const opened = Promise.withResolvers<void>();
    const { say, edit, shown, asked, clock } = setUp({ policies: [policy], opening: () => opened.promise });
    await say('1', 'One?');
    await edit('1', 'reigent: other?');
    opened.resolve();
    await clock.advance(1000);
    expect([asked(), shown('1')]).toEqual([[], ['failed No Reigent today.']]);
  });

  it('keeps its place, and is asked in its new words where they may be asked', async () => {
    const { say, edit, finish, calls, asked } = setUp({ running: { person: 1 } });
    for (const id of ['1', '2', '3', '4', '5']) await say(id, `Question ${id}?`);
    await edit('2', 'reigent: other?');
    const ended = new Set<AgentCall>();
    for (let call = calls()[0]; call; call = calls().find((one) => !ended.has(one))) {
      ended.add(call);
      await finish(call);
    }
    expect(asked().toSorted()).toEqual(['Question 1?', 'Question 3?', 'Question 4?', 'Question 5?', 'other?']);
  });
});

describe('a policy that throws', () => {
  const broken: Policy = ({ question }) => {
    if (question.text.includes('Two')) throw new Error('Broken.');
    return 'pass';
  };

  it('is an apology to the person, which blames no right that the bot lacks', async () => {
    const { say, told, asked, stateOf, opened } = setUp({ policies: [broken] });
    await say('1', 'Two?');
    expect([asked(), opened(), stateOf('1')]).toEqual([[], 0, 'ended']);
    expect(told).toEqual(['The answer could not be begun just now. Please ask again in a minute.']);
  });

  it('ends what an earlier process left, with a word in the reply that stands', async () => {
    const question = questionOf('1', { text: 'Two?' });
    const { start, shown, stateOf, asked } = setUp({ policies: [broken] });
    const said = JSON.stringify({ id: '1', text: 'Two?' });
    await start([{ ...runOf('1'), state: 'opened', said, question, address, answer: undefined }]);
    expect([asked(), shown('1'), stateOf('1')]).toEqual([[], ['failed bug'], 'ended']);
  });

  it('while a question waits for its turn ends that one, and what comes after it is asked', async () => {
    const waiting: Policy = ({ question }) =>
      question.text === 'Two?' ? { hold: { turn: () => Promise.reject(new Error('Broken.')) } } : 'pass';
    const { say, finish, calls, asked, shown, stateOf, runs } = setUp({ policies: [waiting] });
    await say('1', 'One?');
    await say('2', 'Two?');
    await say('3', 'Three?');
    await finish(calls()[0]);
    expect([asked(), shown('2'), stateOf('2')]).toEqual([['One?', 'Three?'], ['failed bug'], 'ended']);
    await finish(calls()[1]);
    expect(runs.active()).toBe(0);
  });

  it('when a question has ended takes nothing from the others', async () => {
    const left: string[] = [];
    const leaving: Policy = () => ({
      hold: {
        leave() {
          left.push('first');
          throw new Error('Broken.');
        },
      },
    });
    const second: Policy = () => ({ hold: { leave: () => left.push('second') } });
    const { say, finish, calls, asked, stateOf, runs } = setUp({ policies: [leaving, second] });
    await say('1', 'One?');
    await say('2', 'Two?');
    await finish(calls()[0]);
    await finish(calls()[1]);
    expect([asked(), left]).toEqual([
      ['One?', 'Two?'],
      ['first', 'second', 'first', 'second'],
    ]);
    expect([stateOf('1'), stateOf('2'), runs.active()]).toEqual(['ended', 'ended', 0]);
  });
});

describe('what is counted', () => {
  function counting() {
    const held = new Set<Hold>();
    const policy: Policy = () => {
      const hold: Hold = { leave: () => void held.delete(hold) };
      held.add(hold);
      return { hold };
    };
    return { held, policy };
  }

  it('is let go where the place of an earlier process cannot be taken up', async () => {
    const { held, policy } = counting();
    const { start, stateOf, incoming } = setUp({
      policies: [policy],
      adapter: {
        restore: () =>
          incoming('1', 'One?', {
            resume() {
              throw new RangeError('No such place.');
            },
          }),
      },
    });
    await start([{ ...runOf('1'), state: 'opened', said: '{}', address, answer: undefined }]);
    expect([held.size, stateOf('1')]).toEqual([0, 'ended']);
  });

  it('is let go where Retry cannot be done, which can be pressed again', async () => {
    const { held, policy } = counting();
    const stage = setUp({ policies: [policy] });
    const { say, calls, finish, retry, asked, recorded, stateOf } = stage;
    await say('1', 'One?');
    calls()[0]?.fail(new FootnoteError('upstream', 'Gone.'));
    await stage.clock.advance(1000);
    expect(held.size).toBe(0);
    recorded.failures.reword = new FootnoteError('storage', 'Locked.');
    expect(await retry('1')).toEqual([stage.phrases.storeUnreachable]);
    expect(held.size).toBe(0);
    delete recorded.failures.reword;
    expect(await retry('1')).toEqual([]);
    await finish(calls()[1]);
    expect([asked(), held.size, stateOf('1')]).toEqual([['One?', 'One?'], 0, 'ended']);
  });
});

describe('after a crash', () => {
  it("a moderator's Retry is asked for the moderator", async () => {
    const { policy, requests } = fussy();
    const left = { ...runOf('1'), state: 'opened', said: '{"id":"1","text":"One?"}', address } as const;
    const question = questionOf('1', { by: { id: 'U9' } });
    const { start, calls } = setUp({ policies: [policy] });
    await start([{ ...left, question, answer: startAnswer(research, 0) }]);
    expect(requests).toMatchObject([{ by: { id: 'U9' }, cause: 'recovered' }]);
    expect(calls().map(({ question }) => question.by)).toEqual([{ id: 'U9' }]);
  });

  it('a reply whose question cannot be read any more does not look alive', async () => {
    const left: Run = { ...runOf('1'), state: 'asked', said: 'nonsense', address, answer: startAnswer(research, 0) };
    const { start, shown, stateOf, asked } = setUp();
    await start([left]);
    expect([asked(), shown('1'), stateOf('1')]).toEqual([[], ['incomplete interrupted'], 'ended']);
  });
});

describe('what is retried', () => {
  it('and put back by its agent’s rate is as one that was not asked, so that a crash finds it waiting', async () => {
    const { say, retry, calls, clock, stateOf } = setUp({ asksLater: true });
    await say('1', 'One?');
    calls()[0]?.say({ type: 'asking' });
    calls()[0]?.fail(new FootnoteError('upstream', 'Gone.'));
    await clock.advance(5000);
    await retry('1');
    calls()[1]?.say({ type: 'asking' });
    await clock.advance(1000);
    expect(stateOf('1')).toBe('asked-again');
    calls()[1]?.say({ type: 'queued', wait: { for: 'agent', perMinute: 1 } });
    await clock.advance(1000);
    expect(stateOf('1')).toBe('opened');
  });

  it('of an agent that is not set up any more is refused with the reason, and the answer stays', async () => {
    const { retry, told, recorded, shown } = setUp({ on: [reigent] });
    const said = '{"id":"1","text":"One?"}';
    const answer = { ...startAnswer(research, 0), state: 'stopped' } as const;
    const run: Run = { ...runOf('1'), said, address, answer };
    recorded.runs.set('1', run);
    expect(await retry('1')).toEqual(['Reka Research is not set up here. Please tell whoever runs this bot.']);
    expect([told, shown('1'), recorded.runs.get('1')]).toEqual([[], [], run]);
  });
});
