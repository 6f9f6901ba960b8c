import { describe, expect, it } from 'vitest';
import type { RekaScript } from '../../emulators/reka/script.ts';
import { ended, platforms, stages } from './stages.ts';
import { startWorld } from './world.ts';

const answer = (...texts: string[]) => texts.map((text) => ({ text, delayMs: 20 }));

describe.each(platforms)('an agent that fails, on %s', (name) => {
  it.each<[string, RekaScript, RegExp]>([
    [
      'refuses the key',
      { kind: 'response', status: 401, body: { detail: 'invalid key sk-secret-123456' } },
      /refused the bot's key/,
    ],
    [
      'has no credit left',
      { kind: 'response', status: 429, body: { detail: 'P001: Insufficient Balance' } },
      /run out of credit/,
    ],
    [
      'does not have the model',
      { kind: 'response', status: 404, body: { error: { message: 'model not found' } } },
      /does not offer the configured model/,
    ],
    [
      'refuses the question',
      { kind: 'response', status: 422, body: { detail: [{ msg: 'bad' }] } },
      /did not accept this question/,
    ],
    ['answers with nonsense', { kind: 'response', status: 200, body: '<html>hello</html>' }, /could not be read/],
    ['ends without an answer', { kind: 'answer', items: [], ending: 'silent-end' }, /could not be read/],
  ])('says in one sentence that it %s', async (_, script, sentence) => {
    const world = await startWorld();
    world.reka.play(script);
    const talk = await stages[name](world).mention('Anything?');
    const messages = await ended(talk);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(sentence);
    expect(messages[0]).not.toMatch(/secret|detail|html|Error/);
    expect(world.log.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });

  it('keeps the text that came before the connection broke, and says that it is incomplete', async () => {
    const world = await startWorld();
    world.reka.play({ kind: 'answer', items: answer('The first half', ' of the answer'), ending: 'reset' });
    const talk = await stages[name](world).mention('Anything?');
    expect((await ended(talk))[0]).toMatch(/^The first half of the answer\n[\s\S]*⚠️ .*may be incomplete/);
    expect(talk.shown()).toHaveLength(1);
  });

  it('marks an answer whose end was never announced', async () => {
    const world = await startWorld();
    world.reka.play({ kind: 'answer', items: answer('All', ' there was.'), ending: 'silent-end' });
    const talk = await stages[name](world).mention('Anything?');
    expect((await ended(talk))[0]).toMatch(/^All there was\.\n[\s\S]*may be incomplete/);
  });

  it('says that it took too long', async () => {
    const world = await startWorld({
      limits: { agentTimeouts: { totalMs: 600, headersMs: 600, idleMs: 600, progressMs: 600 } },
    });
    world.reka.play({ kind: 'hang' });
    const talk = await stages[name](world).mention('Anything?');
    expect((await ended(talk))[0]).toMatch(/took too long/);
  });

  it('tells of a Reigent that is not found', async () => {
    const world = await startWorld();
    world.rei.play({ kind: 'response', status: 404, body: 'Agent not found' });
    const talk = await stages[name](world).mention('reigent: Anything?');
    expect((await ended(talk))[0]).toMatch(/The Reigent was not found/);
  });

  it('is asked again in the same thread as if nothing had happened', async () => {
    const world = await startWorld();
    world.reka.play({ kind: 'response', status: 401 }, { kind: 'answer', items: answer('Now it works.') });
    const talk = await stages[name](world).mention('Anything?');
    await ended(talk);
    await talk.say('And now?');
    await expect.poll(() => talk.shown()[1] ?? '').toMatch(/^Now it works\.[\s\S]* · /);
  });
});
