import type { Turn } from '../../core/answer/conversation.ts';
import { FootnoteError } from '../../core/errors.ts';
import type { Tool } from '../../core/ports/agent.ts';
import { truncate } from '../../core/shorten.ts';
import type { ReigentToolCall } from './wire.ts';

/** Calls of tools that a Reigent made at once, and what came of each. */
export interface ToolRound {
  readonly calls: readonly (ReigentToolCall & { readonly result: string })[];
}

/** What a request is made of. */
export interface ReigentRequestParts {
  /** With everything that has to stand beside it. */
  readonly question: string;
  readonly turns: readonly Turn[];
  /** None unless given. */
  readonly tools?: readonly Tool[];
  /** Oldest first; none unless given. */
  readonly rounds?: readonly ToolRound[];
  /** `short`: as in the documentation's sample, results without the calls that they belong to and without tools. */
  readonly form?: 'standard' | 'short';
  /** In bytes of UTF-8. */
  readonly maxBytes: number;
}

interface WireCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

/** A message as a Reigent takes it. */
export type ReigentMessage =
  | { readonly role: 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: ''; readonly tool_calls: readonly WireCall[] }
  | { readonly role: 'tool'; readonly tool_call_id: string; readonly content: string };

/** The body of a request: a Reigent's service refuses any other field. */
export interface ReigentRequest {
  readonly messages: readonly ReigentMessage[];
  readonly tools?: readonly object[];
}

/**
 * One user message, which holds what people asked before in the conversation as quoted context and then the question,
 * and after it the rounds of tool calls. Answers are never sent, since a Reigent must not be fed its own words
 * (docs.reilabs.org). What does not fit is left out, oldest first: context before results. `leftOut` tells of it, and so
 * does the message. Throws `input` when the question alone does not fit.
 */
export function reigentRequest(parts: ReigentRequestParts): {
  readonly request: ReigentRequest;
  readonly leftOut: boolean;
} {
  const { question, turns, rounds = [], maxBytes } = parts;
  const fits = (request: ReigentRequest) => byteLength(request) <= maxBytes;
  let draft: Draft = { question, quotes: [], rounds: [], tools: [], noted: false, form: parts.form ?? 'standard' };
  if (!fits(compose(draft)))
    throw new FootnoteError('input', `The question is longer than the ${maxBytes} bytes that a Reigent takes.`);
  let leftOut = false;
  const grow = (more: Partial<Draft>): boolean => {
    const longer = { ...draft, ...more };
    const isKept = fits(compose(longer));
    if (isKept) draft = longer;
    else if (fits(compose({ ...draft, noted: true }))) draft = { ...draft, noted: true };
    leftOut ||= !isKept;
    return isKept;
  };

  grow({ tools: parts.tools ?? [] });
  for (const round of rounds.toReversed()) {
    if (grow({ rounds: [round, ...draft.rounds] })) continue;
    if (draft.rounds.length === 0) shortenings(round).some((shorter) => grow({ rounds: [shorter] }));
    break;
  }
  for (const turn of turns.toReversed()) {
    if (turn.question.trim() !== '' && !grow({ quotes: [quote(turn), ...draft.quotes] })) break;
  }
  return { request: compose(draft), leftOut };
}

interface Draft {
  readonly question: string;
  readonly quotes: readonly string[];
  readonly rounds: readonly ToolRound[];
  readonly tools: readonly Tool[];
  readonly form: 'standard' | 'short';
  /** Says that something is left out. */
  readonly noted: boolean;
}

const leftOutNote = 'Earlier questions or results of tools are left out here, because they did not fit.';

function compose({ question, quotes, rounds, tools, noted, form }: Draft): ReigentRequest {
  const context = [
    ...(noted ? [leftOutNote] : []),
    ...(quotes.length > 0 ? ['Earlier questions in this conversation, as context:', ...quotes] : []),
  ];
  const said = context.length > 0 ? [...context, 'The question to answer now:', question] : [question];
  const messages = [
    { role: 'user', content: said.join('\n\n') } as const,
    ...rounds.flatMap(form === 'short' ? results : exchange),
  ];
  return tools.length === 0 || form === 'short' ? { messages } : { messages, tools: tools.map(definition) };
}

function exchange(round: ToolRound): readonly ReigentMessage[] {
  const tool_calls = round.calls.map(({ id, name, arguments: written }): WireCall => {
    return { id, type: 'function', function: { name, arguments: written } };
  });
  return [{ role: 'assistant', content: '', tool_calls }, ...results(round)];
}

function results({ calls }: ToolRound): readonly ReigentMessage[] {
  return calls.map(({ id, result }) => ({ role: 'tool', tool_call_id: id, content: result }));
}

const definition = ({ name, description, parameters }: Tool) => ({
  type: 'function',
  function: { name, description, parameters, strict: true },
});

/** The round with its longest results cut to half, to a quarter, and so on until hardly anything is left. */
function shortenings(round: ToolRound): readonly ToolRound[] {
  const longest = Math.max(...round.calls.map(({ result }) => result.length));
  const shorter: ToolRound[] = [];
  for (let most = Math.floor(longest / 2); most > 50; most = Math.floor(most / 2))
    shorter.push({ calls: round.calls.map((call) => ({ ...call, result: cutResult(call.result, most) })) });
  return shorter;
}

/** The beginning of a tool's result, and that it is no more than that. `maxChars` is in UTF-16 code units. */
export function cutResult(result: string, maxChars: number): string {
  if (result.length <= maxChars) return result;
  return `${truncate(result, maxChars)}\n(Cut here: the rest did not fit.)`;
}

function quote({ asker, question }: Turn): string {
  const name = asker.name?.replace(/\s+/g, ' ').trim() || 'someone';
  return `${name}:\n${question}`.replace(/^/gm, '> ');
}

function byteLength(request: ReigentRequest): number {
  return new TextEncoder().encode(JSON.stringify(request)).length;
}
