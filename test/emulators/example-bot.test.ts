import { App } from '@slack/bolt';
import { Client, Events, GatewayIntentBits, MessageFlags, Partials } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startDiscordEmulator } from '../../emulators/discord/index.ts';
import { startSlackEmulator } from '../../emulators/slack/index.ts';

// A bot that has nothing to do with Footnote: it repeats what it is told. This is how any bot is tested here.
describe('a bot that repeats what it is told', () => {
  it('does so on Slack, without breaking a rule', async () => {
    const slack = await startSlackEmulator();
    const app = new App({
      token: slack.botToken,
      appToken: slack.appToken,
      socketMode: true,
      clientOptions: { slackApiUrl: slack.apiUrl },
    });
    onTestFinished(async () => {
      await app.stop();
      await slack.stop();
    });
    app.event('app_mention', async ({ event, say }) => {
      const text = event.text.replace(/<@\w+>\s*/, '');
      await say({ text, thread_ts: event.ts, unfurl_links: false, unfurl_media: false });
    });
    await app.start();

    const { ts } = await slack.post({
      channel: slack.channels.general,
      user: slack.users.ada,
      text: '@footnote hello',
    });
    await expect.poll(() => slack.thread(slack.channels.general, ts).at(-1)?.text).toBe('hello');
    expect(slack.violations).toEqual([]);
  });

  it('does so on Discord, without breaking a rule', async () => {
    const discord = await startDiscordEmulator();
    const { Guilds, GuildMessages, DirectMessages } = GatewayIntentBits;
    const client = new Client({
      intents: [Guilds, GuildMessages, DirectMessages],
      partials: [Partials.Channel],
      allowedMentions: { parse: [], repliedUser: false },
      rest: { api: discord.apiUrl },
    });
    onTestFinished(async () => {
      await client.destroy();
      await discord.stop();
    });
    client.on(Events.MessageCreate, async (message) => {
      if (message.author.bot || !message.mentions.has(discord.botUserId)) return;
      const content = message.content.replace(/<@\d+>\s*/, '');
      const nonce = message.id;
      await message.reply({ content, nonce, enforceNonce: true, flags: MessageFlags.SuppressEmbeds });
    });
    const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
    await client.login(discord.token);
    await ready;

    const { general } = discord.channels;
    await discord.post({ channel: general, user: discord.users.ada, text: `<@${discord.botUserId}> hello` });
    await expect.poll(() => discord.messages(general).at(-1)?.content).toBe('hello');
    expect(discord.violations).toEqual([]);
  });
});
