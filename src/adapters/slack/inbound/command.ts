import { z } from 'zod';
import type { AgentInfo } from '../../../core/ports/agent.ts';
import { id, responseUrl, type SaidCommand } from '../said.ts';
import { toPlainText } from './text.ts';

/** What tells the slash commands: who each of them asks. */
export type CommandAgents = readonly Pick<AgentInfo, 'name' | 'command'>[];

/** A slash command as Slack names it. */
export const slashCommand = ({ command }: CommandAgents[number]) => `/${command}`;

const commandBody = z.object({
  command: z.string(),
  text: z.string().nullish(),
  team_id: id,
  channel_id: id,
  user_id: id,
  user_name: z.string().nullish(),
  trigger_id: id,
  response_url: responseUrl,
});

/** What a slash command says; `undefined` when it is none of an agent's. */
export function parseSlashCommand(body: unknown, agents: CommandAgents): SaidCommand | undefined {
  const { data } = commandBody.safeParse(body);
  const agent = data && agents.find((one) => slashCommand(one) === data.command);
  if (!agent) return undefined;
  return {
    team: data.team_id,
    channel: data.channel_id,
    userId: data.user_id,
    userName: data.user_name ?? undefined,
    agent: agent.name,
    text: toPlainText(data.text ?? '').trim(),
    triggerId: data.trigger_id,
    responseUrl: data.response_url,
  };
}
