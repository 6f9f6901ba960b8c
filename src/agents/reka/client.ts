import type { AnswerEvent } from '../../core/answer/answer.ts';
import type { Conversation, ConversationLimits } from '../../core/answer/conversation.ts';
import { FootnoteError } from '../../core/errors.ts';
import { parseJson } from '../../core/parse-json.ts';
import type { Agent } from '../../core/ports/agent.ts';
import type { Clock } from '../../core/ports/system.ts';
import { parseAgentName, type Question } from '../../core/question/question.ts';
import type { Template, Templates } from '../../core/question/template.ts';
import { impliedStatus } from '../error-body.ts';
import { createHttpClient, type HttpResponse, type HttpTimeouts } from '../http.ts';
import { isBrokenConnection } from '../http-error.ts';
import { createPace } from '../pace.ts';
import { reportWaiting } from '../report-waiting.ts';
import { readSse } from '../sse.ts';
import { createWatchdog } from '../watchdog.ts';
import { type AnswerReader, createAnswerReader } from './events.ts';
import { rekaMessages } from './messages.ts';
import { classifyReka } from './refusals.ts';
import { researchSettings, thinksInParallel } from './research-settings.ts';
import { createStructuredReader, responseFormat, structuredQuestion } from './structured.ts';
import { parseRekaCompletion } from './wire.ts';

/** Limits in milliseconds. */
export interface RekaTimeouts extends HttpTimeouts {
  /** Without a new step or more text: a stream may send signs of life for ever. */
  readonly progressMs: number;
  /** The whole call in place of all others but `connectMs`, where the service thinks in parallel. */
  readonly parallelMs: number;
}

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

const service = 'Reka Research';
const defaultLimits: ConversationLimits = { maxTurns: 20, maxChars: 60_000 };

/** Reka Research. Its wire format is documented at docs.reka.ai. All questions share the rate of the key and wait for it. */
export function createRekaAgent(options: RekaAgentOptions): Agent {
  const { model, clock, stream = true, limits = defaultLimits } = options;
  const { connectMs = 10_000, parallelMs = 600_000, ...others } = options.timeouts ?? {};
  const usual = callsWith(withDefaults(stream, { ...others, connectMs }));
  const pace = createPace(clock, options.requestsPerMinute ?? 60);
  const parallel = callsWith(withDefaults(false, { connectMs, totalMs: parallelMs }));

  function callsWith(timeouts: CallTimeouts) {
    const { baseUrl, apiKey: token, maxRetryAfterMs } = options;
    const classify = classifyReka(model);
    return {
      timeouts,
      http: createHttpClient({
        service,
        baseUrl,
        token,
        clock,
        timeouts,
        classify,
        maxRetryAfterMs,
        retryRateLimited: false,
      }),
    };
  }

  /** One request. Returns the error where it was refused for its rate, and so neither begun nor charged. */
  async function* ask(
    question: Question,
    conversation: Conversation,
    signal: AbortSignal,
  ): AsyncGenerator<AnswerEvent, FootnoteError | undefined> {
    const template = templateOf(question.options?.template, options.templates);
    const structured = template && createStructuredReader(template);
    const text = template ? structuredQuestion(question.text, template) : question.text;
    const messages = rekaMessages(text, conversation.turns, limits);
    const research = researchSettings(question.options);
    const isParallel = thinksInParallel(question.options);
    const streams = stream && !isParallel;
    const { http, timeouts } = isParallel ? parallel : usual;
    const { progressMs } = timeouts;
    const progress = createWatchdog(clock, progressMs, `${service} made no progress for ${progressMs} ms.`);
    const left = new AbortController();
    try {
      const responding = http.post(
        '/chat/completions',
        {
          model,
          messages,
          stream: streams,
          ...(research && { research }),
          ...(template && { response_format: responseFormat(template) }),
        },
        {
          signal: AbortSignal.any([signal, progress.signal, left.signal]),
          accept: streams ? 'text/event-stream, application/json' : 'application/json',
        },
      );
      let response: HttpResponse;
      try {
        response = isParallel ? yield* reportWaiting(responding, clock) : await responding;
      } catch (error) {
        if (error instanceof FootnoteError && error.kind === 'rate-limited') return error;
        throw error;
      }
      const reader = createAnswerReader();
      const isStream = response.contentType === 'text/event-stream';
      for await (const event of isStream ? readStream(response, reader) : readWhole(response, reader)) {
        if (event.type === 'step' || event.type === 'text') progress.touch();
        yield* structured ? structured.read(event) : [event];
      }
      yield* structured?.rest() ?? [];
      return undefined;
    } catch (error) {
      yield* structured?.rest() ?? [];
      throw error;
    } finally {
      progress.stop();
      left.abort();
    }
  }

  return {
    name: parseAgentName('research'),
    profile: () => ({ model }),
    asksLater: true,
    async *answer(question, conversation, { signal }) {
      for (;;) {
        yield* pace.turn(signal);
        const refusal = yield* ask(question, conversation, signal);
        if (!refusal) return;
        pace.limited(refusal.retryAfterMs);
      }
    },
  };
}

function templateOf(name: string | undefined, templates: Templates | undefined): Template | undefined {
  if (name === undefined) return undefined;
  const template = templates?.get(name);
  if (template) return template;
  throw new FootnoteError('input', `There is no template ${JSON.stringify(name)}.`);
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

type CallTimeouts = Omit<RekaTimeouts, 'parallelMs'>;

function withDefaults(stream: boolean, given: Partial<CallTimeouts>): CallTimeouts {
  const { connectMs = 10_000, totalMs = 300_000 } = given;
  if (!stream) return { headersMs: totalMs, idleMs: totalMs, progressMs: totalMs, ...given, connectMs, totalMs };
  return { headersMs: 60_000, idleMs: 120_000, progressMs: 180_000, ...given, connectMs, totalMs };
}
