import type { AnswerEvent, Usage } from '../../core/answer/answer.ts';
import type { Conversation } from '../../core/answer/conversation.ts';
import { createFootnotes, type FootnoteRegistry } from '../../core/answer/footnotes.ts';
import { sourcesNamedIn } from '../../core/answer/source-numbers.ts';
import { FootnoteError } from '../../core/errors.ts';
import type { Tool } from '../../core/ports/agent.ts';
import type { Clock, Logger } from '../../core/ports/system.ts';
import type { Question } from '../../core/question/question.ts';
import { type ReigentRequest, reigentRequest } from './messages.ts';
import type { ToolCallOptions } from './tool-calls.ts';
import { createToolRounds, type ToolLimits, type ToolRounds } from './tool-rounds.ts';
import type { ReigentReply } from './wire.ts';

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
  const sources = createFootnotes(conversation.footnotes);
  sourcesNamedIn(question.text, conversation.footnotes).forEach(sources.cite);
  const context = { question, conversation, sources };
  const ended = new AbortController();
  const stopped = AbortSignal.any([signal, ended.signal]);
  const calling: ToolCallOptions = { tools, context, logger, maxResultChars: Math.floor(limits.maxBytes / 3) };
  const rounds = createToolRounds({ calling, limits, clock, stopped });
  const ask = createAsking(options, context, rounds, stopped);
  let usage: Usage = {};
  try {
    for (;;) {
      const reply = yield* ask();
      const { promptTokens, completionTokens } = reply;
      usage = {
        promptTokens: sum(usage.promptTokens, promptTokens),
        completionTokens: sum(usage.completionTokens, completionTokens),
      };
      if (promptTokens !== undefined || completionTokens !== undefined) yield { type: 'usage', usage };
      const { limited } = rounds;
      if (reply.calls.length === 0 || tools.length === 0 || limited) return { reply, limited, sources };
      const thought = reply.text.trim();
      const id = `thought-${rounds.over.length + 1}`;
      if (thought !== '')
        yield { type: 'step', step: { id, kind: 'thought', state: 'done', text: thought, pages: [] } };
      yield* rounds.carryOut(reply.calls);
    }
  } finally {
    ended.abort(new FootnoteError('stopped', 'The answer was ended.'));
  }
}

/** Makes a function that asks with all rounds so far. */
function createAsking(
  { ask, tools, limits }: ToolLoopOptions,
  { question, conversation }: { readonly question: Question; readonly conversation: Conversation },
  rounds: ToolRounds,
  stopped: AbortSignal,
): () => AsyncGenerator<AnswerEvent, ReigentReply> {
  let form: 'standard' | 'short' = 'standard';

  function* compose(): Generator<AnswerEvent, ReigentRequest> {
    const { request, leftOut } = reigentRequest({
      question: question.text + (rounds.limited ? noMoreCalls : ''),
      turns: conversation.turns,
      tools: rounds.limited ? [] : tools,
      rounds: rounds.over,
      form,
      maxBytes: limits.maxBytes,
    });
    if (leftOut) yield { type: 'notice', notice: 'left-out' };
    return request;
  }

  return async function* asking() {
    try {
      return await ask(yield* compose(), stopped);
    } catch (error) {
      const isRefused = error instanceof FootnoteError && error.kind === 'input';
      if (!isRefused || rounds.over.length === 0 || form === 'short') throw error;
      // The documentation's sample sends results in another form than its schema describes.
      form = 'short';
      return await ask(yield* compose(), stopped);
    }
  };
}

const noMoreCalls = '\n\n(No more tools can be called for this question. Answer it now with what there is.)';

function sum(before: number | undefined, more: number | undefined): number | undefined {
  return before === undefined && more === undefined ? undefined : (before ?? 0) + (more ?? 0);
}
