import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnswerEvent } from '../../../src/core/answer/answer.ts';
import type { RunningLimits } from '../../../src/core/asking/policies/running.ts';
import type { FullPlace, Phrases } from '../../../src/core/ports/phrases.ts';
import { decodeChannelKey, encodeChannelKey } from '../../../src/core/question/keys.ts';
import type { Question } from '../../../src/core/question/question.ts';
import { english } from '../../words/english.ts';
import { type AgentCall, questionOf, renderText, slackChannel, threadKey } from '../fakes.ts';
import { settled } from '../manual-clock.ts';
import { createStage } from '../stage.ts';

const minuteMs = 60_000;
const plenty: RunningLimits = { person: 50, channel: 50, workspace: 50, process: 50 };

function setUp(limits: Partial<RunningLimits> = {}, { asksLater = false, paced = true } = {}) {
  const refusals: FullPlace[] = [];
  const phrases: Phrases = {
    ...english,
    tooMany(full) {
      refusals.push(full);
      return english.tooMany(full);
    },
  };
  const stage = createStage({ asksLater, unpaced: !paced, running: { ...plenty, ...limits }, phrases });
  const ended: string[] = [];
  /** Lets a question in unless a limit refuses it. */
  const ask = async (id: string, changes: Partial<Question> = {}) => {
    const question = questionOf(id, { conversation: threadKey(id), ...changes });
    const by = question.asker;
    const asked = await stage.asking.ask({ question: { ...question, platform: 'slack' }, by, cause: 'said' });
    const [refusal] = refusals.splice(0);
    if (refusal) return refusal;
    if ('refusal' in asked) throw new Error(asked.refusal.words);
    stage.recorded.runs.set(id, { id, platform: 'slack', state: 'opened', said: '', acceptedAt: 0 });
    const { reply, visible } = stage.replyTo(id);
    void stage.runs
      .answer({ question, platform: 'slack', ...asked, reply, render: renderText })
      .then(() => ended.push(id));
    return visible;
  };
  const asked = () => stage.calls().map(({ question }) => question.id);
  return { ...stage, ask, asked, ended };
}

function complete(call: AgentCall | undefined): void {
  call?.say({ type: 'text', text: 'Blue' }, { type: 'done', complete: true });
  call?.end();
}

describe('a question beyond what may be answered at a time', () => {
  it.each([
    ['person', { person: 2 }, {}],
    ['channel', { channel: 2 }, { asker: { id: 'U2' } }],
    ['workspace', { workspace: 2 }, { asker: { id: 'U2' }, channelKey: slackChannel('C2') }],
    ['process', { process: 2 }, { asker: { id: 'U2' }, channelKey: slackChannel('C2', 'T2') }],
  ] as const)('for the %s waits, shows what for, and is asked when one has ended', async (scope, limits, changes) => {
    const { clock, ask, asked, calls } = setUp(limits);
    const shown = await Promise.all(['1', '2', '3'].map((id) => ask(id, id === '3' ? changes : {})));
    await clock.advance(1000);
    expect(asked()).toEqual(['1', '2']);
    expect(shown[2]).toEqual([`waits for ${scope}`]);
    complete(calls()[0]);
    await clock.advance(1000);
    expect(asked()).toEqual(['1', '2', '3']);
    expect(shown[2]).toEqual(['working']);
  });

  it.each([
    ['person', { person: 1 }, { asker: { id: 'U2' } }],
    ['channel', { channel: 1 }, { channelKey: slackChannel('C2') }],
    ['workspace', { workspace: 1 }, { channelKey: slackChannel('C1', 'T2') }],
  ] as const)('for one %s does not hold up another', async (_scope, limits, changes) => {
    const { clock, ask, asked } = setUp(limits);
    await ask('1');
    await ask('2');
    await ask('3', changes);
    await clock.advance(1000);
    expect(asked()).toEqual(['1', '3']);
  });

  it("takes up nothing of its channel's share while it waits for the other questions of its person", async () => {
    const { clock, ask, asked } = setUp({ person: 1, channel: 2 });
    for (const id of ['1', '2', '3']) await ask(id);
    await ask('4', { asker: { id: 'U2' } });
    await clock.advance(1000);
    expect(asked()).toEqual(['1', '4']);
  });

  it("counts Discord's direct messages, which belong to no server, for their person alone", async () => {
    const { clock, ask, asked } = setUp({ person: 2, workspace: 1 });
    for (const [at, id] of ['1', '2', '3'].entries())
      await ask(id, {
        asker: { id: `U${at}` },
        channelKey: encodeChannelKey({ platform: 'discord', workspace: '@dm', channel: `D${at}` }),
      });
    await clock.advance(1000);
    expect(asked()).toEqual(['1', '2', '3']);
  });
});

describe('a question beyond what may be open', () => {
  it('is not let in until one has ended, in a conversation from the sixth on', async () => {
    const { clock, ask, calls, ended } = setUp();
    const inThread = { conversation: threadKey('1') };
    for (const id of ['1', '2', '3', '4', '5']) await ask(id, inThread);
    expect(await ask('6', inThread)).toEqual({ by: 'conversation', open: 5 });
    await clock.advance(1000);
    complete(calls()[0]);
    await clock.advance(1000);
    expect(ended).toEqual(['1']);
    const sixth = await ask('6', inThread);
    await clock.advance(1000);
    expect(sixth).toEqual(['waits for 4']);
  });

  it.each([
    ['person', { person: 1 }],
    ['channel', { channel: 1 }],
    ['workspace', { workspace: 1 }],
    ['process', { process: 1 }],
  ] as const)(
    'is not let in for the %s from five times as many on as are answered at a time',
    async (scope, limits) => {
      const { ask } = setUp(limits);
      for (const id of ['1', '2', '3', '4', '5']) await ask(id);
      expect(await ask('6')).toEqual({ by: scope, open: 5 });
    },
  );
});

describe('a question that waits for ten minutes', () => {
  const tooLong = 'failed timeout';

  it('behind another of its conversation is not asked and says so, and the others go on', async () => {
    const { clock, ask, asked, calls, stateOf, held } = setUp();
    const inThread = { conversation: threadKey('1') };
    const [first, second] = [await ask('1', inThread), await ask('2', inThread)];
    await clock.advance(minuteMs);
    const third = await ask('3', inThread);
    await clock.advance(9 * minuteMs - 1);
    expect(second).toEqual(['waits for 1']);
    await clock.advance(1000);
    expect([first, second, third]).toEqual([['working'], [tooLong], ['waits for 1']]);
    expect([stateOf('1'), stateOf('2')]).toEqual(['asked', 'ended']);
    expect(held.size).toBe(0);
    complete(calls()[0]);
    await clock.advance(1000);
    complete(calls()[1]);
    await clock.advance(1000);
    expect(asked()).toEqual(['1', '3']);
    expect(held.get(threadKey('1'))?.turns.map(({ questionId }) => questionId)).toEqual(['1', '3']);
  });

  it('for the others of its person is not asked and says so', async () => {
    const { clock, ask, asked } = setUp({ person: 1 });
    await ask('1');
    const second = await ask('2');
    await clock.advance(10 * minuteMs + 1000);
    expect(second).toEqual([tooLong]);
    expect(asked()).toEqual(['1']);
  });

  it('for its agent is not asked and says so', async () => {
    const { clock, ask, calls, stateOf } = setUp({}, { asksLater: true });
    const shown = await ask('1');
    await clock.advance(1000);
    calls()[0]?.say({ type: 'queued', wait: { for: 'agent', perMinute: 60 } });
    await clock.advance(9 * minuteMs);
    expect(shown).toEqual(['waits for agent']);
    expect(stateOf('1')).toBe('opened');
    await clock.advance(minuteMs);
    expect(shown).toEqual([tooLong]);
  });

  it('for its agent, which has refused it in between, is not asked again and says so', async () => {
    const { clock, ask, calls } = setUp({}, { asksLater: true });
    const shown = await ask('1');
    await clock.advance(minuteMs);
    calls()[0]?.say({ type: 'asking' });
    await clock.advance(minuteMs);
    calls()[0]?.say({ type: 'queued', wait: { for: 'agent', perMinute: 60 } });
    await clock.advance(7 * minuteMs);
    expect(shown).toEqual(['waits for agent']);
    await clock.advance(minuteMs + 1000);
    expect(shown).toEqual([tooLong]);
  });

  it('is answered however long that takes once its agent is asked', async () => {
    const { clock, ask, calls } = setUp({}, { asksLater: true });
    const shown = await ask('1');
    await clock.advance(9 * minuteMs);
    calls()[0]?.say({ type: 'asking' });
    await clock.advance(9 * minuteMs);
    complete(calls()[0]);
    await clock.advance(1000);
    expect(shown).toEqual(['Blue complete']);
  });
});

describe('the record of a question', () => {
  const queued: AnswerEvent = { type: 'queued', wait: { for: 'agent', perMinute: 60 } };
  const asking: AnswerEvent = { type: 'asking' };

  it('says that it was asked only when its request is about to leave, and no longer when that was refused', async () => {
    const { clock, ask, calls, stateOf } = setUp({}, { asksLater: true });
    const shown = await ask('1');
    await clock.advance(1000);
    const seen: unknown[] = [];
    for (const event of [queued, asking, queued, asking]) {
      calls()[0]?.say(event);
      await clock.advance(2000);
      seen.push([stateOf('1'), ...[shown].flat()]);
    }
    const [waits, works] = [
      ['opened', 'waits for agent'],
      ['asked', 'working'],
    ];
    expect(seen).toEqual([waits, works, waits, works]);
  });
});

describe('a stop of the bot', () => {
  it('leaves what waits as it is, for the next start', async () => {
    const { clock, runs, ask, asked, calls, stateOf, ended } = setUp({ person: 2 }, { asksLater: true });
    const shown = await Promise.all(['1', '2', '3'].map((id) => ask(id)));
    await clock.advance(1000);
    calls()[0]?.say({ type: 'asking' });
    calls()[1]?.say({ type: 'queued', wait: { for: 'agent', perMinute: 60 } });
    await clock.advance(1000);
    void runs.drain(1000, 5000).then(() => ended.push('drained'));
    await clock.advance(2000);
    expect(shown).toEqual([['failed stopped'], ['waits for agent'], ['waits for person']]);
    expect(['1', '2', '3'].map(stateOf)).toEqual(['ended', 'opened', 'opened']);
    expect(asked()).toEqual(['1', '2']);
    expect(ended.at(-1)).toBe('drained');
  });
});

describe('any order of arrivals, ends and waits', () => {
  const arrival = fc.record({
    kind: fc.constant('arrive' as const),
    person: fc.nat(3),
    channel: fc.nat(3),
    thread: fc.nat(2),
  });
  const action = fc.oneof(
    { weight: 5, arbitrary: arrival },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('end' as const), which: fc.nat(20) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 6 }) }),
    },
  );
  const limits: RunningLimits = { person: 2, channel: 3, workspace: 3, process: 5 };

  /** Channels 0 and 1 are in one workspace, 2 and 3 in another. */
  const channelKeyOf = (channel: number) => slackChannel(`C${channel}`, `T${channel < 2 ? 0 : 1}`);

  /** Whoever shares a limit with the question, by scope. */
  const keysOf = ({ asker, channelKey }: Question) => {
    const { workspace } = decodeChannelKey(channelKey);
    return { person: `${workspace} ${asker.id}`, channel: channelKey, workspace, process: 'all' };
  };

  it('keeps every limit and the order of each conversation, answers or refuses all in words, and leaves nothing behind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 80, size: 'max' }), async (actions) => {
        const world = setUp(limits, { paced: false });
        const { clock, runs, ask, calls, asked, ended } = world;
        const questions: Question[] = [];
        const finished = new Set<AgentCall>();
        const shown = new Map<string, unknown>();
        const running = () => calls().filter((call) => !finished.has(call));
        const finish = async (call: AgentCall | undefined) => {
          if (!call) return;
          finished.add(call);
          complete(call);
          await settled();
        };
        const check = () => {
          for (const scope of ['person', 'channel', 'workspace', 'process'] as const) {
            const counts = Map.groupBy(running(), ({ question }) => keysOf(question)[scope]);
            for (const { length } of counts.values()) expect(length).toBeLessThanOrEqual(limits[scope]);
          }
          for (const [, inThread] of Map.groupBy(running(), ({ question }) => question.conversation))
            expect(inThread).toHaveLength(1);
        };
        for (const [at, doing] of actions.entries()) {
          if (doing.kind === 'arrive') {
            const { person, channel, thread } = doing;
            const channelKey = channelKeyOf(channel);
            const conversation = threadKey(`${channel}-${thread}`);
            const question = questionOf(String(at).padStart(3, '0'), {
              asker: { id: `U${person}` },
              channelKey,
              conversation,
            });
            const open = questions.filter(({ id }) => shown.has(id) && !ended.includes(id));
            const result = await ask(question.id, question);
            if (Array.isArray(result)) {
              questions.push(question);
              shown.set(question.id, result);
            } else {
              const sharing = open.filter((other) =>
                result.by === 'conversation'
                  ? other.conversation === conversation
                  : keysOf(other)[result.by] === keysOf(question)[result.by],
              );
              expect(sharing).toHaveLength(result.open);
            }
            await settled();
          } else if (doing.kind === 'end') await finish(running()[doing.which % Math.max(1, running().length)]);
          else await clock.advance(doing.minutes * minuteMs);
          check();
        }
        for (let rounds = 0; running().length > 0; rounds += 1) {
          expect(rounds).toBeLessThan(200);
          await finish(running()[0]);
          check();
        }
        await clock.advance(1000);
        expect([...ended].sort()).toEqual(questions.map(({ id }) => id));
        expect(runs.active()).toBe(0);
        expect(clock.sleeping()).toBe(0);
        for (const { id } of questions)
          expect(shown.get(id)).toEqual([asked().includes(id) ? 'Blue complete' : 'failed timeout']);
        for (const inThread of Map.groupBy(calls(), ({ question }) => question.conversation).values()) {
          const order = inThread.map(({ question }) => question.id);
          expect(order).toEqual([...order].sort());
        }
        // No slot is lost: as many run at once as may.
        const fillings = [
          ...[0, 1, 2, 3].map((channel) => [0, 1, 2].map((person) => ({ person, channel }))),
          ...[0, 1, 2, 3].map((person) =>
            [0, 2].flatMap((channel) => [channel, channel].map(() => ({ person, channel }))),
          ),
          [0, 0, 0, 2, 2].map((channel, person) => ({ person: person % 4, channel })),
        ];
        for (const [round, filling] of fillings.entries()) {
          for (const [at, { person, channel }] of filling.entries()) {
            const id = `again-${round}-${at}`;
            await ask(id, { asker: { id: `U${person}` }, channelKey: channelKeyOf(channel) });
          }
          await settled();
          expect(running()).toHaveLength(filling.length);
          for (const call of running()) await finish(call);
        }
      }),
      { numRuns: 30 },
    );
  });
});
