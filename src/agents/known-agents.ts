import type { AgentInfo } from '../core/ports/agent.ts';
import { optionNames } from '../core/question/parse-options.ts';

/** The agents that there are, set up or not. */
export const knownAgents: readonly AgentInfo[] = [
  {
    name: 'research',
    label: 'Reka Research',
    oneOfMany: false,
    prefix: 'research',
    command: 'research',
    options: optionNames,
    learns: false,
  },
  {
    name: 'reigent',
    label: 'Reigent',
    oneOfMany: true,
    prefix: 'reigent',
    command: 'reigent',
    options: [],
    learns: true,
  },
];
