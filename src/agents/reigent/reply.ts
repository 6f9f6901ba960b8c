import { FootnoteError } from '../../core/errors.ts';
import { parseJson } from '../../core/parse-json.ts';
import { impliedStatus } from '../error-body.ts';
import { isBrokenConnection } from '../http-error.ts';
import type { HttpResponse } from '../http-response.ts';
import { readSse } from '../sse.ts';
import { noReply, type ReigentReply, readReply } from './wire.ts';

/** Reads one response to its end. Throws a `FootnoteError`; a stream that breaks off after its first words is a reply that is not finished. */
export async function receiveReply(response: HttpResponse): Promise<ReigentReply> {
  if (response.contentType === 'text/event-stream') return receiveStream(response);
  return { ...parse(noReply, response, await response.text()), finished: true };
}

/** Not documented and not asked for; read as OpenAI's chunks should it come. */
async function receiveStream(response: HttpResponse): Promise<ReigentReply> {
  let reply = noReply;
  try {
    for await (const { data } of readSse(response.body)) {
      if (data.trim() === '[DONE]') return { ...reply, finished: true };
      reply = parse(reply, response, data);
    }
  } catch (error) {
    if (!isBrokenConnection(error) || (reply.text === '' && !reply.finished)) throw error;
  }
  return reply;
}

function parse(before: ReigentReply, response: HttpResponse, body: string): ReigentReply {
  const value = parseJson(body);
  const status = impliedStatus(value);
  if (status !== undefined) throw response.refusal(status, body);
  const reply = readReply(before, value);
  if (reply) return reply;
  const type = response.contentType || 'no content type';
  throw new FootnoteError('protocol', `The Reigent sent ${type} instead of an answer: ${body.length} characters.`);
}
