import type { AgentDefinition } from '../../core/ports/agent.ts';
import { optionNames } from '../../core/question/parse-options.ts';
import { parseAgentName } from '../../core/question/question.ts';
import { createRekaAgent, type RekaAgentOptions } from './client.ts';

/** How Reka Research is reached. */
export type RekaSettings = Pick<RekaAgentOptions, 'apiKey' | 'baseUrl' | 'model' | 'requestsPerMinute' | 'timeouts'>;

/** Reka Research: searches the web and answers with the pages that it read. */
export const rekaResearch: AgentDefinition<RekaSettings> = {
  name: parseAgentName('research'),
  label: 'Reka Research',
  oneOfMany: false,
  prefix: 'research',
  command: 'research',
  options: optionNames,
  learns: false,
  accepts: ['text'],
  price: { dollars: { quick: 0.025, deep: 0.035, deepest: 0.06 }, seenOn: '2026-11-22' },
  create: (settings, ports) => createRekaAgent({ ...settings, ...ports }),
};
