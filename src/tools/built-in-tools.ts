import type { Asking } from '../core/asking/ask.ts';
import type { Agent, Tool } from '../core/ports/agent.ts';
import type { Clock } from '../core/ports/system.ts';
import { createCurrentTimeTool } from './current-time.ts';
import { createResearchTool } from './research.ts';
import { createConversationSourcesTool, createReadSourceTool } from './sources.ts';

/** What the tools that come with Footnote work with. */
export interface BuiltInToolsOptions {
  /** The agent that looks things up; without one, the agent that calls the tools cannot search the web with them. */
  readonly researcher: Pick<Agent, 'name'> | undefined;
  /** Made of the agents that the tools are given to. */
  readonly asking: () => Asking;
  readonly clock: Clock;
}

/** The tools that come with Footnote. */
export function createBuiltInTools({ researcher, asking, clock }: BuiltInToolsOptions): readonly Tool[] {
  return [
    ...(researcher ? [createResearchTool({ researcher, asking, clock })] : []),
    createConversationSourcesTool(),
    createReadSourceTool(),
    createCurrentTimeTool(clock),
  ];
}
