import { describe, expect, it } from 'vitest';
import { defaultScopes } from '../../emulators/slack/installation.ts';
import { streamed } from './answers.ts';
import { ended, platforms, stages, type Talk } from './stages.ts';
import { startWorld, type World } from './world.ts';

const chunks = (text: string) => text.match(/[\s\S]{1,97}/gu) ?? [];
const counted = (text: string) => (text.match(/Paragraph \d+:/g) ?? []).map((words) => Number(/\d+/.exec(words)?.[0]));
const paragraphs = (chars: number) =>
  Array.from({ length: Math.ceil(chars / 60) }, (_, index) => `Paragraph ${index}: the quick brown fox jumps over it.`);
const allOf = (text: readonly string[]) => text.map((_, index) => index);

const filesOf = ({ slack, discord }: World) => [
  ...slack.messages(slack.channels.general).flatMap(({ files = [] }) => files.map(({ content }) => content)),
  ...discord
    .threads(discord.channels.general)
    .flatMap(({ id }) => discord.messages(id).flatMap(({ attachments }) => attachments.map(({ content }) => content))),
];

const finished = (talk: Talk) =>
  expect
    .poll(() => talk.shown().findLast((text) => text !== '') ?? '', { timeout: 15_000 })
    .toMatch(/Reka Research · /);

describe.each(platforms)('on %s', (name) => {
  it('30,000 characters can all be read, in messages or in the file that they refer to', async () => {
    const world = await startWorld();
    const text = paragraphs(30_000);
    world.reka.play(streamed(chunks(text.join('\n\n')), 1));
    const talk = await stages[name](world).mention('Tell me everything');
    await finished(talk);
    const isInFile = talk.shown().some((message) => message.includes('attached file answer.md'));
    if (isInFile) await expect.poll(() => filesOf(world)).toHaveLength(1);
    expect(counted(isInFile ? filesOf(world).join() : talk.shown().join('\n'))).toEqual(allOf(text));
  });

  it('a long answer is whole in its messages where no file may be attached', async () => {
    const world = await startWorld({
      env: { MAX_MESSAGES: '2' },
      slack: { scopes: defaultScopes.filter((scope) => scope !== 'files:write') },
    });
    const text = paragraphs(name === 'Slack' ? 40_000 : 9000);
    world.reka.play(streamed(chunks(text.join('\n\n')), 1));
    const { discord } = world;
    const channel = discord.addChannel('no files', { botCan: { attachFiles: false } });
    const talk =
      name === 'Slack'
        ? await stages.Slack(world).mention('Tell me everything')
        : await mentionIn(world, channel, 'Tell me everything');
    await expect.poll(() => counted(talk.shown().join('\n')), { timeout: 15_000 }).toEqual(allOf(text));
    expect(talk.shown().join('\n')).not.toContain('answer.md');
    expect(filesOf(world)).toEqual([]);
  });

  it('4,000 Chinese characters arrive whole', async () => {
    const world = await startWorld();
    const text = '研究表明天空是蓝色的。'.repeat(364);
    world.reka.play(streamed(chunks(text), 2));
    const talk = await stages[name](world).mention('Say it');
    const shown = (await ended(talk)).join('').replace(/[^\p{Script=Han}。]/gu, '');
    expect(shown).toBe(text);
  });

  it('an answer whose message is deleted ends with it: nothing is posted anew, and the agent is let go', async () => {
    const world = await startWorld();
    world.reka.play({
      kind: 'answer',
      items: [{ text: 'The beginning' }, { text: ' and more.', delayMs: 1500 }],
      ending: 'hang',
    });
    const talk = await stages[name](world).mention('Tell me');
    await expect.poll(() => talk.shown()[0] ?? '').toContain('The beginning');
    const { slack, discord } = world;
    if (name === 'Slack') {
      const reply = slack.messages(slack.channels.general).find(({ botId, threadTs }) => botId && threadTs);
      await slack.deleteMessage({ channel: slack.channels.general, ts: reply?.ts ?? '' });
    } else {
      const thread = discord.threads(discord.channels.general)[0]?.id ?? '';
      const reply = discord.messages(thread).find(({ author, type }) => author === discord.botUserId && type === 0);
      await discord.deleteMessage(reply?.id ?? '');
    }
    await expect.poll(() => world.log.some(({ message }) => message === 'A question was answered.')).toBe(true);
    expect(talk.shown()).toEqual([]);
    expect(world.log.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual([
      'The reply cannot be shown any further.',
    ]);
  });
});

/** A mention in a channel of its own, which Discord answers in a thread there. */
async function mentionIn({ discord }: World, channel: string, text: string): Promise<Pick<Talk, 'shown'>> {
  const { id } = await discord.post({ channel, user: discord.users.ada, text: `<@${discord.botUserId}> ${text}` });
  return {
    shown: () =>
      discord
        .messages(id)
        .filter(({ author, type }) => author === discord.botUserId && type !== 21)
        .map(({ content }) => content),
  };
}

const slackWrites = ['chat.postMessage', 'chat.update', 'files.getUploadURLExternal', 'files.completeUploadExternal'];
const discordWrites = [
  'POST /channels/{id}/messages',
  'PATCH /channels/{id}/messages/{mid}',
  'POST /channels/{id}/messages/{mid}/threads',
];

describe.each([1, 30])('a 429 that asks to wait %d s loses nothing', (retryAfterSeconds) => {
  it.each(slackWrites)('on Slack from %s', async (method) => {
    const world = await startWorld({ env: { MAX_MESSAGES: '2' } });
    world.slack.faults.plan(method, { retryAfterSeconds });
    const text = paragraphs(36_000);
    world.reka.play(streamed(chunks(text.join('\n\n')), 1));
    const talk = await stages.Slack(world).mention('Tell me everything');
    await finished(talk);
    await expect.poll(() => filesOf(world), { timeout: 15_000 }).toHaveLength(1);
    expect(counted(filesOf(world).join())).toEqual(allOf(text));
    expect(talk.shown().filter((text) => text.includes('Paragraph 0:'))).toHaveLength(1);
  });

  it.each(discordWrites)('on Discord from %s', async (route) => {
    const world = await startWorld({ env: { MAX_MESSAGES: '2' } });
    world.discord.faults.plan(route, { retryAfterSeconds });
    const text = paragraphs(8000);
    world.reka.play(streamed(chunks(text.join('\n\n')), 1));
    const talk = await stages.Discord(world).mention('Tell me everything');
    await finished(talk);
    await expect.poll(() => filesOf(world), { timeout: 15_000 }).toHaveLength(1);
    expect(counted(filesOf(world).join())).toEqual(allOf(text));
  });

  it('on Slack from chat.postEphemeral', async () => {
    const world = await startWorld();
    world.slack.faults.plan('chat.postEphemeral', { retryAfterSeconds });
    const stage = stages.Slack(world);
    await stage.mention('help');
    await expect.poll(() => stage.whispered().join(), { timeout: 15_000 }).toContain('footnotes');
  });
});
