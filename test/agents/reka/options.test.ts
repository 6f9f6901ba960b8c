import { describe, expect, it } from 'vitest';
import type { AnswerEvent } from '../../../src/core/answer/answer.ts';
import type { ResearchOptions } from '../../../src/core/question/research-options.ts';
import { createManualClock } from '../../core/manual-clock.ts';
import { ask, conversation, questionOf } from '../ask.ts';
import { answerOf, emulated } from './emulated.ts';

describe('the options of a question', () => {
  it.each<[string, ResearchOptions, object]>([
    ['depth quick', { depth: 'quick' }, { parallel_thinking: { mode: 'none' } }],
    ['depth deep', { depth: 'deep' }, { parallel_thinking: { mode: 'low' } }],
    ['depth deepest', { depth: 'deepest' }, { parallel_thinking: { mode: 'high' } }],
    ['only', { only: ['europa.eu', 'gov.uk'] }, { web_search: { allowed_domains: ['europa.eu', 'gov.uk'] } }],
    ['except', { except: ['example.com'] }, { web_search: { blocked_domains: ['example.com'] } }],
    ['searches', { searches: 5 }, { web_search: { max_uses: 5 } }],
    ['no-web', { noWeb: true }, { web_search: { enabled: false } }],
    [
      'near',
      { near: { city: 'New York', region: 'NY', country: 'US', timezone: 'America/New_York' } },
      {
        web_search: {
          user_location: {
            type: 'approximate',
            approximate: { city: 'New York', region: 'NY', country: 'US', timezone: 'America/New_York' },
          },
        },
      },
    ],
    [
      'all that go together',
      { depth: 'deep', only: ['europa.eu'], near: { country: 'DE' }, searches: 3 },
      {
        web_search: {
          max_uses: 3,
          allowed_domains: ['europa.eu'],
          user_location: { type: 'approximate', approximate: { country: 'DE' } },
        },
        parallel_thinking: { mode: 'low' },
      },
    ],
  ])('are sent as documented: %s', async (_which, wanted, research) => {
    const { emulator, agent } = await emulated({ clock: createManualClock() });
    const { answer } = await ask(agent, 'Who?', { wanted });
    expect(answer.state).toBe('complete');
    const stream = wanted.depth === undefined || wanted.depth === 'quick';
    const messages = [{ role: 'user', content: 'Who?' }];
    expect(emulator.requests[0]?.body).toEqual({ model: 'reka-flash-research', messages, stream, research });
    expect(emulator.violations).toEqual([]);
  });

  it('send nothing where they say nothing', async () => {
    const { emulator, agent } = await emulated();
    await ask(agent, 'Who?', { wanted: {} });
    expect(emulator.requests[0]?.body).not.toHaveProperty('research');
  });
});

describe('parallel thinking', () => {
  const wanted = { depth: 'deepest' } as const;

  /** Asks, and lets the emulator think until the test says so. */
  async function asked() {
    const clock = createManualClock();
    const thought = Promise.withResolvers<void>();
    const { emulator, agent } = await emulated({ clock }, { sleep: () => thought.promise });
    emulator.play({ ...answerOf({ text: 'Deep thought.' }), delayMs: 1 });
    const seen: AnswerEvent[] = [];
    const stopping = new AbortController();
    const outcome = ask(agent, 'Who?', { wanted, signal: stopping.signal, onEvent: (event) => seen.push(event) });
    await expect.poll(() => emulator.requests.length).toBe(1);
    return { clock, emulator, seen, outcome, stopping, think: thought.resolve };
  }

  it('says how long it has taken, every ten seconds, until the answer comes whole', async () => {
    const { clock, seen, outcome, think } = await asked();
    await clock.advance(25_000);
    expect(seen).toEqual([
      { type: 'asking' },
      ...[0, 10_000, 20_000].map((elapsedMs) => ({ type: 'waiting', elapsedMs })),
    ]);
    think();
    const { answer, events } = await outcome;
    expect(answer).toMatchObject({ state: 'complete', text: 'Deep thought.' });
    expect(events.slice(4).map(({ type }) => type)).toEqual(['text', 'usage', 'done']);
    // The request counts for a while against what the key is good for.
    await clock.advance(62_000);
    expect(clock.sleeping()).toBe(0);
  });

  it('is given ten minutes', async () => {
    const { clock, outcome, seen } = await asked();
    await clock.advance(599_000);
    expect(seen.at(-1)).toEqual({ type: 'waiting', elapsedMs: 590_000 });
    await clock.advance(1_000);
    expect((await outcome).error?.kind).toBe('timeout');
  });

  it('ends with its question, and gives the connection back', async () => {
    const { emulator, outcome, stopping } = await asked();
    stopping.abort();
    expect((await outcome).error?.kind).toBe('stopped');
    await expect(emulator.requests[0]?.ended).resolves.toBe('disconnected');
  });

  it('gives the connection back when nobody listens any more', async () => {
    const clock = createManualClock();
    const { emulator, agent } = await emulated({ clock });
    emulator.play({ kind: 'hang' });
    const events = agent.answer(questionOf('Who?', wanted), conversation, { signal: new AbortController().signal });
    for await (const event of events) {
      if (event.type === 'asking') continue;
      expect(event.type).toBe('waiting');
      await expect.poll(() => emulator.requests.length).toBe(1);
      break;
    }
    await expect(emulator.requests[0]?.ended).resolves.toBe('disconnected');
  });

  it('tells a refusal like any other', async () => {
    const { emulator, agent } = await emulated({ clock: createManualClock() });
    emulator.play({ kind: 'response', status: 401, body: { error: { message: 'bad key' } } });
    expect((await ask(agent, 'Who?', { wanted })).error?.kind).toBe('auth');
  });
});
