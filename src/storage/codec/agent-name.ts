import { z } from 'zod';
import { type AgentName, isAgentName } from '../../core/question/question.ts';

/** The name of an agent, as it is stored. */
export const agentName = z.custom<AgentName>(isAgentName);
