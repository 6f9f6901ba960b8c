import type { AnswerEvent } from '../../core/answer.ts';
import type { ConversationLimits } from '../../core/conversation.ts';
import { FootnoteError } from '../../core/errors.ts';
import type { Agent, Clock } from '../../core/ports.ts';
import { impliedStatus } from '../error-body.ts';
import { createHttpClient, type HttpResponse, type HttpTimeouts } from '../http.ts';
import { isBrokenConnection } from '../http-error.ts';
import { parseJson } from '../lenient.ts';
import { readSse } from '../sse.ts';
import { createWatchdog } from '../watchdog.ts';
import { type AnswerReader, createAnswerReader } from './events.ts';
import { rekaMessages } from './messages.ts';
import { classifyReka } from './refusals.ts';
import { parseRekaCompletion } from './wire.ts';

/** Limits in milliseconds. */
export interface RekaTimeouts extends HttpTimeouts {
  /** Without a new step or more text: a stream may send signs of life for ever. */
  readonly progressMs: number;
}

/** What the agent needs. */
export interface RekaAgentOptions {
  readonly apiKey: string;
  /** `/chat/completions` is added. */
  readonly baseUrl: string;
  readonly model: string;
  readonly clock: Clock;
  /**
   * Unless given: 10 s to connect, 60 s until the stream begins, 120 s without a byte, 180 s without progress, 300 s in
   * all. Without streaming the answer comes whole, so that the total takes the place of the others.
   */
  readonly timeouts?: Partial<RekaTimeouts> | undefined;
  /** Whether the answer comes in pieces; true unless given. */
  readonly stream?: boolean | undefined;
  /** How much of the conversation is sent; 20 turns and 60,000 characters unless given. */
  readonly limits?: ConversationLimits | undefined;
  /** A longer wait that the service asks for is not slept through; 10,000 unless given. */
  readonly maxRetryAfterMs?: number | undefined;
}

const service = 'Reka Research';
const defaultLimits: ConversationLimits = { maxTurns: 20, maxChars: 60_000 };

/** Reka Research. Its wire format is documented at docs.reka.ai. */
export function createRekaAgent(options: RekaAgentOptions): Agent {
  const { model, clock, stream = true, limits = defaultLimits } = options;
  const timeouts = withDefaults(stream, options.timeouts);
  const http = createHttpClient({
    service,
    baseUrl: options.baseUrl,
    token: options.apiKey,
    clock,
    timeouts,
    classify: classifyReka(model),
    maxRetryAfterMs: options.maxRetryAfterMs,
  });

  return {
    name: 'research',
    label: service,
    profile: () => ({ model }),
    async *answer(question, conversation, { signal }) {
      const messages = rekaMessages(question.text, conversation.turns, limits);
      const { progressMs } = timeouts;
      const progress = createWatchdog(clock, progressMs, `${service} made no progress for ${progressMs} ms.`);
      try {
        const response = await http.post(
          '/chat/completions',
          { model, messages, stream },
          {
            signal: AbortSignal.any([signal, progress.signal]),
            accept: stream ? 'text/event-stream, application/json' : 'application/json',
          },
        );
        const reader = createAnswerReader();
        const isStream = response.contentType === 'text/event-stream';
        for await (const event of isStream ? readStream(response, reader) : readWhole(response, reader)) {
          if (event.type === 'step' || event.type === 'text') progress.touch();
          yield event;
        }
      } finally {
        progress.stop();
      }
    },
  };
}

async function* readStream(response: HttpResponse, reader: AnswerReader): AsyncGenerator<AnswerEvent> {
  let isDone = false;
  let hasText = false;
  try {
    for await (const { event, data } of readSse(response.body)) {
      if (data.trim() === '[DONE]') {
        isDone = true;
        break;
      }
      const value = parseJson(data);
      const status = impliedStatus(value);
      if (event === 'error' || status !== undefined) throw response.refusal(status ?? 500, data);
      if (value === undefined) throw new FootnoteError('protocol', `${service} sent an event that is no JSON.`);
      const chunk = parseRekaCompletion(value);
      for (const read of chunk ? reader.read(chunk) : []) {
        hasText ||= read.type === 'text';
        yield read;
      }
    }
  } catch (error) {
    // To people a cut connection is the same as a stream that just ends: what came is kept, and marked as cut off.
    if (!isBrokenConnection(error) || !(hasText || reader.finished())) throw error;
  }
  yield* reader.end(isDone);
}

async function* readWhole(response: HttpResponse, reader: AnswerReader): AsyncGenerator<AnswerEvent> {
  const body = await response.text();
  const value = parseJson(body);
  const status = impliedStatus(value);
  if (status !== undefined) throw response.refusal(status, body);
  const completion = parseRekaCompletion(value);
  if (!completion) {
    const type = response.contentType || 'no content type';
    throw new FootnoteError('protocol', `${service} sent ${type} instead of an answer: ${body.length} characters.`);
  }
  yield* reader.read(completion);
  yield* reader.end(true);
}

function withDefaults(stream: boolean, given: Partial<RekaTimeouts> = {}): RekaTimeouts {
  const { connectMs = 10_000, totalMs = 300_000 } = given;
  if (!stream) return { headersMs: totalMs, idleMs: totalMs, progressMs: totalMs, ...given, connectMs, totalMs };
  return { headersMs: 60_000, idleMs: 120_000, progressMs: 180_000, ...given, connectMs, totalMs };
}
