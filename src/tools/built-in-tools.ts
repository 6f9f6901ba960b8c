import type { Agent, Tool } from '../core/ports/agent.ts';
import type { Clock } from '../core/ports/system.ts';
import { createCurrentTimeTool } from './current-time.ts';
import { createResearchTool } from './research.ts';
import { createConversationSourcesTool, createReadSourceTool } from './sources.ts';

/** The tools that come with Footnote. `research`: who can look things up; without it the agent cannot search the web with them. */
export function createBuiltInTools(research: Agent | undefined, clock: Clock): readonly Tool[] {
  return [
    ...(research ? [createResearchTool(research, clock)] : []),
    createConversationSourcesTool(),
    createReadSourceTool(),
    createCurrentTimeTool(clock),
  ];
}
