import type { AnswerEvent, Usage } from '../../core/answer/answer.ts';
import type { Conversation } from '../../core/answer/conversation.ts';
import { createFootnotes, type FootnoteRegistry } from '../../core/answer/footnotes.ts';
import { sourcesNamedIn } from '../../core/answer/source-numbers.ts';
import { FootnoteError } from '../../core/errors.ts';
import type { Tool } from '../../core/ports/agent.ts';
import type { Clock, Logger } from '../../core/ports/system.ts';
import type { Question } from '../../core/question/question.ts';
import { createWatchdog } from '../watchdog.ts';
import { emitted } from './emitted.ts';
import { type ReigentRequest, reigentRequest, type ToolRound } from './messages.ts';
import { type AnsweredCall, nameCalls, runCall, type ToolCallOptions } from './tool-calls.ts';
import type { ReigentReply } from './wire.ts';

/** How far one answer may go. */
export interface ToolLimits {
  /** How often the Reigent may call tools and be asked again. */
  readonly maxRounds: number;
  /** Calls in all rounds together. */
  readonly maxCalls: number;
  /** From the first call on; then no other is begun, and those that run are ended. In milliseconds. */
  readonly toolsMs: number;
  /** Of one request, in bytes of UTF-8. */
  readonly maxBytes: number;
}

/** What a loop works with. */
export interface ToolLoopOptions {
  readonly ask: (request: ReigentRequest, signal: AbortSignal) => Promise<ReigentReply>;
  readonly tools: readonly Tool[];
  readonly limits: ToolLimits;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How a loop ended. */
export interface LoopEnd {
  readonly reply: ReigentReply;
  /** The Reigent wanted more calls than it may make. */
  readonly limited: boolean;
  /** The conversation's sources; those that are used here were told to the Reigent under their number. */
  readonly sources: FootnoteRegistry;
}

/**
 * Asks a Reigent, carries out the calls of tools that it answers with, all of a round at once, and asks again with the
 * results, until it answers in words or meets a limit; then it is asked once more without tools. Throws a `FootnoteError`.
 */
export async function* runToolLoop(
  options: ToolLoopOptions,
  question: Question,
  conversation: Conversation,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent, LoopEnd> {
  const { tools, limits, clock, logger } = options;
  const { maxBytes } = limits;
  const sources = createFootnotes(conversation.footnotes);
  sourcesNamedIn(question.text, conversation.footnotes).forEach(sources.cite);
  const context = { question, conversation, sources };
  const calling: ToolCallOptions = { tools, context, logger, maxResultChars: Math.floor(maxBytes / 3) };
  const ended = new AbortController();
  const stopped = AbortSignal.any([signal, ended.signal]);
  const rounds: ToolRound[] = [];
  let form: 'standard' | 'short' = 'standard';
  let limited = false;
  let calls = 0;
  let usage: Usage = {};
  let toolsEndAt: number | undefined;

  function* compose(): Generator<AnswerEvent, ReigentRequest> {
    const { request, leftOut } = reigentRequest({
      question: question.text + (limited ? noMoreCalls : ''),
      turns: conversation.turns,
      tools: limited ? [] : tools,
      rounds,
      form,
      maxBytes,
    });
    if (leftOut) yield { type: 'notice', notice: 'left-out' };
    return request;
  }

  async function* ask(): AsyncGenerator<AnswerEvent, ReigentReply> {
    try {
      return await options.ask(yield* compose(), stopped);
    } catch (error) {
      const isRefused = error instanceof FootnoteError && error.kind === 'input';
      if (!isRefused || rounds.length === 0 || form === 'short') throw error;
      // The documentation's sample sends results in another form than its schema describes.
      form = 'short';
      return await options.ask(yield* compose(), stopped);
    }
  }

  /** One round. What goes beyond the limits gets a result that says so. */
  async function* callTools(reply: ReigentReply): AsyncGenerator<AnswerEvent> {
    toolsEndAt ??= clock.now() + limits.toolsMs;
    const leftMs = toolsEndAt - clock.now();
    const mayCall = rounds.length < limits.maxRounds && leftMs > 0 ? limits.maxCalls - calls : 0;
    const named = nameCalls(reply.calls.slice(0, Math.max(mayCall, 1)), rounds);
    limited = mayCall === 0 || reply.calls.length > named.length;
    calls += named.length;
    if (mayCall === 0) {
      rounds.push({ calls: named.map((call) => ({ ...call, result: 'Error: no more calls are possible.' })) });
      return;
    }
    const time = createWatchdog(clock, leftMs, `The tools took longer than ${limits.toolsMs} ms.`);
    const callSignal = AbortSignal.any([stopped, time.signal]);
    const answered: AnsweredCall[] = [];
    try {
      yield* emitted<AnswerEvent>(async (emit) => {
        const all = named.map((call) => runCall(call, calling, { signal: callSignal, stopped }, emit));
        answered.push(...(await Promise.all(all)));
      });
    } finally {
      time.stop();
    }
    rounds.push({ calls: answered });
  }

  try {
    for (;;) {
      const reply = yield* ask();
      const { promptTokens, completionTokens } = reply;
      usage = {
        promptTokens: sum(usage.promptTokens, promptTokens),
        completionTokens: sum(usage.completionTokens, completionTokens),
      };
      if (promptTokens !== undefined || completionTokens !== undefined) yield { type: 'usage', usage };
      if (reply.calls.length === 0 || tools.length === 0 || limited) return { reply, limited, sources };
      const thought = reply.text.trim();
      const id = `thought-${rounds.length + 1}`;
      if (thought !== '')
        yield { type: 'step', step: { id, kind: 'thought', state: 'done', text: thought, pages: [] } };
      yield* callTools(reply);
    }
  } finally {
    ended.abort(new FootnoteError('stopped', 'The answer was ended.'));
  }
}

const noMoreCalls = '\n\n(No more tools can be called for this question. Answer it now with what there is.)';

function sum(before: number | undefined, more: number | undefined): number | undefined {
  return before === undefined && more === undefined ? undefined : (before ?? 0) + (more ?? 0);
}
