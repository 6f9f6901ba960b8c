import { describe, expect, it } from 'vitest';
import { streamed } from './answers.ts';
import { ended, platforms, stages } from './stages.ts';
import { startWorld } from './world.ts';

describe('the same message', () => {
  it.each(platforms)('delivered again by %s is one question', async (name) => {
    const world = await startWorld();
    world.reka.answerWith(() => streamed(['Once.']));
    const talk = await stages[name](world).mention('How often?');
    const { slack, discord } = world;
    const again = () => {
      if (name === 'Discord') {
        const asked = discord.messages(discord.channels.general).find(({ content }) => content.includes('How often?'));
        discord.redeliver(asked?.id ?? '');
        return Promise.resolve();
      }
      const asked = slack.messages(slack.channels.general).find(({ text }) => text.includes('How often?'));
      return slack.redeliver(asked?.ts ?? '');
    };
    await again();
    await ended(talk);
    await again();
    const second = await stages[name](world).mention('Something else?');
    await ended(second);
    expect(talk.shown()).toHaveLength(1);
    expect(world.reka.requests.map(({ question }) => question)).toEqual(['How often?', 'Something else?']);
  });

  it('delivered by Slack as a mention and as a direct message is one question', async () => {
    const world = await startWorld();
    world.reka.answerWith(() => streamed(['Once.']));
    const talk = await stages.Slack(world).directMessage('@footnote how often?');
    expect(await ended(talk)).toHaveLength(1);
    const types = world.slack.deliveries.map(({ what }) => what);
    expect(types).toEqual(expect.arrayContaining(['app_mention', 'message']));
    const second = await stages.Slack(world).directMessage('Something else?');
    await ended(second);
    expect(world.reka.requests).toHaveLength(2);
  });
});

describe.each(platforms)('messages on %s that are nobody asking', (name) => {
  it('are ignored: other bots, edits, and talk without a mention', async () => {
    const world = await startWorld({ slack: { subscriptions: ['app_mention', 'message.im', 'message.channels'] } });
    world.reka.answerWith(() => streamed(['Answer.']));
    const { slack, discord } = world;
    if (name === 'Slack') {
      const channel = slack.channels.general;
      await slack.post({ channel, user: slack.users.otherBot, text: '@footnote beep' });
      await slack.post({ channel, user: slack.users.ada, text: 'just talking' });
      const { ts } = await slack.post({ channel, user: slack.users.ada, text: 'no question' });
      await slack.editMessage({ channel, ts, text: 'no question, edited' });
    } else {
      const channel = discord.channels.general;
      await discord.post({ channel, user: discord.users.otherBot, text: `<@${discord.botUserId}> beep` });
      await discord.post({ channel, user: discord.users.ada, text: '@everyone just talking' });
      const { id } = await discord.post({ channel, user: discord.users.ada, text: 'no question' });
      await discord.editMessage(id, 'no question, edited');
    }
    const talk = await stages[name](world).mention('a question');
    await ended(talk);
    expect(world.reka.requests.map(({ question }) => question)).toEqual(['a question']);
  });
});
