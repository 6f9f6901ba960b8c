import { describe, expect, it } from 'vitest';
import { part, startScene } from './adapter-on-emulator.ts';

const withChannelMessages = { subscriptions: ['app_mention', 'message.im', 'message.channels'] };

describe('what the adapter hands over', () => {
  it('is a mention with its identity, its place and the words', async () => {
    const { slack, hears } = await startScene();
    const { ts } = await slack.post({
      channel: slack.channels.general,
      user: slack.users.ada,
      text: '@footnote is 1 < 2 & what does @grace say in https://example.com/a?b=1&c=2',
    });
    const [incoming] = await hears(1);
    expect(incoming).toMatchObject({
      id: `slack:${slack.teamId}:${slack.channels.general}:${ts}`,
      platform: 'slack',
      origin: 'mention',
      asker: { id: slack.users.ada },
      text: `is 1 < 2 & what does @${slack.users.grace} say in https://example.com/a?b=1&c=2`,
      channelKey: `slack:${slack.teamId}:${slack.channels.general}`,
    });
    expect(incoming?.agent).toBeUndefined();
    expect(await incoming?.current()).toBeUndefined();
  });

  it('is a direct message, and knows the conversation of its thread', async () => {
    const { slack, hears } = await startScene();
    const channel = slack.dm(slack.users.ada);
    const { ts } = await slack.post({ channel, user: slack.users.ada, text: 'why?' });
    await slack.post({ channel, user: slack.users.ada, text: 'and how?', threadTs: ts });
    const [first, second] = await hears(2);
    expect(first).toMatchObject({ origin: 'direct-message', text: 'why?' });
    expect(await first?.current()).toBeUndefined();
    expect(await second?.current()).toBe(`slack:${slack.teamId}:${channel}:${ts}`);
    expect(second?.line).toBe(first?.line);
    expect((await first?.open('Why?'))?.conversation).toBe(await second?.current());
  });

  it('is a command with its agent, acknowledged before anything else', async () => {
    const { slack, hears } = await startScene();
    const channel = slack.channels.general;
    const result = await slack.command({ channel, user: slack.users.ada, command: '/reigent', text: ' why? ' });
    expect([result.error, result.payload]).toEqual([undefined, undefined]);
    const [incoming] = await hears(1);
    expect(incoming).toMatchObject({
      id: `slack:${slack.teamId}:command:${result.triggerId}`,
      origin: 'command',
      asker: { id: slack.users.ada, name: 'ada' },
      agent: 'reigent',
      text: 'why?',
    });
  });

  it('has one identity however often and as whatever event it is delivered', async () => {
    const { slack, hears } = await startScene(withChannelMessages);
    const { general } = slack.channels;
    const { ts } = await slack.post({ channel: general, user: slack.users.ada, text: '@footnote why?' });
    await hears(2);
    await slack.redeliver(ts);
    const all = await hears(4);
    expect(new Set(all.map(({ id }) => id))).toEqual(new Set([`slack:${slack.teamId}:${general}:${ts}`]));
    expect(new Set(all.map(({ text, origin }) => `${origin} ${text}`))).toEqual(new Set(['mention why?']));
  });

  it('is never what bots say, edits, deletions or joinings', async () => {
    const { slack, heard, hears } = await startScene(withChannelMessages);
    const { general: channel } = slack.channels;
    const { ada, otherBot } = slack.users;
    await slack.post({ channel, user: otherBot, text: '@footnote from a bot' });
    await slack.post({ channel, user: ada, text: '@footnote joined', subtype: 'channel_join' });
    const talk = await slack.post({ channel, user: ada, text: 'just talk' });
    await slack.editMessage({ channel, ts: talk.ts, text: '@footnote added later' });
    await slack.deleteMessage({ channel, ts: talk.ts });
    await slack.post({ channel, user: ada, text: '@footnote' });
    const [incoming] = await hears(1);
    const reply = (await incoming?.open('Why?'))?.reply;
    await reply?.write(0, part('Hello'));
    await reply?.write(0, part('Hello again'));
    await slack.post({ channel: slack.dm(ada), user: ada, text: 'the last one' });
    await hears(3);
    expect(heard.map(({ text }) => text)).toEqual(['', '', 'the last one']);
  });
});

describe('a follow-up without a mention', () => {
  it('is handed over in a thread that began with a question to the bot', async () => {
    const { slack, hears } = await startScene({ subscriptions: ['app_mention', 'message.channels'] });
    const { general: channel } = slack.channels;
    const { ada, grace } = slack.users;
    const { ts } = await slack.post({ channel, user: ada, text: '@footnote why?' });
    const [mention] = await hears(2);
    const opened = await mention?.open('Why?');
    await slack.post({ channel, user: grace, text: '@ada what do you think?', threadTs: ts });
    await slack.post({ channel, user: grace, text: 'and how?', threadTs: ts });
    const followUp = (await hears(3))[2];
    expect(followUp).toMatchObject({ text: 'and how?', asker: { id: grace } });
    expect(await followUp?.current()).toBe(opened?.conversation);
  });

  it('is handed over below the question of a command', async () => {
    const { slack, hears } = await startScene(withChannelMessages);
    const { general: channel } = slack.channels;
    await slack.command({ channel, user: slack.users.ada, command: '/research', text: 'why?' });
    const [command] = await hears(1);
    const opened = await command?.open('Why?');
    const anchor = slack.messages(channel).at(-1);
    await slack.post({ channel, user: slack.users.ada, text: 'and how?', threadTs: anchor?.ts });
    expect(await (await hears(2))[1]?.current()).toBe(opened?.conversation);
  });

  it('is nothing in a thread of other people, though the bot was asked there', async () => {
    const { slack, heard, hears } = await startScene(withChannelMessages);
    const { general: channel } = slack.channels;
    const { ada } = slack.users;
    const root = await slack.post({ channel, user: ada, text: 'lunch?' });
    await slack.post({ channel, user: ada, text: '@footnote what is good?', threadTs: root.ts });
    for (const mention of await hears(2)) await mention.open('Why?');
    await slack.post({ channel, user: ada, text: 'pizza then', threadTs: root.ts });
    await slack.post({ channel: slack.dm(ada), user: ada, text: 'the last one' });
    await hears(3);
    expect(heard.at(2)?.text).toBe('the last one');
  });
});
