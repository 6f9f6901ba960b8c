import type { AgentProfile } from '../../core/answer/answer.ts';
import { FootnoteError, toFootnoteError } from '../../core/errors.ts';
import { parseJson } from '../../core/parse-json.ts';
import type { Clock, Logger } from '../../core/ports/system.ts';
import { createHttpClient } from '../http.ts';
import { classifyReigent } from './refusals.ts';
import { parseReigentAgent } from './wire.ts';

/** What it takes to ask for the Reigent. */
export interface ReigentProfileOptions {
  readonly secret: string;
  readonly baseUrl: string;
  /** `/rei/agents`, or `/v1/agents` at the newer service. */
  readonly agentPath: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long what was learned counts; 5 minutes unless given. */
  readonly freshMs?: number | undefined;
}

/** Which Reigent it is, as its service last said. */
export interface ReigentProfile {
  /** `undefined` until the service has said it. */
  current(): AgentProfile | undefined;
  /** Why the Reigent cannot be asked, for the operator; `undefined` when it can, or when that is not known. */
  problem(): string | undefined;
  /** Asks the service unless it was asked lately. Never rejects: what is wrong is logged, once. */
  refresh(signal: AbortSignal): Promise<void>;
}

/** Nothing is known at first. */
export function createReigentProfile(options: ReigentProfileOptions): ReigentProfile {
  const { clock, logger, freshMs = 5 * 60_000 } = options;
  const http = createHttpClient({
    service: 'Reigent',
    baseUrl: options.baseUrl,
    token: options.secret,
    clock,
    timeouts: { connectMs: 10_000, headersMs: 20_000, idleMs: 20_000, totalMs: 30_000 },
    classify: classifyReigent,
    maxResponseBytes: 100_000,
  });
  let profile: AgentProfile | undefined;
  let problem: string | undefined;
  let said: string | undefined;
  let askedAt: number | undefined;

  async function read(signal: AbortSignal): Promise<AgentProfile> {
    const response = await http.get(options.agentPath, { signal, accept: 'application/json' });
    const body = await response.text();
    // The documentation's sample has an id with leading zeros, which is no JSON.
    const found = parseReigentAgent(parseJson(body.replace(/("id"\s{0,9}:\s{0,9})0+(?=\d)/, '$1')));
    if (found) return found;
    throw new FootnoteError('config', 'The service did not describe an agent.', { hint: 'api-moved' });
  }

  return {
    current: () => profile,
    problem: () => problem,
    async refresh(signal) {
      if (askedAt !== undefined && clock.now() - askedAt < freshMs) return;
      askedAt = clock.now();
      try {
        profile = await read(signal);
        problem = undefined;
        if (said === 'known') return;
        said = 'known';
        logger.info({ reigent: profile }, 'The Reigent is known.');
        if (profile.format === 'html')
          logger.warn({}, 'The Reigent answers in HTML, which is shown as text. Set its response format to text.');
      } catch (thrown) {
        if (signal.aborted) return;
        const error = toFootnoteError(thrown);
        problem = problemOf(error);
        const sentence = problem ?? 'The Reigent could not be asked for its name; it is asked again later.';
        if (said !== sentence) logger.warn({ err: error }, sentence);
        said = sentence;
      }
    },
  };
}

/** What the operator has to do; `undefined` when it may pass by itself. */
function problemOf({ kind, hint }: FootnoteError): string | undefined {
  if (kind === 'auth')
    return 'REIGENT_SECRET is refused. Copy the newest Secret Key of the agent; older ones are no longer valid.';
  if (hint === 'agent-not-found')
    return 'REIGENT_SECRET belongs to no agent of this service. The agent may have been deleted; create a new one, or copy its Secret Key again.';
  if (hint === 'api-moved')
    return 'REIGENT_BASE_URL and REIGENT_AGENT_PATH lead to no agent: the API has moved. Look up its address in the documentation of the Rei Network; at https://api.reilabs.org the paths are /v1/chat/completions and /v1/agents.';
  return undefined;
}
