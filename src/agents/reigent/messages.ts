import type { Turn } from '../../core/conversation.ts';
import { FootnoteError } from '../../core/errors.ts';

/** The body of a request: a Reigent's service refuses any other field. */
export interface ReigentRequest {
  readonly messages: readonly [{ readonly role: 'user'; readonly content: string }];
}

/**
 * One user message: what people asked before in the conversation, as quoted context, then the question. Answers are
 * never sent, since a Reigent must not be fed its own words (docs.reilabs.org). The oldest context goes first when the
 * request would pass `maxBytes` of UTF-8; throws `input` when the question alone does.
 */
export function reigentRequest(question: string, turns: readonly Turn[], maxBytes: number): ReigentRequest {
  let request = toRequest(question, []);
  if (byteLength(request) > maxBytes)
    throw new FootnoteError('input', `The question is longer than the ${maxBytes} bytes that a Reigent takes.`);
  const quotes: string[] = [];
  for (const turn of turns.toReversed()) {
    if (turn.question.trim() === '') continue;
    quotes.unshift(quote(turn));
    const longer = toRequest(question, quotes);
    if (byteLength(longer) > maxBytes) break;
    request = longer;
  }
  return request;
}

function toRequest(question: string, quotes: readonly string[]): ReigentRequest {
  const context = ['Earlier questions in this conversation, as context:', ...quotes, 'The question to answer now:'];
  const parts = quotes.length > 0 ? [...context, question] : [question];
  return { messages: [{ role: 'user', content: parts.join('\n\n') }] };
}

function quote({ asker, question }: Turn): string {
  const name = asker.name?.replace(/\s+/g, ' ').trim() || 'someone';
  return `${name}:\n${question}`.replace(/^/gm, '> ');
}

function byteLength(request: ReigentRequest): number {
  return new TextEncoder().encode(JSON.stringify(request)).length;
}
