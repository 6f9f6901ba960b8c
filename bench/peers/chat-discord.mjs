/** Vercel's Chat SDK on Discord: it posts a message and edits it. discord.js listens and hands every mention over. */
import { createDiscordAdapter } from '@chat-adapter/discord';
import { createMemoryState } from '@chat-adapter/state-memory';
import { Chat } from 'chat';
import { Client, Events, GatewayIntentBits } from 'discord.js';
import { addresses, answer, ready } from './peer.mjs';

const { discord } = addresses;
const bot = new Chat({
  userName: 'footnote',
  adapters: {
    discord: createDiscordAdapter({
      botToken: discord.token,
      // It knows a mention of the bot by this id.
      applicationId: discord.botUserId,
      publicKey: '0'.repeat(64),
      apiUrl: `${discord.apiUrl}/v10`,
    }),
  },
  state: createMemoryState(),
  concurrency: 'concurrent',
  logger: 'warn',
});
bot.onNewMention((thread, message) => answer(message.text, (text) => thread.post(text)));
await bot.initialize();

const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages],
  rest: { api: discord.apiUrl },
});
client.on(Events.Raw, ({ t: name, d: data }) => {
  if (name !== 'MESSAGE_CREATE' || data.author.id === discord.botUserId) return;
  const body = JSON.stringify({ type: 'GATEWAY_MESSAGE_CREATE', timestamp: Date.now(), data });
  const headers = { 'x-discord-gateway-token': discord.token, 'content-type': 'application/json' };
  void bot.webhooks.discord(new Request('http://127.0.0.1/discord', { method: 'POST', headers, body }));
});
client.once(Events.ClientReady, () => ready());
await client.login(discord.token);
