import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { botEnvironment } from '../../emulators/bot-environment.ts';
import { startDiscordEmulator } from '../../emulators/discord/index.ts';
import { startRekaEmulator } from '../../emulators/reka/index.ts';
import { startSlackEmulator } from '../../emulators/slack/index.ts';
import { type BotProcess, startMain } from './process.ts';
import { slackText } from './stages.ts';

/** Both platforms, an agent, and a store that outlives the bot. */
async function startServices() {
  const [slack, discord, reka] = await Promise.all([startSlackEmulator(), startDiscordEmulator(), startRekaEmulator()]);
  const folder = await mkdtemp(join(tmpdir(), 'footnote-crash-'));
  onTestFinished(async () => {
    await Promise.all([slack.stop(), discord.stop(), reka.close(), rm(folder, { recursive: true, force: true })]);
  });
  const env = { ...botEnvironment({ slack, discord, reka }), STORE_URL: `sqlite:${join(folder, 'footnote.db')}` };
  const places = {
    async Slack(text: string) {
      const channel = slack.channels.general;
      const { ts } = await slack.post({ channel, user: slack.users.ada, text: `@footnote ${text}` });
      return () =>
        slack
          .thread(channel, ts)
          .filter(({ botId }) => botId)
          .map(slackText);
    },
    async Discord(text: string) {
      const channel = discord.channels.general;
      const { id } = await discord.post({
        channel,
        user: discord.users.ada,
        text: `<@${discord.botUserId}> ${text}`,
      });
      return () =>
        discord
          .messages(discord.message(id)?.thread ?? '')
          .filter(({ author, type }) => author === discord.botUserId && type === 0)
          .map(({ content }) => content);
    },
  };
  return { reka, env, places, slack, discord };
}

const ready = async (bot: BotProcess) => {
  await expect.poll(bot.stdout, { timeout: 30_000 }).toContain('Footnote is ready.');
};

async function crash(bot: BotProcess): Promise<void> {
  bot.process.kill('SIGKILL');
  expect(await bot.ended).toBe('SIGKILL');
}

describe.each(['Slack', 'Discord'] as const)('a bot on %s that is killed', (platform) => {
  it('in the middle of an answer says so in the same message after the restart, and asks nobody again', async () => {
    const { reka, env, places } = await startServices();
    const first = await startMain(env);
    await ready(first);
    reka.play({ kind: 'answer', items: [{ text: 'The sky is ' }, { text: 'blue', delayMs: 1500 }], ending: 'hang' });
    const shown = await places[platform]('Why?');
    await expect.poll(() => shown()[0] ?? '').toContain('The sky is blue');
    // The ledger notes an answer once a second; what arrives then is the next note.
    await crash(first);
    const second = await startMain(env);
    await ready(second);
    await expect.poll(() => shown()[0] ?? '').toContain('The bot was interrupted');
    expect(shown()).toHaveLength(1);
    expect(shown()[0]).toMatch(/^The sky is/);
    expect(reka.requests).toHaveLength(1);
  });

  it('while a question waits for the one before asks it after the restart, in the order of arrival', async () => {
    const { reka, env, places, slack, discord } = await startServices();
    const first = await startMain(env);
    await ready(first);
    reka.play({ kind: 'hang' });
    const one = await places[platform]('First?');
    await expect.poll(() => one()).toHaveLength(1);
    if (platform === 'Slack') {
      const channel = slack.channels.general;
      const root = slack.messages(channel).find(({ text }) => text.includes('First?'))?.ts;
      await slack.post({ channel, user: slack.users.ada, text: '@footnote Second?', threadTs: root ?? '' });
    } else {
      const root = discord.messages(discord.channels.general).find(({ content }) => content.includes('First?'));
      await discord.post({
        channel: root?.thread ?? '',
        user: discord.users.ada,
        text: `<@${discord.botUserId}> Second?`,
      });
    }
    await expect.poll(() => one()).toHaveLength(2);
    await crash(first);
    reka.play({ kind: 'answer', items: [{ text: 'The second answer.' }] });
    await ready(await startMain(env));
    await expect.poll(() => one()[1] ?? '').toMatch(/^The second answer\.[\s\S]* · /);
    expect(one()).toHaveLength(2);
    expect(one()[0]).toContain('The bot was interrupted');
    // What was asked before and never answered is part of what the agent is asked.
    expect(reka.requests.map(({ question }) => question)).toEqual(['First?', 'First?\n\nSecond?']);
  });

  it('and is asked by one platform while it still connects to the other answers once', async () => {
    const { reka, env, places, slack, discord } = await startServices();
    const first = await startMain(env);
    await ready(first);
    await crash(first);
    reka.answerWith(() => ({ kind: 'answer', items: [{ text: 'Once.' }] }));
    const asking = platform === 'Slack' ? discord : slack;
    const slowed = platform === 'Slack' ? 'GET /gateway/bot' : 'apps.connections.open';
    asking.faults.plan(slowed, { delayMs: 1000 });
    const second = await startMain(env);
    await expect.poll(() => (platform === 'Slack' ? slack.sockets : discord.connections)).toBe(1);
    const shown = await places[platform]('How often?');
    await ready(second);
    await expect.poll(() => shown()[0] ?? '').toMatch(/^Once\.[\s\S]* · /);
    const other = await places[platform]('And now?');
    await expect.poll(() => other()[0] ?? '').toMatch(/^Once\.[\s\S]* · /);
    expect(shown()).toHaveLength(1);
    expect(reka.requests).toHaveLength(2);
  });

  it('while a question waits for what Reka takes in a minute asks it after the restart, in the same message', async () => {
    const { reka, env, places } = await startServices();
    const first = await startMain({ ...env, REKA_REQUESTS_PER_MINUTE: '2' });
    await ready(first);
    reka.play({ kind: 'hang' });
    await places[platform]('First?');
    await expect.poll(() => reka.requests).toHaveLength(1);
    const second = await places[platform]('Second?');
    await expect.poll(() => second()[0] ?? '').toContain('Waiting for Reka Research');
    await crash(first);
    reka.play({ kind: 'answer', items: [{ text: 'The second answer.' }] });
    await ready(await startMain(env));
    await expect.poll(() => second()[0] ?? '').toMatch(/^The second answer\.[\s\S]* · /);
    expect(second()).toHaveLength(1);
    expect(reka.requests.map(({ question }) => question)).toEqual(['First?', 'Second?']);
  });

  it('and restarted does not answer again what was answered', async () => {
    const { reka, env, places, slack, discord } = await startServices();
    const first = await startMain(env);
    await ready(first);
    reka.answerWith(() => ({ kind: 'answer', items: [{ text: 'Once.' }] }));
    const shown = await places[platform]('How often?');
    await expect.poll(() => shown()[0] ?? '').toMatch(/^Once\.[\s\S]* · /);
    await crash(first);
    await ready(await startMain(env));
    if (platform === 'Slack') {
      const asked = slack.messages(slack.channels.general).find(({ text }) => text.includes('How often?'));
      await slack.redeliver(asked?.ts ?? '');
    } else {
      const asked = discord.messages(discord.channels.general).find(({ content }) => content.includes('How often?'));
      discord.redeliver(asked?.id ?? '');
    }
    const other = await places[platform]('And now?');
    await expect.poll(() => other()[0] ?? '').toMatch(/^Once\.[\s\S]* · /);
    expect(shown()).toHaveLength(1);
    expect(reka.requests).toHaveLength(2);
  });

  it('while it answers a question that was forgotten says that it was interrupted, and nothing of the question', async () => {
    const { reka, env, places, slack, discord } = await startServices();
    const first = await startMain(env);
    await ready(first);
    reka.play({ kind: 'hang' });
    const shown = await places[platform]('Secret?');
    await expect.poll(() => shown()).toHaveLength(1);
    await expect.poll(() => reka.requests).toHaveLength(1);
    let told = () => slack.ephemerals(slack.users.ada).map(({ text }) => text);
    if (platform === 'Slack') {
      const channel = slack.channels.general;
      const root = slack.messages(channel).find(({ text }) => text.includes('Secret?'))?.ts;
      await slack.post({ channel, user: slack.users.ada, text: '@footnote forget', threadTs: root ?? '' });
    } else {
      const root = discord.messages(discord.channels.general).find(({ content }) => content.includes('Secret?'));
      const thread = root?.thread ?? '';
      await discord.post({ channel: thread, user: discord.users.ada, text: `<@${discord.botUserId}> forget` });
      told = () => discord.messages(thread).map(({ content }) => content);
    }
    await expect.poll(() => told().join()).toMatch(/I remember nothing|nothing to forget/i);
    await crash(first);
    await ready(await startMain(env));
    await expect.poll(() => shown()[0] ?? '').toContain('The bot was interrupted');
    expect(reka.requests).toHaveLength(1);
  });
});

describe.each(['Slack', 'Discord'] as const)('a bot on %s that is held up for longer than its lease', (platform) => {
  it('is replaced, and writes nothing any more when it wakes up', async () => {
    const { reka, env, places } = await startServices();
    const impatient = { ...env, LEASE_MS: '1000' };
    const first = await startMain(impatient);
    await ready(first);
    reka.play({
      kind: 'answer',
      items: [{ text: 'The sky is ' }, { text: 'blue', delayMs: 1500 }, { text: ' and red', delayMs: 1500 }],
    });
    const shown = await places[platform]('Why?');
    await expect.poll(() => shown()[0] ?? '').toContain('The sky is blue');
    first.process.kill('SIGSTOP');
    const second = await startMain(impatient);
    await ready(second);
    await expect.poll(() => shown()[0] ?? '').toContain('The bot was interrupted');
    const left = shown();
    // What it wakes up to is the rest of the answer.
    expect(await reka.requests[0]?.ended).toBe('finished');
    first.process.kill('SIGCONT');
    expect(await first.ended).toBe(1);
    expect(first.stdout()).toContain('Another process took this one for dead');
    expect(shown()).toEqual(left);
    expect(reka.requests).toHaveLength(1);
    reka.play({ kind: 'answer', items: [{ text: 'Once.' }] });
    const other = await places[platform]('And now?');
    await expect.poll(() => other()[0] ?? '', { timeout: 20_000 }).toMatch(/^Once\.[\s\S]* · /);
    expect(other()).toHaveLength(1);
  });
});

describe('a bot on Discord that is killed', () => {
  it('at the moment in which a command is acknowledged answers it after the restart', async () => {
    const { reka, env, discord } = await startServices();
    const first = await startMain(env);
    await ready(first);
    reka.answerWith(() => ({ kind: 'answer', items: [{ text: 'Once.' }] }));
    discord.faults.plan('POST /interactions/{id}/{token}/callback', { silent: true });
    const { general } = discord.channels;
    const options = { question: 'How often?' };
    const command = await discord.command({ channel: general, user: discord.users.ada, name: 'research', options });
    await expect.poll(() => command.state).toBe('deferred');
    await crash(first);
    await ready(await startMain(env));
    const shown = () => discord.messages(command.message?.thread ?? '').map(({ content }) => content);
    await expect.poll(() => shown().at(-1) ?? '').toMatch(/^Once\.[\s\S]* · /);
    expect(command.message?.content).toContain('How often?');
    expect(reka.requests).toHaveLength(1);
  });
});
