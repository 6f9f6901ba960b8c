import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { slashCommands } from '../../../src/adapters/slack/inbound.ts';

const manifest = z
  .object({
    features: z.object({
      agent_view: z.object({ suggested_prompts: z.array(z.object({ title: z.string(), message: z.string() })).max(4) }),
      slash_commands: z.array(z.object({ command: z.string(), should_escape: z.boolean() })),
    }),
    oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
    settings: z.object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()) }),
      interactivity: z.object({ is_enabled: z.boolean() }),
      socket_mode_enabled: z.boolean(),
    }),
  })
  .parse(JSON.parse(readFileSync(new URL('../../../manifests/slack.json', import.meta.url), 'utf8')));

describe("Slack's manifest", () => {
  it('declares exactly the commands that are listened to', () => {
    const declared = manifest.features.slash_commands.map(({ command }) => command);
    expect(declared.sort()).toEqual([...slashCommands.keys()].sort());
  });

  it('subscribes to the two events that bring questions', () => {
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(['app_mention', 'message.im']);
    expect(manifest.settings.socket_mode_enabled).toBe(true);
  });

  it('asks for no more scopes than its events, commands and method calls need', () => {
    const needed = {
      'app_mentions:read': 'event app_mention',
      'assistant:write': 'features.agent_view',
      'channels:history': 'conversations.replies in public channels',
      'chat:write': 'chat.postMessage, chat.update, chat.delete, chat.postEphemeral',
      commands: 'slash commands',
      'groups:history': 'conversations.replies in private channels',
      'im:history': 'event message.im, conversations.replies in direct messages',
      'mpim:history': 'conversations.replies in group direct messages',
    };
    expect(manifest.oauth_config.scopes.bot.sort()).toEqual(Object.keys(needed).sort());
  });
});
