import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Control } from '../../../src/core/answer/control.ts';
import type { Hold, Policy } from '../../../src/core/asking/policy.ts';
import { FootnoteError } from '../../../src/core/errors.ts';
import type { RunState } from '../../../src/core/ports/stores.ts';
import type { Clock } from '../../../src/core/ports/system.ts';
import { type AgentCall, questionOf, runOf, slackChannel, threadKey } from '../fakes.ts';
import { reigent, research } from '../known-agents.ts';
import { createStage } from '../stage.ts';

const moods = [
  'calm',
  'refuses',
  'throws',
  'takes long',
  'turn throws',
  'turn never comes',
  'settle throws',
  'leave throws',
];
const texts = ['one', 'two', 'reigent: three', 'depth:deep four', 'help', 'forget'];
const stores = ['fine', 'accept', 'change', 'find', 'reword', 'load', 'save'];
const address = { platform: 'slack', channel: 'C1', messages: [] } as const;
const locked = new FootnoteError('storage', 'Locked.');

/** A policy of many moods, and what it keeps. */
function moody(clock: () => Clock) {
  const held = new Set<Hold>();
  let mood = 'calm';
  const policy: Policy = async () => {
    const now = mood;
    const fail = (when: string) => {
      if (now === when) throw new Error(when);
    };
    if (now === 'takes long') await clock().sleep(5000);
    if (now === 'refuses') return { refusal: { by: 'moody', words: 'No.' } };
    fail('throws');
    const hold: Hold = {
      settle: () => fail('settle throws'),
      async turn(signal) {
        fail('turn throws');
        if (now === 'turn never comes') await clock().sleep(Number.POSITIVE_INFINITY, signal);
      },
      leave() {
        held.delete(hold);
        fail('leave throws');
      },
    };
    held.add(hold);
    return { hold };
  };
  const become = (next: string) => {
    mood = next;
  };
  return { policy, held, become };
}

/** A stage on which anything can go wrong, and what may happen on it; `n` picks one of what there is. */
function setUp() {
  const { policy, held, become } = moody(() => stage.clock);
  const places = new Map<string, number>();
  let broken = 'fine';
  const fail = (what: string) => {
    if (broken === what) throw locked;
  };
  const stage = createStage({
    on: [research, reigent],
    asksLater: true,
    policies: [policy],
    reask: true,
    running: { person: 3 },
    adapter: { restore: (said) => (said.startsWith('{') ? heard(JSON.parse(said)) : undefined) },
  });
  const { clock, recorded, failures, reception, edits, buttons } = stage;
  const ended = new Set<AgentCall>();
  const open = () => stage.calls().filter((call) => !ended.has(call));

  /** Something said in one of three threads. */
  function heard({ id, text }: { readonly id: string; readonly text: string }) {
    const thread = places.get(id) ?? 1;
    const plain = stage.incoming(id, text);
    const resume: typeof plain.resume = (at) => {
      fail('resume');
      return plain.resume(at);
    };
    return stage.incoming(id, text, {
      line: `line ${thread}`,
      async current() {
        fail('current');
        return threadKey(String(thread));
      },
      async open() {
        await clock.sleep(10);
        fail('open');
        return { conversation: threadKey(String(thread)), ...plain.resume(address) };
      },
      resume,
    });
  }

  function breakStore(what: string): void {
    broken = what;
    for (const failing of [recorded.failures, failures])
      for (const name of stores) Reflect.deleteProperty(failing, name);
    if (what !== 'fine') Reflect.set(what === 'load' || what === 'save' ? failures : recorded.failures, what, locked);
  }

  function finish(call: AgentCall): void {
    ended.add(call);
    call.say({ type: 'asking' }, { type: 'text', text: 'Blue' }, { type: 'done', complete: true });
    call.end();
  }

  const person = { userId: 'U1', mayModerate: async () => true, tell: async () => {} };
  const press = (questionId: string, control: Control) =>
    buttons.press({ ...person, questionId, control, channelKey: slackChannel(), show: async () => {} });

  const happenings: Readonly<Record<string, (id: string, n: number) => unknown>> = {
    say(id, n) {
      places.set(id, n % 3);
      void reception.accept(heard({ id, text: texts[n % texts.length] ?? '' }));
    },
    edit: (id, n) => void edits.edited(heard({ id, text: `${texts[n % texts.length]}` })),
    delete: (id) => void edits.deleted({ platform: 'slack', channel: 'C1', messageId: id, questionId: id }),
    stop: (id) => void press(id, 'stop'),
    retry: (id, n) => void (n % 2 ? press(id, 'retry') : Promise.all([press(id, 'retry'), press(id, 'retry')])),
    reword: (id) => void press(id, 'reword'),
    'stop all': (_, n) => void buttons.stopConversation(threadKey(String(n % 3)), person),
    answer: (_, n) =>
      open()
        .slice(n % 4, (n % 4) + 1)
        .forEach(finish),
    'fail an answer'(_, n) {
      const call = open()[n % 4];
      if (call) ended.add(call);
      call?.fail(new FootnoteError('upstream', 'Gone.'));
    },
    'ask, or put back': (_, n) =>
      open()[n % 4]?.say(n % 2 ? { type: 'asking' } : { type: 'queued', wait: { for: 'agent', perMinute: 1 } }),
    change: (_, n) => become(moods[n % moods.length] ?? ''),
    calm: () => become('calm'),
    break: (_, n) => breakStore([...stores, 'current', 'open', 'resume'][n % 10] ?? ''),
    mend: () => breakStore('fine'),
    wait: (_, n) => clock.advance([10, 1000, 120_000, 700_000][n % 4] ?? 0),
    'lose to another process': (id) => recorded.lose(id),
    async 'take up'(id, n) {
      const states: readonly RunState[] = ['accepted', 'opened', 'asked'];
      const left = { ...runOf(`left ${id}`), state: states[n % 3] ?? 'asked', answer: undefined };
      const question = questionOf(left.id, { conversation: threadKey('1') });
      const known = left.state === 'accepted' ? { question: undefined } : { question, address };
      if (!recorded.runs.has(left.id))
        await stage.start([{ ...left, ...known, said: JSON.stringify({ id: left.id, text: 'left' }) }]);
    },
  };

  /** All that is open ends, with nothing in its way. */
  async function calmDown() {
    become('calm');
    breakStore('fine');
    for (let round = 0; round < 30; round += 1) {
      open().forEach(finish);
      await clock.advance(round === 5 ? 1_300_000 : 20_000);
    }
  }
  return { ...stage, held, happenings, calmDown, said: heard, places };
}

const happening = fc.record({
  what: fc.constantFrom(...['say', 'say', 'say', 'answer', 'calm', 'mend'], ...Object.keys(setUp().happenings)),
  id: fc.nat(9).map(String),
  n: fc.nat(59),
});

it('whatever happens, nothing stays counted, and as many questions may run as at the beginning', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 50 }), async (all) => {
      const { happenings, calmDown, clock, runs, held, calls, reception, incoming } = setUp();
      for (const { what, id, n } of all) {
        await happenings[what]?.(id, n);
        await clock.advance(5);
      }
      await calmDown();
      expect([runs.active(), held.size]).toEqual([0, 0]);
      const before = calls().length;
      for (const id of ['late 1', 'late 2', 'late 3', 'late 4']) {
        const open = async () => ({ conversation: threadKey(id), ...incoming(id, '').resume(address) });
        void reception.accept(incoming(id, 'late', { line: id, current: async () => undefined, open }));
      }
      await clock.advance(3000);
      expect(calls().length - before).toBe(3);
    }),
    { numRuns: Number(process.env['RUNS'] ?? 60) },
  );
});
