import { describe, expect, it } from 'vitest';
import { startAnswer } from '../../../src/core/answer/answer.ts';
import { noFootnotes } from '../../../src/core/answer/footnotes.ts';
import type { Part } from '../../../src/core/ports/place.ts';
import type { Incoming } from '../../../src/core/ports/platform.ts';
import { research } from '../../core/known-agents.ts';
import { part, type Scene, startScene } from './adapter-on-emulator.ts';

async function openFirst({
  hears,
}: Scene): Promise<{ incoming: Incoming<Part>; opened: Awaited<ReturnType<Incoming<Part>['open']>> }> {
  const [incoming] = await hears(1);
  if (!incoming) throw new Error('nothing was heard');
  return { incoming, opened: await incoming.open('Why?') };
}

async function mention(scene: Scene, threadTs?: string) {
  const { slack } = scene;
  const channel = slack.channels.general;
  const { ts } = await slack.post({ channel, user: slack.users.ada, text: '@footnote why?', threadTs });
  return { ...(await openFirst(scene)), channel, ts };
}

async function command(scene: Scene, channel: string, text = 'why?') {
  await scene.slack.command({ channel, user: scene.slack.users.ada, command: '/research', text });
  return openFirst(scene);
}

describe('a reply in a thread', () => {
  it('is posted below the question and edited in place, and calls or previews nothing', async () => {
    const scene = await startScene();
    const { slack } = scene;
    const { opened, channel, ts } = await mention(scene);
    await opened.reply.write(0, part('Researching'));
    await opened.reply.write(0, part('See https://example.com/a'));
    await opened.reply.write(1, part('More'));
    const [, first, second] = slack.thread(channel, ts);
    expect(first).toMatchObject({ text: 'See https://example.com/a', edited: 1, threadTs: ts, pings: [], unfurls: [] });
    expect(first?.blocks).toEqual([{ type: 'markdown', text: 'See https://example.com/a' }]);
    expect(second).toMatchObject({ text: 'More', threadTs: ts, pings: [], unfurls: [] });
    expect(opened.conversation).toBe(`slack:${slack.teamId}:${channel}:${ts}`);
    expect(opened.reply.address()).toEqual({
      platform: 'slack',
      channel,
      thread: ts,
      messages: [first?.ts, second?.ts],
    });
    for (const { args } of slack.journal.of('chat.postMessage')) {
      expect(args).not.toHaveProperty('link_names');
      expect(args).not.toHaveProperty('parse');
    }
  });

  it('stands in the thread of a question that was asked in one', async () => {
    const scene = await startScene();
    const { slack } = scene;
    const root = await slack.post({ channel: slack.channels.general, user: slack.users.grace, text: 'lunch?' });
    const { opened, channel } = await mention(scene, root.ts);
    await opened.reply.write(0, part('Pizza'));
    expect(slack.thread(channel, root.ts).at(-1)?.text).toBe('Pizza');
    expect(opened.conversation).toBe(`slack:${slack.teamId}:${channel}:${root.ts}`);
  });

  it('counts edits for the workspace and new messages for the channel', async () => {
    const scene = await startScene();
    const { opened, channel } = await mention(scene);
    expect(opened.reply.budget(0)).toEqual({ key: `slack:post:${channel}`, limit: 1, windowMs: 1000 });
    await opened.reply.write(0, part('Hello'));
    expect(opened.reply.budget(0)).toEqual({ key: `slack:update:${scene.slack.teamId}`, limit: 50, windowMs: 60_000 });
    expect(opened.reply.budget(1).key).toBe(`slack:post:${channel}`);
    expect(opened.reply.writesLeft).toBeUndefined();
  });

  it('passes on how long a limit lasts', async () => {
    const scene = await startScene();
    const { opened } = await mention(scene);
    scene.slack.faults.plan('chat.postMessage', { retryAfterSeconds: 7 });
    await expect(opened.reply.write(0, part('Hello'))).rejects.toMatchObject({
      kind: 'rate-limited',
      retryAfterMs: 7000,
    });
    await opened.reply.write(0, part('Hello'));
  });

  it.each([
    ['the answer was lost', { cut: 'after' }],
    ['the request was lost', { cut: 'before' }],
    ['Slack failed', { status: 503 }],
    ['Slack failed half-way', { error: 'fatal_error' }],
  ] as const)('is posted once though %s', async (_name, fault) => {
    const scene = await startScene();
    const { slack } = scene;
    const { opened, channel, ts } = await mention(scene);
    await opened.reply.write(0, part('One'));
    slack.faults.plan('chat.postMessage', fault);
    await expect(opened.reply.write(1, part('Two'))).rejects.toMatchObject({ kind: 'upstream' });
    await opened.reply.write(1, part('Two again'));
    expect(
      slack
        .thread(channel, ts)
        .map(({ text }) => text)
        .slice(1),
    ).toEqual(['One', 'Two again']);
    expect(slack.journal.of('conversations.replies')).toHaveLength(1);
  });

  it('is posted again when the thread may not be read', async () => {
    const scene = await startScene({ scopes: ['app_mentions:read', 'chat:write'] });
    const { slack } = scene;
    const { opened, channel, ts } = await mention(scene);
    slack.faults.plan('chat.postMessage', { cut: 'before' });
    await expect(opened.reply.write(0, part('One'))).rejects.toMatchObject({ kind: 'upstream' });
    await opened.reply.write(0, part('One'));
    expect(slack.thread(channel, ts)).toHaveLength(2);
  });
});

describe('the reply to a command', () => {
  it('stands below a message with the question, which calls nobody', async () => {
    const scene = await startScene();
    const { slack } = scene;
    const channel = slack.channels.general;
    const { opened } = await command(scene, channel, 'why is <!here> & @grace <b>?');
    await opened.reply.write(0, part('Because'));
    const [anchor, reply] = slack.messages(channel);
    expect(anchor).toMatchObject({ threadTs: undefined, pings: [], unfurls: [] });
    expect(anchor?.text).toMatch(/^\*ada\* asked: why is .*here.* &amp; @.* &lt;b&gt;\?$/);
    expect(anchor?.text).not.toMatch(/[<>]/);
    expect(reply).toMatchObject({ text: 'Because', threadTs: anchor?.ts });
    expect(opened.conversation).toBe(`slack:${slack.teamId}:${channel}:${anchor?.ts}`);
  });

  it('waits when Slack limits the message with the question', async () => {
    const scene = await startScene();
    const { slack } = scene;
    slack.faults.plan('chat.postMessage', { retryAfterSeconds: 0, times: 2 });
    const { opened } = await command(scene, slack.channels.general);
    expect(opened.reply.writesLeft).toBeUndefined();
    expect(slack.messages(slack.channels.general)).toHaveLength(1);
  });

  it('is a message of the channel where the bot is no member, after a sign for the asker alone', async () => {
    const scene = await startScene();
    const { slack } = scene;
    const channel = slack.channels.random;
    const { opened } = await command(scene, channel, 'why?');
    const working = startAnswer(research, 0);
    const done = { ...working, text: 'Because <https://example.com|x>', state: 'complete' } as const;
    expect(opened.reply.writesLeft).toBe(5);
    const [sign] = opened.render(working, noFootnotes).parts;
    const [answer] = opened.render(done, noFootnotes).parts;
    if (!sign || !answer) throw new Error('nothing was rendered');
    expect(opened.render({ ...working, text: 'B' }, noFootnotes).parts[0]?.fingerprint).toBe(sign.fingerprint);

    await opened.reply.write(0, sign);
    await opened.reply.write(0, answer);
    await opened.reply.write(1, part('More'));
    expect(opened.reply.writesLeft).toBe(2);
    const messages = slack.messages(channel);
    expect(messages.map(({ ephemeralTo }) => ephemeralTo)).toEqual([slack.users.ada, undefined, undefined]);
    expect(messages[1]?.blocks[0]).toMatchObject({ type: 'context', elements: [{ text: 'ada asked: why?' }] });
    expect(messages[1]?.blocks[1]).toEqual({ type: 'markdown', text: 'Because <https://example.com|x>' });
    expect(messages[2]?.text).toBe('More');
    expect(messages.flatMap(({ unfurls }) => unfurls)).toEqual([]);
    await expect(opened.reply.write(0, answer)).rejects.toMatchObject({ hint: 'not-allowed' });
  });

  it('is a conversation of its own where the bot is no member', async () => {
    const scene = await startScene();
    const { slack } = scene;
    const ask = () =>
      slack.command({ channel: slack.channels.random, user: slack.users.ada, command: '/research', text: 'why?' });
    await ask();
    await ask();
    const [first, second] = await scene.hears(2);
    const keys = [(await first?.open('Why?'))?.conversation, (await second?.open('Why?'))?.conversation];
    expect(new Set(keys).size).toBe(2);
    expect(keys[0]).toMatch(new RegExp(`^slack:${slack.teamId}:${slack.channels.random}:[^:]+$`));
  });

  it('fails when its five messages are used up', async () => {
    const scene = await startScene();
    const { opened } = await command(scene, scene.slack.channels.random);
    for (let index = 0; index < 5; index += 1) await opened.reply.write(index, part(`Part ${index}`));
    expect(opened.reply.writesLeft).toBe(0);
    await expect(opened.reply.write(5, part('Part 5'))).rejects.toMatchObject({ hint: 'not-allowed' });
  });
});

describe('the address that a command is answered to', () => {
  it('passes on how long a limit lasts, and does not count what was refused', async () => {
    const scene = await startScene();
    const { opened } = await command(scene, scene.slack.channels.random);
    scene.slack.faults.plan('response_url', { retryAfterSeconds: 3 });
    await expect(opened.reply.write(0, part('Hello'))).rejects.toMatchObject({
      kind: 'rate-limited',
      retryAfterMs: 3000,
    });
    expect(opened.reply.writesLeft).toBe(5);
  });

  it('counts a message whose fate is unknown', async () => {
    const scene = await startScene();
    const { opened } = await command(scene, scene.slack.channels.random);
    scene.slack.faults.plan('response_url', { cut: 'after' });
    await expect(opened.reply.write(0, part('Hello'))).rejects.toMatchObject({ kind: 'upstream' });
    expect(opened.reply.writesLeft).toBe(4);
  });
});

describe('a word to the person', () => {
  it('is seen by nobody else in a channel', async () => {
    const scene = await startScene();
    const { slack } = scene;
    const { incoming, channel } = await mention(scene);
    await incoming.tell('Help & <more>');
    expect(slack.ephemerals(slack.users.ada).map(({ text }) => text)).toEqual(['Help &amp; &lt;more&gt;']);
    expect(slack.messages(channel)).toHaveLength(2);
  });

  it('is in the thread where it cannot be private', async () => {
    const scene = await startScene();
    const { slack } = scene;
    const { incoming, channel, ts } = await mention(scene);
    slack.faults.plan('chat.postEphemeral', { error: 'user_not_in_channel' });
    await incoming.tell('Help');
    expect(
      slack
        .thread(channel, ts)
        .map(({ text }) => text)
        .at(-1),
    ).toBe('Help');
  });

  it('is in the thread of a direct message', async () => {
    const scene = await startScene();
    const { slack, hears } = scene;
    const channel = slack.dm(slack.users.ada);
    const { ts } = await slack.post({ channel, user: slack.users.ada, text: 'help' });
    await (await hears(1))[0]?.tell('Help');
    expect(slack.thread(channel, ts).at(-1)).toMatchObject({ text: 'Help', ephemeralTo: undefined });
  });

  it('answers a command privately, wherever it was sent', async () => {
    const scene = await startScene();
    const { slack, hears } = scene;
    await slack.command({ channel: slack.channels.random, user: slack.users.ada, command: '/research', text: '' });
    await (await hears(1))[0]?.tell('Help');
    await expect.poll(() => slack.ephemerals(slack.users.ada).at(-1)?.text).toBe('Help');
    expect(slack.journal.of('chat.postMessage')).toEqual([]);
  });
});
