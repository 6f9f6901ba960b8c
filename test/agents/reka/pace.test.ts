import { describe, expect, it } from 'vitest';
import { FootnoteError } from '../../../src/core/errors.ts';
import { createManualClock, settled } from '../../core/manual-clock.ts';
import { ask } from '../ask.ts';
import { answerOf, emulated } from './emulated.ts';

async function busy(perMinute?: number) {
  const clock = createManualClock();
  const { emulator, agent } = await emulated(
    { clock, ...(perMinute !== undefined && { requestsPerMinute: perMinute }) },
    { now: clock.now, ...(perMinute !== undefined && { requestsPerMinute: perMinute }) },
  );
  emulator.answerWith(() => answerOf({ text: 'Here.' }));
  return { clock, emulator, agent };
}

describe('the requests of all questions', () => {
  it('stay within what the key is good for: 61 at once are all answered, and none is refused', async () => {
    const { clock, emulator, agent } = await busy();
    const outcomes = Array.from({ length: 61 }, (_, at) => ask(agent, `Question ${at}`));
    await expect.poll(() => emulator.requests.length).toBe(55);
    await clock.advance(61_999);
    expect(emulator.requests).toHaveLength(55);
    await clock.advance(1);
    const answers = await Promise.all(outcomes);
    expect(answers.filter(({ answer }) => answer.state === 'complete')).toHaveLength(61);
    expect(emulator.journal.entries.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 61 }, () => 'ok'));
  });

  it('say that they wait, and leave in order of arrival', async () => {
    const { clock, emulator, agent } = await busy(1);
    const outcomes = ['one', 'two', 'three'].map((text) => ask(agent, text));
    for (const count of [1, 2, 3]) {
      await expect.poll(() => emulator.requests.length).toBe(count);
      await clock.advance(62_000);
    }
    const events = (await Promise.all(outcomes)).map((outcome) => outcome.events.map(({ type }) => type).slice(0, 2));
    expect(events).toEqual([
      ['asking', 'text'],
      ['queued', 'asking'],
      ['queued', 'asking'],
    ]);
    expect(emulator.requests.map(({ question }) => question)).toEqual(['one', 'two', 'three']);
  });

  it('that are given up while they wait never leave, and hold up nobody', async () => {
    const { clock, emulator, agent } = await busy(1);
    await ask(agent, 'one');
    const stop = new AbortController();
    const [given, next] = [ask(agent, 'two', { signal: stop.signal }), ask(agent, 'three')];
    await settled();
    const reason = new FootnoteError('timeout', 'It waited too long.');
    stop.abort(reason);
    expect((await given).error).toBe(reason);
    await clock.advance(62_000);
    expect((await next).answer.state).toBe('complete');
    expect(emulator.requests.map(({ question }) => question)).toEqual(['one', 'three']);
  });
});
