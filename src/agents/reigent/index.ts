import type { AgentDefinition } from '../../core/ports/agent.ts';
import { parseAgentName } from '../../core/question/question.ts';
import { createReigentAgent, type ReigentAgentOptions } from './client.ts';
import { createReigentProfile, type ReigentProfileOptions } from './profile.ts';

/** How a Reigent is reached. */
export type ReigentSettings = Pick<ReigentAgentOptions, 'secret' | 'baseUrl' | 'chatPath' | 'limits' | 'timeouts'> &
  Pick<ReigentProfileOptions, 'agentPath'>;

/** A Reigent of the Rei Network: answers with what it has learned, and with what tools give it. */
export const reigent: AgentDefinition<ReigentSettings> = {
  name: parseAgentName('reigent'),
  label: 'Reigent',
  oneOfMany: true,
  prefix: 'reigent',
  command: 'reigent',
  options: [],
  learns: true,
  accepts: ['text'],
  create(settings, ports) {
    const { current: profile, refresh, problem } = createReigentProfile({ ...settings, ...ports });
    return { ...createReigentAgent({ ...settings, ...ports, profile }), refresh, problem };
  },
};
