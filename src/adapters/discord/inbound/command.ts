import type { ChatInputCommandInteraction } from 'discord.js';
import type { AgentInfo } from '../../../core/ports/agent.ts';
import { type GivenOption, optionNames } from '../../../core/question/parse-options.ts';
import type { PlaceWords } from '../../../words/words.ts';
import type { SaidCommand } from '../said.ts';
import { channelName, placeWith } from './place.ts';
import { type Names, readText } from './text.ts';

/** The option of the commands that ask an agent. Discord lets people leave it out, so that an empty command can be answered with help. */
export const questionOption = 'question';

/** The command that explains the others. */
export const helpCommand = 'help';

/** What tells the slash commands: who each of them asks. */
export type CommandAgents = readonly Pick<AgentInfo, 'name' | 'command'>[];

/** Whom the command of ours that has this name asks, if anybody; `undefined` when it is none of ours. */
export function commandNamed(name: string, agents: CommandAgents): Pick<SaidCommand, 'agent'> | undefined {
  const agent = agents.find(({ command }) => command === name)?.name;
  return agent || name === helpCommand ? { agent } : undefined;
}

/** What a slash command of discord.js says; `undefined` when it is none of Footnote's, or Discord does not say where it was given. */
export function parseSlashCommand(
  interaction: ChatInputCommandInteraction,
  agents: CommandAgents,
  words: PlaceWords,
): SaidCommand | undefined {
  const { channelId, guildId, channel, client, user, member } = interaction;
  const command = commandNamed(interaction.commandName, agents);
  if (!command || channelId === null) return undefined;
  const content = interaction.options.getString(questionOption) ?? '';
  const names: Names = {
    user: (id) => interaction.guild?.members.cache.get(id)?.displayName ?? client.users.cache.get(id)?.displayName,
    role: (id) => interaction.guild?.roles.cache.get(id)?.name,
    channel: (id) => channelName(client, id),
  };
  const nickname = member && 'displayName' in member ? member.displayName : member?.nick;
  return {
    id: interaction.id,
    applicationId: interaction.applicationId,
    token: interaction.token,
    place: placeWith(channel, channelId, guildId, interaction.appPermissions),
    agent: command.agent,
    author: { id: user.id, name: nickname ?? user.displayName },
    content,
    text: readText(content, client.user.id, names, words),
    options: interaction.options.data.flatMap(({ name, value }) => givenOption(name, value) ?? []),
  };
}

/** The option of a command that somebody gave, as words would have given it; `undefined` for what says nothing, like a `no-web` that is false. */
export function givenOption(name: string, value: string | number | boolean | undefined): GivenOption | undefined {
  const known = optionNames.find((one) => one === name);
  if (known === undefined || value === undefined || value === false) return undefined;
  if (value === true) return { name: known, value: '' };
  // Whoever knows the words writes quotes in the field as well.
  const plain = String(value).replace(/["“”„«»]/g, '');
  return { name: known, value: plain.trim() };
}
