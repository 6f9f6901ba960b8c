import type { AgentProfile, AnswerEvent } from '../../core/answer/answer.ts';
import { FootnoteError } from '../../core/errors.ts';
import type { Agent, Tool } from '../../core/ports/agent.ts';
import type { Clock, Logger } from '../../core/ports/system.ts';
import { parseAgentName } from '../../core/question/question.ts';
import { createHttpClient } from '../http.ts';
import type { HttpTimeouts } from '../sender.ts';
import { readable } from './readable.ts';
import { classifyReigent } from './refusals.ts';
import { receiveReply } from './reply.ts';
import { linkSourceMarkers } from './source-markers.ts';
import { type LoopEnd, runToolLoop } from './tool-loop.ts';
import type { ToolLimits } from './tool-rounds.ts';

/** What the agent needs. */
export interface ReigentAgentOptions {
  /** The Reigent's secret token: it also says which Reigent is meant. */
  readonly secret: string;
  readonly baseUrl: string;
  /** `/rei/agents/chat-completion`, or `/v1/chat/completions` at the newer service. */
  readonly chatPath: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** At most 8, as many as a Reigent takes. */
  readonly tools: readonly Tool[];
  readonly limits: ToolLimits;
  /** What is known of the Reigent now; nothing unless given. */
  readonly profile?: (() => AgentProfile | undefined) | undefined;
  /** Unless given: 10 s to connect and 300 s for everything else, since the answer comes whole. */
  readonly timeouts?: Partial<HttpTimeouts> | undefined;
  /** A longer wait that the service asks for is not slept through; 10,000 unless given. */
  readonly maxRetryAfterMs?: number | undefined;
}

const service = 'Reigent';
const maxTools = 8;

/** A Reigent of the Rei Network. Pages are delivered by its tools alone: links in its text are its own words. Throws `config` when it has too many tools. */
export function createReigentAgent(options: ReigentAgentOptions): Agent {
  const { limits, profile = () => undefined } = options;
  const tools = limits.maxRounds === 0 ? [] : options.tools;
  if (tools.length > maxTools)
    throw new FootnoteError('config', `A Reigent takes at most ${maxTools} tools, and ${tools.length} are set up.`);
  const { connectMs = 10_000, totalMs = 300_000 } = options.timeouts ?? {};
  const http = createHttpClient({
    service,
    baseUrl: options.baseUrl,
    token: options.secret,
    clock: options.clock,
    timeouts: { headersMs: totalMs, idleMs: totalMs, ...options.timeouts, connectMs, totalMs },
    classify: classifyReigent,
    maxRetryAfterMs: options.maxRetryAfterMs,
  });
  const loop = {
    ...options,
    tools,
    ask: async (request: object, signal: AbortSignal) =>
      receiveReply(await http.post(options.chatPath, request, { signal, accept: 'application/json' })),
  };

  return {
    name: parseAgentName('reigent'),
    profile,
    async *answer(question, conversation, { signal }) {
      const known = profile();
      if (known) yield { type: 'profile', profile: known };
      yield* ending(yield* runToolLoop(loop, question, conversation, signal));
    },
  };
}

/** The answer in words, and how complete it is. */
function* ending({ reply, limited, sources }: LoopEnd): Generator<AnswerEvent> {
  if (limited) yield { type: 'notice', notice: 'tool-limit' };
  const text = linkSourceMarkers(readable(reply.text), sources.used());
  if (text.trim() !== '') yield { type: 'text', text };
  else if (!limited) throw noAnswer(reply.calls.length > 0);
  if (reply.finished) yield { type: 'done', complete: !limited };
}

function noAnswer(asksForTool: boolean): FootnoteError {
  return new FootnoteError(
    'protocol',
    asksForTool
      ? 'The Reigent asked for a tool instead of answering, and none was offered.'
      : 'The Reigent answered without any text.',
  );
}
