import type { AnswerEvent } from '../../core/answer/answer.ts';
import type { Conversation, ConversationLimits } from '../../core/answer/conversation.ts';
import { FootnoteError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports/system.ts';
import type { Question } from '../../core/question/question.ts';
import type { Template } from '../../core/question/template.ts';
import type { HttpClient } from '../http.ts';
import type { HttpResponse } from '../http-response.ts';
import { reportWaiting } from '../report-waiting.ts';
import { createWatchdog } from '../watchdog.ts';
import { readAnswer } from './read-answer.ts';
import { rekaRequest } from './request.ts';
import { createStructuredReader } from './structured.ts';

/** What one request is made with. */
export interface AskOptions {
  readonly http: HttpClient;
  readonly model: string;
  /** Whether the answer comes in pieces. */
  readonly stream: boolean;
  /** Whether to say meanwhile how long it has been waited for: nothing is to be seen of the answer before it is there. */
  readonly reportsWaiting: boolean;
  /** Without a new step or more text. */
  readonly progressMs: number;
  readonly limits: ConversationLimits;
  /** For a structured answer. */
  readonly template: Template | undefined;
  readonly clock: Clock;
}

/** Makes one request and reads its answer. Returns the error where it was refused for its rate, and so neither begun nor charged. */
export async function* askOnce(
  question: Question,
  conversation: Conversation,
  options: AskOptions,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent, FootnoteError | undefined> {
  const { stream, progressMs, template, clock } = options;
  const structured = template && createStructuredReader(template);
  const progress = createWatchdog(clock, progressMs, `Reka Research made no progress for ${progressMs} ms.`);
  const left = new AbortController();
  try {
    const responding = options.http.post('/chat/completions', rekaRequest(question, conversation.turns, options), {
      signal: AbortSignal.any([signal, progress.signal, left.signal]),
      accept: stream ? 'text/event-stream, application/json' : 'application/json',
    });
    let response: HttpResponse;
    try {
      response = options.reportsWaiting ? yield* reportWaiting(responding, clock) : await responding;
    } catch (error) {
      if (error instanceof FootnoteError && error.kind === 'rate-limited') return error;
      throw error;
    }
    for await (const event of readAnswer(response)) {
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
