import { createReigentAgent } from '../agents/reigent/client.ts';
import { createReigentProfile, type ReigentProfile } from '../agents/reigent/profile.ts';
import { createRekaAgent } from '../agents/reka/client.ts';
import type { Config } from '../config/index.ts';
import type { Agent } from '../core/ports/agent.ts';
import type { Clock, Logger } from '../core/ports/system.ts';
import type { AgentName } from '../core/question/question.ts';
import type { Templates } from '../core/question/template.ts';
import { createBuiltInTools } from '../tools/built-in-tools.ts';
import type { Limits } from './limits.ts';

/** The agents that are configured. */
export interface Agents {
  readonly agents: Readonly<Partial<Record<AgentName, Agent>>>;
  /** Which Reigent it is; `undefined` when none is configured. */
  readonly profile: ReigentProfile | undefined;
}

/** Makes the configured agents, and gives those that use tools the tools. */
export function createAgents(
  { reka, reigent }: Config,
  ports: { readonly clock: Clock; readonly logger: Logger; readonly templates: Templates; readonly limits: Limits },
): Agents {
  const { clock, limits } = ports;
  const timeouts = limits.agentTimeouts;
  const profile = reigent && createReigentProfile({ ...reigent, ...ports });
  const research = reka && createRekaAgent({ ...reka, clock, templates: ports.templates, timeouts });
  const tools = createBuiltInTools(research, clock);
  const agents = {
    ...(research && { research }),
    ...(reigent && {
      reigent: createReigentAgent({
        ...reigent,
        clock,
        logger: ports.logger,
        profile: () => profile?.current(),
        tools,
        timeouts,
      }),
    }),
  };
  return { agents, profile };
}
