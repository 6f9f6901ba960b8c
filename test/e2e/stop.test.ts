import { describe, expect, it, onTestFinished } from 'vitest';
import { botEnvironment } from '../../emulators/bot-environment.ts';
import { startRekaEmulator } from '../../emulators/reka/index.ts';
import { startSlackEmulator } from '../../emulators/slack/index.ts';
import { type BotProcess, startMain, startWithNpm } from './process.ts';
import { slackText } from './stages.ts';

async function startServices() {
  const [slack, reka] = await Promise.all([startSlackEmulator(), startRekaEmulator()]);
  onTestFinished(async () => {
    await Promise.all([slack.stop(), reka.close()]);
  });
  const env = { ...botEnvironment({ slack, reka }), STORE_URL: 'memory:' };
  const answers = (root: string) =>
    slack
      .thread(slack.channels.general, root)
      .filter(({ botId }) => botId)
      .map(slackText);
  const ask = () => slack.post({ channel: slack.channels.general, user: slack.users.ada, text: '@footnote Tell me' });
  return { slack, reka, env, answers, ask };
}

const ready = (bot: BotProcess) => expect.poll(bot.stdout, { timeout: 30_000 }).toContain('Footnote is ready.');

describe('a signal', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    '%s to the npm that started the bot lets the answer end, then exits with 0',
    async (signal) => {
      const { reka, env, answers, ask } = await startServices();
      const bot = await startWithNpm(env);
      await ready(bot);
      reka.play({ kind: 'answer', items: [{ text: 'The beginning' }, { text: ' and the end.', delayMs: 1200 }] });
      const { ts } = await ask();
      await expect.poll(() => answers(ts)[0] ?? '').toContain('The beginning');
      bot.process.kill(signal);
      expect(await bot.ended).toBe(0);
      expect(answers(ts)).toHaveLength(1);
      expect(answers(ts)[0]).toMatch(/^The beginning and the end\.[\s\S]*Reka Research · /);
    },
  );

  it('ends an answer that takes longer than the drain, and says so in the reply', async () => {
    const { reka, env, answers, ask } = await startServices();
    const bot = await startMain({ ...env, DRAIN_MS: '300' });
    await ready(bot);
    reka.play({ kind: 'answer', items: [{ text: 'The beginning' }], ending: 'hang' });
    const { ts } = await ask();
    await expect.poll(() => answers(ts)[0] ?? '').toContain('The beginning');
    bot.process.kill('SIGTERM');
    expect(await bot.ended).toBe(0);
    expect(answers(ts)[0]).toMatch(/^The beginning\n[\s\S]*incomplete[\s\S]*The bot was stopped/);
  });

  it('given a second time ends the bot at once', async () => {
    const { reka, env, answers, ask } = await startServices();
    const bot = await startMain(env);
    await ready(bot);
    reka.play({ kind: 'hang' });
    const { ts } = await ask();
    await expect.poll(() => answers(ts)).toHaveLength(1);
    bot.process.kill('SIGTERM');
    await expect
      .poll(() => bot.process.kill('SIGTERM') && bot.process.exitCode, { interval: 200, timeout: 5000 })
      .not.toBeNull();
    expect(await bot.ended).toBe(143);
  });
});
