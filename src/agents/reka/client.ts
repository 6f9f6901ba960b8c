import type { ConversationLimits } from '../../core/answer/conversation.ts';
import { FootnoteError } from '../../core/errors.ts';
import type { Agent } from '../../core/ports/agent.ts';
import type { Clock } from '../../core/ports/system.ts';
import { parseAgentName } from '../../core/question/question.ts';
import type { Template, Templates } from '../../core/question/template.ts';
import { createHttpClient } from '../http.ts';
import { createPace } from '../pace.ts';
import { askOnce } from './ask-once.ts';
import { classifyReka } from './refusals.ts';
import { thinksInParallel } from './research-settings.ts';
import { type CallTimeouts, type RekaTimeouts, streamedTimeouts, wholeTimeouts } from './timeouts.ts';

/** What the agent needs. */
export interface RekaAgentOptions {
  readonly apiKey: string;
  /** `/chat/completions` is added. */
  readonly baseUrl: string;
  readonly model: string;
  readonly clock: Clock;
  /** For structured answers; none unless given. */
  readonly templates?: Templates | undefined;
  /**
   * Unless given: 10 s to connect, 60 s until the stream begins, 120 s without a byte, 180 s without progress, 300 s in
   * all, 600 s for parallel thinking. Without streaming the answer comes whole, so that the total takes the place of the
   * others.
   */
  readonly timeouts?: Partial<RekaTimeouts> | undefined;
  /** Whether the answer comes in pieces; true unless given. */
  readonly stream?: boolean | undefined;
  /** How much of the conversation is sent; 20 turns and 60,000 characters unless given. */
  readonly limits?: ConversationLimits | undefined;
  /** A longer wait that a fault asks for is not slept through; 10,000 unless given. */
  readonly maxRetryAfterMs?: number | undefined;
  /** How many requests a minute the key is good for; 60 unless given (docs.reka.ai). */
  readonly requestsPerMinute?: number | undefined;
}

const defaultLimits: ConversationLimits = { maxTurns: 20, maxChars: 60_000 };

/** Reka Research. Its wire format is documented at docs.reka.ai. All questions share the rate of the key and wait for it. */
export function createRekaAgent(options: RekaAgentOptions): Agent {
  const { model, clock, stream = true, limits = defaultLimits } = options;
  const { parallelMs = 600_000, connectMs = 10_000, ...others } = options.timeouts ?? {};
  const given = { ...others, connectMs };
  const usual = { ...caller(options, stream ? streamedTimeouts(given) : wholeTimeouts(given)), stream };
  const parallel = { ...caller(options, wholeTimeouts({ connectMs, totalMs: parallelMs })), stream: false };
  const pace = createPace(clock, options.requestsPerMinute ?? 60);

  return {
    name: parseAgentName('research'),
    profile: () => ({ model }),
    asksLater: true,
    async *answer(question, conversation, { signal }) {
      const reportsWaiting = thinksInParallel(question.options);
      const call = reportsWaiting ? parallel : usual;
      for (;;) {
        yield* pace.turn(signal);
        const template = templateOf(question.options?.template, options.templates);
        const asking = { ...call, model, limits, template, clock, reportsWaiting };
        const refusal = yield* askOnce(question, conversation, asking, signal);
        if (!refusal) return;
        pace.limited(refusal.retryAfterMs);
      }
    },
  };
}

/** What calls with these limits are made with. */
function caller(options: RekaAgentOptions, timeouts: CallTimeouts) {
  const { baseUrl, apiKey: token, clock, maxRetryAfterMs, model } = options;
  const classify = classifyReka(model);
  const service = 'Reka Research';
  const http = createHttpClient({
    service,
    baseUrl,
    token,
    clock,
    timeouts,
    classify,
    maxRetryAfterMs,
    // Refused requests wait for the rate of the key with all others.
    retryRateLimited: false,
  });
  return { http, progressMs: timeouts.progressMs };
}

function templateOf(name: string | undefined, templates: Templates | undefined): Template | undefined {
  if (name === undefined) return undefined;
  const template = templates?.get(name);
  if (template) return template;
  throw new FootnoteError('input', `There is no template ${JSON.stringify(name)}.`);
}
