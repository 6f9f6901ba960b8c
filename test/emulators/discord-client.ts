import { Client, type ClientOptions, Events, GatewayIntentBits, Partials } from 'discord.js';
import { onTestFinished } from 'vitest';
import {
  type DiscordEmulator,
  type DiscordEmulatorOptions,
  startDiscordEmulator,
} from '../../emulators/discord/index.ts';
import { checkRequest } from '../../emulators/discord/request-schemas.ts';

const { Guilds, GuildMessages, DirectMessages } = GatewayIntentBits;

/** The intents of a bot that reads no content. */
export const plainIntents = [Guilds, GuildMessages, DirectMessages];

/** An emulator that checks requests against the API's schemas and stops with the test. */
export async function startEmulator(options: DiscordEmulatorOptions = {}): Promise<DiscordEmulator> {
  const emulator = await startDiscordEmulator({ requestCheck: checkRequest, ...options });
  onTestFinished(() => emulator.stop());
  return emulator;
}

/** A discord.js client for the emulator, not logged in, destroyed with the test. */
export function createClient(emulator: DiscordEmulator, options: Partial<ClientOptions> = {}): Client {
  const client = new Client({
    intents: plainIntents,
    partials: [Partials.Channel],
    allowedMentions: { parse: [], repliedUser: false },
    ...options,
    rest: { api: emulator.apiUrl, ...options.rest },
  });
  onTestFinished(() => client.destroy());
  return client;
}

/** A discord.js client that is ready. */
export async function login(emulator: DiscordEmulator, options?: Partial<ClientOptions>): Promise<Client<true>> {
  const client = createClient(emulator, options);
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(emulator.token);
  return ready;
}
