import type { AgentInfo } from '../../core/ports/agent.ts';
import type { AgentName } from '../../core/question/question.ts';

/** How agents are called in sentences. */
export interface AgentNames {
  /** All that are known. */
  readonly known: readonly AgentInfo[];
  find(agent: AgentName): AgentInfo | undefined;
  /** "Reka Research", "Reigent". */
  label(agent: AgentName): string;
  /** "Reka Research", "the Reigent". */
  the(agent: AgentName): string;
  /** "Reka Research", "a Reigent": any of its kind. */
  any(agent: AgentName): string;
  /** What a tool that bears an agent's name asks; `undefined` for any other tool. */
  behindTool(tool: string): string | undefined;
}

/** The names of these agents; one that is not among them is called by its name. */
export function createAgentNames(known: readonly AgentInfo[]): AgentNames {
  const find = (agent: AgentName) => known.find(({ name }) => name === agent);
  const label = (agent: AgentName) => find(agent)?.label ?? agent;
  const behind = (article: string, agent: AgentName) =>
    find(agent)?.oneOfMany ? `${article} ${label(agent)}` : label(agent);
  return {
    known,
    find,
    label,
    the: (agent) => behind('the', agent),
    any: (agent) => behind('a', agent),
    behindTool: (tool) => known.find(({ name }) => name === tool)?.label,
  };
}

/** A sentence with a capital letter at its beginning. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
