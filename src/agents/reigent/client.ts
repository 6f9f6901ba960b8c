import type { AnswerEvent } from '../../core/answer.ts';
import { FootnoteError } from '../../core/errors.ts';
import type { Agent, Clock } from '../../core/ports.ts';
import { impliedStatus } from '../error-body.ts';
import { createHttpClient, type HttpResponse, type HttpTimeouts } from '../http.ts';
import { isBrokenConnection } from '../http-error.ts';
import { parseJson } from '../lenient.ts';
import { readSse } from '../sse.ts';
import { reigentRequest } from './messages.ts';
import { classifyReigent } from './refusals.ts';
import { parseReigentReply, type ReigentReply } from './wire.ts';

/** What the agent needs. */
export interface ReigentAgentOptions {
  /** The Reigent's secret token: it also says which Reigent is meant. */
  readonly secret: string;
  readonly baseUrl: string;
  /** `/rei/agents/chat-completion`, or `/v1/chat/completions` at the newer service. */
  readonly chatPath: string;
  readonly clock: Clock;
  /** Unless given: 10 s to connect and 300 s for everything else, since the answer comes whole. */
  readonly timeouts?: Partial<HttpTimeouts> | undefined;
  /** Longest request in bytes of UTF-8; 30,000 unless given (about 30 KB is what clients report as the limit). */
  readonly maxRequestBytes?: number | undefined;
  /** A longer wait that the service asks for is not slept through; 10,000 unless given. */
  readonly maxRetryAfterMs?: number | undefined;
}

const service = 'Reigent';

/** A Reigent of the Rei Network. It delivers no pages: links in its text are its own words. */
export function createReigentAgent(options: ReigentAgentOptions): Agent {
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

  return {
    name: 'reigent',
    label: service,
    async *answer(question, conversation, { signal }) {
      const request = reigentRequest(question.text, conversation.turns, options.maxRequestBytes ?? 30_000);
      const response = await http.post(options.chatPath, request, { signal, accept: 'application/json' });
      yield* response.contentType === 'text/event-stream' ? readStream(response) : readWhole(response);
    },
  };
}

async function* readWhole(response: HttpResponse): AsyncGenerator<AnswerEvent> {
  const body = await response.text();
  const reply = parseReply(response, body);
  if (reply.text.trim() === '') throw noAnswer(reply.asksForTool);
  yield { type: 'text', text: reply.text };
  yield* usageOf(reply);
  yield { type: 'done', complete: true };
}

/** Not documented and not asked for; read as OpenAI's chunks should it come. */
async function* readStream(response: HttpResponse): AsyncGenerator<AnswerEvent> {
  let text = '';
  let asksForTool = false;
  let isDone = false;
  try {
    for await (const { data } of readSse(response.body)) {
      if (data.trim() === '[DONE]') {
        isDone = true;
        break;
      }
      const reply = parseReply(response, data);
      text += reply.text;
      asksForTool ||= reply.asksForTool;
      isDone ||= reply.finished;
      if (reply.text !== '') yield { type: 'text', text: reply.text };
      yield* usageOf(reply);
    }
  } catch (error) {
    if (!isBrokenConnection(error) || (text === '' && !isDone)) throw error;
  }
  if (text.trim() === '') throw noAnswer(asksForTool);
  if (isDone) yield { type: 'done', complete: true };
}

function parseReply(response: HttpResponse, body: string): ReigentReply {
  const value = parseJson(body);
  const status = impliedStatus(value);
  if (status !== undefined) throw response.refusal(status, body);
  const reply = parseReigentReply(value);
  if (reply) return reply;
  const type = response.contentType || 'no content type';
  throw new FootnoteError('protocol', `The Reigent sent ${type} instead of an answer: ${body.length} characters.`);
}

function noAnswer(asksForTool: boolean): FootnoteError {
  return new FootnoteError(
    'protocol',
    asksForTool
      ? 'The Reigent asked for a tool instead of answering, and none was offered.'
      : 'The Reigent answered without any text.',
  );
}

function* usageOf({ promptTokens, completionTokens }: ReigentReply): Generator<AnswerEvent> {
  if (promptTokens !== undefined || completionTokens !== undefined)
    yield { type: 'usage', usage: { promptTokens, completionTokens } };
}
