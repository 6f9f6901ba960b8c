import { z } from 'zod';
import type { Environment } from './environment.ts';
import { baseUrl, dayMs, integer, oneOf, path } from './values.ts';
import { variable } from './variable.ts';

/** Reka Research; `undefined` when it is off. */
const reka = z
  .object({
    apiKey: variable('REKA_API_KEY', z.string().optional(), {
      secret: 'whole',
      about: 'Reka Research: the API key; turns /research on',
    }),
    baseUrl: variable('REKA_BASE_URL', baseUrl().default('https://api.reka.ai/v1'), {
      about: 'Reka Research: base of the API',
    }),
    model: variable('REKA_MODEL', z.string().default('reka-flash-research'), { about: 'Reka Research: the model' }),
    requestsPerMinute: variable('REKA_REQUESTS_PER_MINUTE', integer(1, 100_000).default(60), {
      about: 'Reka Research: how many requests a minute the key is good for; fewer when other programs use it too',
    }),
  })
  .transform(({ apiKey, ...rest }) => (apiKey ? { apiKey, ...rest } : undefined));

/** How far one answer of the Reigent may go with tools. */
const toolLimits = z.object({
  maxRounds: variable('REIGENT_MAX_ROUNDS', integer(0, 50).default(6), {
    about: 'Reigent: how often it may call tools and be asked again for one answer; 0 for no tools',
  }),
  maxCalls: variable('REIGENT_MAX_CALLS', integer(1, 100).default(8), {
    about: 'Reigent: how many calls of tools one answer may make; Reka Research charges for each call of it',
  }),
  toolsMs: variable('REIGENT_TOOLS_MS', integer(1000, dayMs).default(300_000), {
    about: 'Reigent: how long the tools of one answer may take together, in milliseconds',
  }),
  maxBytes: variable('REIGENT_MAX_BYTES', integer(4000, 1_000_000).default(30_000), {
    about: 'Reigent: the longest request, in bytes; about 30,000 is what its service takes',
  }),
});

/** The Reigent; `undefined` when it is off. */
const reigent = z
  .object({
    secret: variable('REIGENT_SECRET', z.string().optional(), {
      secret: 'whole',
      about: 'Reigent: its secret token; turns /reigent on',
    }),
    baseUrl: variable('REIGENT_BASE_URL', baseUrl().default('https://api.reisearch.box'), {
      about: 'Reigent: base of the API',
    }),
    chatPath: variable('REIGENT_CHAT_PATH', path().default('/rei/agents/chat-completion'), {
      about: 'Reigent: path of the chat completion; /v1/chat/completions for the newer service',
    }),
    agentPath: variable('REIGENT_AGENT_PATH', path().default('/rei/agents'), {
      about: "Reigent: path of the agent's description",
    }),
    limits: toolLimits,
  })
  .transform(({ secret, ...rest }) => (secret ? { secret, ...rest } : undefined));

const defaultAgent = variable('DEFAULT_AGENT', oneOf('research', 'reigent').optional(), {
  about: 'Who answers mentions and direct messages: research or reigent; the first that is on unless set',
});

/** The agents, and who of them answers whom nobody in particular is asked. */
export const agents = { reka, reigent, defaultAgent };

/** What is wrong with the agent that these variables make the default. */
export function defaultAgentIsOff(given: Environment): readonly string[] {
  const agent = given['DEFAULT_AGENT'];
  if (agent === 'research' && !given['REKA_API_KEY'] && given['REIGENT_SECRET'])
    return ['DEFAULT_AGENT: is research, which is off. Set REKA_API_KEY, or DEFAULT_AGENT to reigent.'];
  if (agent === 'reigent' && !given['REIGENT_SECRET'] && given['REKA_API_KEY'])
    return ['DEFAULT_AGENT: is reigent, which is off. Set REIGENT_SECRET, or DEFAULT_AGENT to research.'];
  return [];
}
