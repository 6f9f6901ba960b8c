import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { slashCommand } from '../../../src/adapters/slack/inbound/command.ts';
import { builtInAgents } from '../../../src/app/agents.ts';

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
    expect(declared.sort()).toEqual(builtInAgents.map(slashCommand).sort());
  });

  it('subscribes to the events that are listened to', () => {
    const listened = [...source.matchAll(/\.event\('([a-z_.]+)'/g)].map(([, event]) => event);
    // A listener for `message` hears the kinds of messages that are subscribed to; direct messages are the ones needed.
    const wanted = listened.map((event) => (event === 'message' ? 'message.im' : event));
    expect(wanted.length).toBeGreaterThan(0);
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(wanted);
    expect(manifest.settings.socket_mode_enabled).toBe(true);
  });

  it('delivers pressed buttons', () => {
    expect(source).toContain('app.action(');
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
  });

  it('asks for the scopes that its events, commands and method calls need, and for no more', () => {
    const methods = [...fileWithClient.matchAll(/\bclient\.(\w+(?:\.\w+)*)\(/g)].map(([, method = '']) => method);
    expect(methods).toContain('chat.postMessage');
    const unknown = methods.filter((method) => !(method in scopesOfMethods));
    expect(unknown).toEqual([]);
    const needed = new Set([
      'app_mentions:read',
      'im:history',
      'commands',
      'assistant:write',
      ...methods.flatMap((method) => scopesOfMethods[method] ?? []),
    ]);
    expect(manifest.oauth_config.scopes.bot.sort()).toEqual([...needed].sort());
  });
});

/** What each method of the Web API needs (docs.slack.dev, "Required scopes" of each). */
const scopesOfMethods: Readonly<Record<string, readonly string[]>> = {
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  filesUploadV2: ['files:write'],
  'agents.sessions.setStatus': ['chat:write'],
  'users.info': ['users:read'],
};

const folder = new URL('../../../src/adapters/slack/', import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(new URL(file, folder), 'utf8'));
const source = files.join('\n');
/** The only file that calls the Web API. */
const fileWithClient = files.filter((text) => text.includes('new webApi.WebClient(')).join('\n');
