import { isDeepStrictEqual } from 'node:util';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
} from 'discord.js';
import { z } from 'zod';
import type { AgentName } from '../../core/question.ts';
import * as words from '../../words/en.ts';
import type { DiscordApi } from './api.ts';
import { maxOptionLength } from './limits.ts';

/** The option of both commands. Discord lets people leave it out, so that an empty command can be answered with help. */
export const questionOption = 'question';

const agents = ['research', 'reigent'] as const satisfies readonly AgentName[];

/** The slash commands as Discord stores them; `manifests/discord-commands.json` is the same for people to read. */
export const commandDefinitions = agents.map((agent) => ({
  type: ApplicationCommandType.ChatInput,
  name: agent,
  description: words.commandDescription(agent),
  options: [
    {
      type: ApplicationCommandOptionType.String,
      name: questionOption,
      description: words.questionOptionDescription,
      required: false,
      max_length: maxOptionLength,
    },
  ],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  integration_types: [ApplicationIntegrationType.GuildInstall],
}));

/** The agent that a command asks; `undefined` when the command is not one of ours. */
export function agentOfCommand(name: string): AgentName | undefined {
  return agents.find((agent) => agent === name);
}

const registered = z.array(
  z.object({
    type: z.number().default(ApplicationCommandType.ChatInput),
    name: z.string(),
    description: z.string(),
    options: z
      .array(
        z.object({
          type: z.number(),
          name: z.string(),
          description: z.string(),
          required: z.boolean().default(false),
          max_length: z.number().optional(),
        }),
      )
      .default([]),
    contexts: z.array(z.number()).nullish(),
    integration_types: z.array(z.number()).nullish(),
  }),
);

/** Whether what Discord returned for the application's commands is what they should be, in any order. */
export function areRegistered(returned: unknown): boolean {
  const parsed = registered.safeParse(returned);
  if (!parsed.success) return false;
  // A comparison by language would load its tables, at every start.
  const byName = (a: { readonly name: string }, b: { readonly name: string }) => (a.name < b.name ? -1 : 1);
  return isDeepStrictEqual(parsed.data.toSorted(byName), commandDefinitions.toSorted(byName));
}

/** Registers the commands for all servers unless they are already registered just so. True when it had to. */
export async function registerCommands(api: DiscordApi, applicationId: string): Promise<boolean> {
  if (areRegistered(await api.fetchCommands(applicationId))) return false;
  await api.putCommands(applicationId, commandDefinitions);
  return true;
}
