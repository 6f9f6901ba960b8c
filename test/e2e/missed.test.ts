import { describe, expect, it } from 'vitest';
import { streamed } from './answers.ts';
import { ended, platforms, stages } from './stages.ts';
import { startWorld } from './world.ts';

describe.each(platforms)('what is said on %s while the bot restarts', (name) => {
  it('is answered after the restart, once and in the order in which it was said', async () => {
    const world = await startWorld();
    world.reka.answerWith(() => streamed(['An answer.']));
    const stage = stages[name](world);
    const thread = await stage.mention('First?');
    const direct = await stage.directMessage('Between us?');
    await ended(thread);
    await ended(direct);
    await world.restart(async () => {
      await thread.say('Second?');
      await thread.say('Third?');
      await direct.say('Still between us?');
    });
    await expect.poll(() => thread.shown().filter((text) => / · /.test(text)).length).toBe(3);
    await expect.poll(() => direct.shown().filter((text) => / · /.test(text)).length).toBe(2);
    const last = world.reka.requests.map(({ question }) => question.split('\n').at(-1));
    expect(last.filter((question) => question === 'Second?' || question === 'Third?')).toEqual(['Second?', 'Third?']);
    expect(last).toHaveLength(5);
  });
});
