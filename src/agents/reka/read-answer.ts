import type { AnswerEvent } from '../../core/answer/answer.ts';
import { FootnoteError } from '../../core/errors.ts';
import { parseJson } from '../../core/parse-json.ts';
import { impliedStatus } from '../error-body.ts';
import { isBrokenConnection } from '../http-error.ts';
import type { HttpResponse } from '../http-response.ts';
import { readSse } from '../sse.ts';
import { type AnswerReader, createAnswerReader } from './events.ts';
import { parseRekaCompletion } from './wire.ts';

/** Reads a response, which comes in pieces or whole. Throws a `FootnoteError`, and `protocol` when it is no answer. */
export function readAnswer(response: HttpResponse): AsyncGenerator<AnswerEvent> {
  const reader = createAnswerReader();
  return response.contentType === 'text/event-stream' ? readStream(response, reader) : readWhole(response, reader);
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
      if (value === undefined) throw new FootnoteError('protocol', `Reka Research sent an event that is no JSON.`);
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
    throw new FootnoteError('protocol', `Reka Research sent ${type} instead of an answer: ${body.length} characters.`);
  }
  yield* reader.read(completion);
  yield* reader.end(true);
}
