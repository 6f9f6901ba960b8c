import { createRequire } from 'node:module';
import * as undici from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startDiscordEmulator } from '../../../../emulators/discord/index.ts';
import { createDiscordClient } from '../../../../src/adapters/discord/connection/client.ts';
import { createDiscordApi } from '../../../../src/adapters/discord/outbound/api.ts';

const discordUndici: typeof undici = createRequire(import.meta.resolve('discord.js'))('undici');

async function startApi() {
  const discord = await startDiscordEmulator();
  const { client } = createDiscordClient({ apiUrl: discord.apiUrl, messageContent: false });
  onTestFinished(async () => {
    await client.destroy();
    await discord.stop();
  });
  return { discord, api: createDiscordApi(client.rest.setToken(discord.token)) };
}

/** Lets a copy of undici send what the others are asked to send, as the one that is loaded first does. */
function letSend({ Agent, setGlobalDispatcher }: typeof undici): void {
  const before = undici.getGlobalDispatcher();
  onTestFinished(() => undici.setGlobalDispatcher(before));
  setGlobalDispatcher(new Agent());
}

describe('a file', () => {
  it.each([
    ['the undici of the agents', undici],
    ['the undici of discord.js', discordUndici],
  ])('arrives whole when %s sends it', async (_, sender) => {
    letSend(sender);
    const { discord, api } = await startApi();
    const text = '# Ä 🇩🇪\r\n--boundary\n'.repeat(5_000);
    await api.attachFile(discord.channels.general, { name: 'answer.md', text }, 'nonce');
    const [message] = discord.messages(discord.channels.general);
    expect(message?.attachments).toEqual([{ name: 'answer.md', content: text }]);
    expect(discord.violations).toEqual([]);
  });
});
