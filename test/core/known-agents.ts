import type { AgentInfo } from '../../src/core/ports/agent.ts';
import { optionNames } from '../../src/core/question/parse-options.ts';
import { parseAgentName } from '../../src/core/question/question.ts';

/** An agent that takes every option. */
export const research = parseAgentName('research');

/** An agent that takes none, and learns. */
export const reigent = parseAgentName('reigent');

/** Both, as they are known. */
export const knownAgents: readonly AgentInfo[] = [
  {
    name: research,
    label: 'Reka Research',
    oneOfMany: false,
    prefix: 'research',
    command: 'research',
    options: optionNames,
    learns: false,
  },
  {
    name: reigent,
    label: 'Reigent',
    oneOfMany: true,
    prefix: 'reigent',
    command: 'reigent',
    options: [],
    learns: true,
  },
];
