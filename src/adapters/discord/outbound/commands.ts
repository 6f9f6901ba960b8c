import { isDeepStrictEqual } from 'node:util';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
} from 'discord.js';
import { z } from 'zod';
import type { AgentInfo } from '../../../core/ports/agent.ts';
import { depths, maxSearches, type OptionName } from '../../../core/question/parse-options.ts';
import type { CommandWords } from '../../../words/words.ts';
import { helpCommand, questionOption } from '../inbound/command.ts';
import type { DiscordApi } from './api.ts';
import { maxChoices, maxOptionLength } from './limits.ts';

/**
 * The slash commands as Discord stores them; `manifests/discord-commands.json` is the same for people to read. `templates`:
 * the names that can be chosen, without which there is no such option.
 */
export function commandDefinitions(
  agents: readonly AgentInfo[],
  templates: readonly string[],
  words: CommandWords,
): readonly CommandDefinition[] {
  const command = (name: string, description: string, options: readonly CommandOption[]) => ({
    type: ApplicationCommandType.ChatInput,
    name,
    description,
    options: [...options],
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  });
  const asking = agents.map((agent) =>
    command(agent.command, words.ask(agent.name), [
      {
        type: ApplicationCommandOptionType.String,
        name: questionOption,
        description: words.question,
        required: false,
        max_length: maxOptionLength,
      },
      ...optionDefinitions(templates, words.options).filter(({ name }) =>
        agent.options.some((option) => option === name),
      ),
    ]),
  );
  return [...asking, command(helpCommand, words.help, [])];
}

function optionDefinitions(
  templates: readonly string[],
  descriptions: CommandWords['options'],
): readonly CommandOption[] {
  const option = (name: OptionName) => ({ name, description: descriptions[name], required: false });
  const text = (name: OptionName) => ({ ...option(name), type: ApplicationCommandOptionType.String });
  const choices = (names: readonly string[]) => names.slice(0, maxChoices).map((name) => ({ name, value: name }));
  return [
    { ...text('depth'), choices: choices(depths) },
    { ...text('only'), max_length: maxOptionLength },
    { ...text('except'), max_length: maxOptionLength },
    { ...text('near'), max_length: maxOptionLength },
    { ...option('searches'), type: ApplicationCommandOptionType.Integer, min_value: 1, max_value: maxSearches },
    { ...option('no-web'), type: ApplicationCommandOptionType.Boolean },
    ...(templates.length > 0 ? [{ ...text('template'), choices: choices(templates) }] : []),
  ];
}

const commandOption = z.object({
  type: z.number(),
  name: z.string(),
  description: z.string(),
  required: z.boolean().default(false),
  max_length: z.number().optional(),
  min_value: z.number().optional(),
  max_value: z.number().optional(),
  choices: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
});

const command = z.object({
  type: z.number().default(ApplicationCommandType.ChatInput),
  name: z.string(),
  description: z.string(),
  options: z.array(commandOption).default([]),
  contexts: z.array(z.number()).nullish(),
  integration_types: z.array(z.number()).nullish(),
});

const registered = z.array(command);

type CommandOption = z.infer<typeof commandOption>;
type CommandDefinition = z.infer<typeof command>;

/** Whether what Discord returned for the application's commands is what they should be, in any order. */
export function areRegistered(returned: unknown, wanted: readonly CommandDefinition[]): boolean {
  const parsed = registered.safeParse(returned);
  if (!parsed.success) return false;
  // A comparison by language would load its tables, at every start.
  const byName = (a: { readonly name: string }, b: { readonly name: string }) => (a.name < b.name ? -1 : 1);
  return isDeepStrictEqual(parsed.data.toSorted(byName), wanted.toSorted(byName));
}

/** Registers the commands for all servers unless they are already registered just so. True when it had to. */
export async function registerCommands(
  api: DiscordApi,
  applicationId: string,
  wanted: readonly CommandDefinition[],
): Promise<boolean> {
  if (areRegistered(await api.fetchCommands(applicationId), wanted)) return false;
  await api.putCommands(applicationId, wanted);
  return true;
}
