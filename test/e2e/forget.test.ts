import { describe, expect, it } from 'vitest';
import { streamed } from './answers.ts';
import { ended, platforms, stages } from './stages.ts';
import { startWorld } from './world.ts';

describe.each(platforms)('forget on %s', (name) => {
  it('removes the conversation of the thread it is said in', async () => {
    const world = await startWorld();
    world.reka.answerWith(() => streamed(['An answer.']));
    const stage = stages[name](world);
    const talk = await stage.mention('First?');
    await ended(talk);
    await talk.say('forget');
    await expect.poll(() => [...stage.whispered(), ...talk.shown()].join()).toContain('Forgotten: I remember nothing');
    await talk.say('Second?');
    await expect.poll(() => world.reka.requests).toHaveLength(2);
    expect(world.reka.requests.at(-1)?.body.messages.map(({ content }) => content)).toEqual(['Second?']);
    await ended(talk);
  });

  it('said by command in a channel removes what the asker began there', async () => {
    const world = await startWorld();
    world.reka.answerWith(() => streamed(['An answer.']));
    const stage = stages[name](world);
    const mentioned = await stage.mention('First?');
    await ended(mentioned);
    const commanded = await stage.command('research', 'Another?');
    await ended(commanded);
    const { slack, discord } = world;
    if (name === 'Slack')
      await slack.command({
        channel: slack.channels.general,
        user: slack.users.ada,
        command: '/research',
        text: 'forget',
      });
    else
      await discord.command({
        channel: discord.channels.general,
        user: discord.users.ada,
        name: 'research',
        options: { question: 'forget' },
      });
    await expect.poll(() => stage.whispered().join()).toContain('Forgotten: 2 conversations');
    await mentioned.say('Second?');
    await expect.poll(() => world.reka.requests).toHaveLength(3);
    expect(world.reka.requests.at(-1)?.body.messages.map(({ content }) => content)).toEqual(['Second?']);
    await expect.poll(() => mentioned.shown()).toHaveLength(2);
    await ended(mentioned);
  });
});
