import type { AgentNames } from './agent-names.ts';

/** How a tool is called where a step names it: a tool that asks an agent like that agent, an unknown one by its name. */
export function toolLabel(tool: string, agents: AgentNames): string {
  return toolLabels.get(tool) ?? agents.behindTool(tool) ?? tool;
}

/** The tools that come with the bot. */
const toolLabels = new Map([
  ['conversation_sources', 'the sources of this conversation'],
  ['read_source', 'a source of this conversation'],
  ['current_time', 'the clock'],
]);
