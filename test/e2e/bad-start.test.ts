import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { botEnvironment } from '../../emulators/bot-environment.ts';
import { startDiscordEmulator } from '../../emulators/discord/index.ts';
import { startSlackEmulator } from '../../emulators/slack/index.ts';
import { startMain } from './process.ts';

const agent = { REKA_API_KEY: 'a-key-that-is-secret' };

async function slackVariables() {
  const slack = await startSlackEmulator();
  onTestFinished(() => slack.stop());
  return { ...agent, ...botEnvironment({ slack }) };
}

async function discordVariables() {
  const discord = await startDiscordEmulator();
  onTestFinished(() => discord.stop());
  return { ...agent, ...botEnvironment({ discord }) };
}

/** Starts the bot, which must end by itself, with one line and without having written anything. */
async function refusalOf(env: Record<string, string>): Promise<{ line: string; code: unknown }> {
  const bot = await startMain(env);
  const code = await bot.ended;
  const lines = bot.stderr().trim().split('\n');
  expect(lines).toHaveLength(1);
  expect(bot.stdout()).toBe('');
  expect(await bot.written()).toEqual([]);
  for (const [name, value] of Object.entries(env))
    if (/TOKEN|KEY|SECRET/.test(name)) expect(lines[0]).not.toContain(value);
  return { line: lines[0] ?? '', code };
}

describe('a start that cannot work', () => {
  it('without any setting says what is missing and how to try the demo', async () => {
    const { line, code } = await refusalOf({});
    expect(line).toMatch(/SLACK_BOT_TOKEN.*DISCORD_TOKEN.*REKA_API_KEY.*REIGENT_SECRET.*npm run demo/);
    expect(code).toBe(78);
  });

  it('with a malformed store names STORE_URL', async () => {
    const { line, code } = await refusalOf({ ...(await discordVariables()), STORE_URL: 'mysql://somewhere' });
    expect(line).toMatch(/^STORE_URL: .*memory:, sqlite:PATH/);
    expect(code).toBe(78);
  });

  it('with a folder of templates that is not there names TEMPLATES_DIR', async () => {
    const { line, code } = await refusalOf({ ...(await discordVariables()), TEMPLATES_DIR: '/nowhere/templates' });
    expect(line).toMatch(/^TEMPLATES_DIR: .*\/nowhere\/templates/);
    expect(code).toBe(78);
  });

  it('with a store that cannot be reached names STORE_URL and no password', async () => {
    const { line, code } = await refusalOf({
      ...(await discordVariables()),
      STORE_URL: 'redis://user:hunter2@127.0.0.1:1',
    });
    expect(line).toMatch(/^STORE_URL: .*127\.0\.0\.1:1/);
    expect(line).not.toContain('hunter2');
    expect(code).toBe(78);
  });

  it('with an unknown Slack bot token names SLACK_BOT_TOKEN', async () => {
    const { line, code } = await refusalOf({ ...(await slackVariables()), SLACK_BOT_TOKEN: 'xoxb-nobody-knows-this' });
    expect(line).toContain('SLACK_BOT_TOKEN');
    expect(code).not.toBe(0);
  });

  it('with an unknown Slack app token names SLACK_APP_TOKEN', async () => {
    const { line, code } = await refusalOf({ ...(await slackVariables()), SLACK_APP_TOKEN: 'xapp-nobody-knows-this' });
    expect(line).toContain('SLACK_APP_TOKEN');
    expect(code).not.toBe(0);
  });

  it('with an unknown Discord token names DISCORD_TOKEN, also when Slack would work', async () => {
    const { line, code } = await refusalOf({
      ...(await slackVariables()),
      ...(await discordVariables()),
      DISCORD_TOKEN: 'nobody-knows-this-token-either',
    });
    expect(line).toContain('DISCORD_TOKEN');
    expect(code).not.toBe(0);
  });

  it('with an intent that Discord refuses names the setting and where to switch it on', async () => {
    const { line, code } = await refusalOf({ ...(await discordVariables()), DISCORD_MESSAGE_CONTENT: 'true' });
    expect(line).toMatch(/DISCORD_MESSAGE_CONTENT.*Message Content Intent/);
    expect(code).toBe(78);
  });

  it('on a port that is taken names PORT', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    onTestFinished(() => void taken.close());
    const address = taken.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    const { line, code } = await refusalOf({ ...(await discordVariables()), PORT: port });
    expect(line).toContain('PORT');
    expect(code).toBe(78);
  });
});
