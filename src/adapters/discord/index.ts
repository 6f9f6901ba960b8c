import type { PlatformAdapter } from '../../core/ports/platform.ts';
import { createDiscordClient } from './connection/client.ts';
import { createIntake, type IntakeOptions } from './connection/intake.ts';
import { createReplies, type RepliesOptions } from './incoming/replies.ts';

/** What the Discord adapter is made of. */
export interface DiscordAdapterOptions extends IntakeOptions, RepliesOptions {
  /** The base of the REST API, for example `https://discord.com/api`; the gateway's address comes from it. */
  readonly apiUrl: string;
}

/** Footnote on Discord: mentions, direct messages and slash commands in, edited messages out. */
export function createDiscordAdapter(options: DiscordAdapterOptions): PlatformAdapter {
  const discord = createDiscordClient(options);
  const { ports, restore, resume } = createReplies(options, discord.client.rest);
  return { platform: 'discord', restore, resume, ...createIntake(options, ports, discord) };
}
