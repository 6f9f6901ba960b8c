import { reigent } from '../agents/reigent/index.ts';
import { rekaResearch } from '../agents/reka/index.ts';
import type { Config } from '../config/index.ts';
import type { Asking } from '../core/asking/ask.ts';
import type { Agent, AgentDefinition, AgentInfo, AgentPorts } from '../core/ports/agent.ts';
import type { AgentName } from '../core/question/question.ts';
import { createBuiltInTools } from '../tools/built-in-tools.ts';
import type { Limits } from './limits.ts';

/** Who answers. */
export interface Agents {
  /** All agents that there are, whether or not they are configured. */
  readonly knownAgents: readonly AgentInfo[];
  /** Those that are configured, by name. */
  readonly agents: ReadonlyMap<AgentName, Agent>;
}

/** The agents that come with Footnote. */
export const builtInAgents: readonly AgentInfo[] = [rekaResearch, reigent];

/** Makes the configured agents, and gives those that use tools the tools. `more`: agents of a test's own, which need no settings. */
export function createAgents(
  config: Config,
  limits: Limits,
  ports: Omit<AgentPorts, 'tools'> & {
    /** What tools ask other agents with; it is made of the agents. */
    readonly asking: () => Asking;
  },
  more: readonly AgentDefinition<undefined>[] = [],
): Agents {
  const { agentTimeouts: timeouts } = limits;
  const { asking, clock } = ports;
  const researcher = config.reka && rekaResearch.create({ ...config.reka, timeouts }, { ...ports, tools: [] });
  const tools = createBuiltInTools({ researcher, asking, clock });
  const learner = config.reigent && reigent.create({ ...config.reigent, timeouts }, { ...ports, tools });
  const others = more.map((definition) => definition.create(undefined, { ...ports, tools }));
  const configured = [researcher, learner, ...others].flatMap((agent) => agent ?? []);
  const agents = new Map(configured.map((agent) => [agent.name, agent]));
  return { knownAgents: [...builtInAgents, ...more], agents };
}
