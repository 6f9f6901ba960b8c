import { describe, expect, it } from 'vitest';
import { streamed } from './answers.ts';
import { ended, platforms, slackText, stages } from './stages.ts';
import { startWorld } from './world.ts';

describe.each(platforms)('slash commands on %s', (name) => {
  it('show the question and answer in a thread of it', async () => {
    const world = await startWorld();
    world.reka.play(streamed(['It is blue [example.org](https://example.org/one).']));
    world.rei.play({ kind: 'answer', content: 'Blue, I think.' });
    const stage = stages[name](world);
    const research = await stage.command('research', 'What colour is the sky?');
    expect((await ended(research))[0]).toMatch(/^It is blue \[\[1\]\]/);
    const reigent = await stage.command('reigent', 'What colour is the sky?');
    expect((await ended(reigent))[0]).toMatch(/^Blue, I think\./);
    const anchors =
      name === 'Slack'
        ? world.slack
            .messages(world.slack.channels.general)
            .filter(({ threadTs }) => !threadTs)
            .map(slackText)
        : world.discord.messages(world.discord.channels.general).map(({ content }) => content);
    for (const anchor of anchors) expect(anchor).toMatch(/ada.*asked: What colour is the sky\?/i);
    expect(anchors).toHaveLength(2);
  });

  it.each(['', 'help', '  HELP '])('explain themselves to the asker alone when they are given "%s"', async (words) => {
    const world = await startWorld();
    const stage = stages[name](world);
    if (name === 'Slack')
      await world.slack.command({
        channel: world.slack.channels.general,
        user: world.slack.users.ada,
        command: '/research',
        text: words,
      });
    else
      await world.discord.command({
        channel: world.discord.channels.general,
        user: world.discord.users.ada,
        name: 'research',
        options: words === '' ? {} : { question: words },
      });
    await expect.poll(() => stage.whispered().at(-1)).toMatch(/Ask me anything/);
    expect(stage.whispered()).toHaveLength(1);
    expect(world.reka.requests).toEqual([]);
  });
});

describe("Discord's /help", () => {
  it('tells the asker alone what the bot does', async () => {
    const world = await startWorld();
    const { discord } = world;
    await discord.command({ channel: discord.channels.general, user: discord.users.ada, name: 'help', options: {} });
    const stage = stages.Discord(world);
    await expect.poll(() => stage.whispered().at(-1)).toMatch(/Ask me anything[\s\S]*Who answers/);
    expect(stage.whispered()).toHaveLength(1);
  });
});

describe('/research where the bot is no member of the Slack channel', () => {
  it('answers through the response URL, whole', async () => {
    const world = await startWorld();
    const paragraphs = Array.from({ length: 300 }, (_, index) => `Paragraph ${index} has some words in it.`);
    world.reka.play(streamed([paragraphs.join('\n\n')]));
    const { slack } = world;
    await slack.command({
      channel: slack.channels.random,
      user: slack.users.ada,
      command: '/research',
      text: 'Tell me all',
    });
    const shown = () =>
      slack
        .messages(slack.channels.random)
        .filter(({ ephemeralTo }) => !ephemeralTo)
        .map(slackText);
    await expect.poll(() => shown().at(-1) ?? '').toMatch(/Reka Research · /);
    expect(
      shown()
        .join('\n')
        .match(/Paragraph \d+ /g),
    ).toEqual(paragraphs.map((_, index) => `Paragraph ${index} `));
    expect(shown()[0]).toContain('asked: Tell me all');
    expect(slack.ephemerals(slack.users.ada).map(slackText).join()).toContain('Researching…');
  });
});

describe('/research where Discord allows no thread', () => {
  it('answers in the channel, and a reply to the answer goes on with the conversation', async () => {
    const world = await startWorld();
    world.reka.play(streamed(['First.']), streamed(['Second.']));
    const { discord } = world;
    const channel = discord.channels.noThreads;
    await discord.command({ channel, user: discord.users.ada, name: 'research', options: { question: 'One?' } });
    const answer = () =>
      discord.messages(channel).find(({ content }) => content.includes('First.') && content.includes(' · '));
    await expect.poll(answer).toBeDefined();
    await discord.post({
      channel,
      user: discord.users.ada,
      text: 'Two?',
      replyTo: answer()?.id ?? '',
      pingReply: true,
    });
    await expect.poll(() => discord.messages(channel).at(-1)?.content ?? '').toMatch(/Second\.[\s\S]* · /);
    expect(world.reka.requests.at(-1)?.body.messages.map(({ content }) => content)).toEqual(['One?', 'First.', 'Two?']);
  });
});
