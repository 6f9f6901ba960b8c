import type { AgentInfo } from '../../core/ports/agent.ts';
import type { AgentName } from '../../core/question/question.ts';

/** How agents are called in sentences. */
export interface AgentNames {
  /** All that are known. */
  readonly known: readonly AgentInfo[];
  find(agent: AgentName | undefined): AgentInfo | undefined;
  /** "Reka Research", "Reigent"; one of which not even the name is known: "the agent". */
  label(agent: AgentName | undefined): string;
  /** "Reka Research", "the Reigent". */
  the(agent: AgentName | undefined): string;
  /** "Reka Research", "a Reigent": any of its kind. */
  any(agent: AgentName | undefined): string;
  /** What a tool that bears an agent's name asks; `undefined` for any other tool. */
  behindTool(tool: string): string | undefined;
}

/** The names of these agents; one that is not among them is called by its name. */
export function createAgentNames(known: readonly AgentInfo[]): AgentNames {
  const find = (agent: AgentName | undefined) => known.find(({ name }) => name === agent);
  const label = (agent: AgentName | undefined) => find(agent)?.label ?? agent ?? 'the agent';
  const behind = (article: string, agent: AgentName | undefined) =>
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
