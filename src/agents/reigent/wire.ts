import { z } from 'zod';
import type { AgentProfile } from '../../core/answer/answer.ts';
import { truncate } from '../../core/shorten.ts';
import { lenient, lenientArray } from '../lenient.ts';

const text = lenient(z.string());

const content = lenient(
  z.union([
    z.string(),
    lenientArray(z.object({ type: z.literal('text'), text: z.string() })).transform((parts) =>
      parts.map(({ text }) => text).join(''),
    ),
  ]),
);

const jsonText = z.unknown().transform((value) => (typeof value === 'string' ? value : JSON.stringify(value ?? {})));

/** Anything in `tool_calls` is a call, however little it says. */
const toolCall = z
  .object({
    index: lenient(z.number()),
    id: text,
    function: lenient(z.object({ name: text, arguments: jsonText.optional() })),
  })
  .transform(({ index, id, function: called }) => ({
    index,
    id: id ?? '',
    name: called?.name ?? '',
    arguments: called?.arguments ?? '',
  }));

const message = z.object({ content, tool_calls: lenientArray(toolCall) });

/** A whole response or a chunk of a stream. The service documents only `choices` with `message`. */
const completion = z.object({
  choices: lenientArray(z.object({ message: lenient(message), delta: lenient(message), finish_reason: text })),
  usage: lenient(z.object({ prompt_tokens: lenient(z.number()), completion_tokens: lenient(z.number()) })),
});

/** A tool that a Reigent wants to be called. Every field may be empty. */
export interface ReigentToolCall {
  readonly id: string;
  readonly name: string;
  /** What the Reigent wrote: JSON, if it did it right. */
  readonly arguments: string;
}

/** What a response or a chunk of it says. */
export interface ReigentReply {
  readonly text: string;
  readonly calls: readonly ReigentToolCall[];
  /** Whether the end of the reply was seen. */
  readonly finished: boolean;
  readonly promptTokens: number | undefined;
  readonly completionTokens: number | undefined;
}

/** Nothing has been said yet. */
export const noReply: ReigentReply = {
  text: '',
  calls: [],
  finished: false,
  promptTokens: undefined,
  completionTokens: undefined,
};

/** The reply with what the next response or chunk says; `undefined` when the value is no object. */
export function readReply(reply: ReigentReply, value: unknown): ReigentReply | undefined {
  const parsed = completion.safeParse(value);
  if (!parsed.success) return undefined;
  const { choices, usage } = parsed.data;
  const [choice] = choices;
  const said = choice?.message ?? choice?.delta;
  return {
    text: reply.text + (said?.content ?? ''),
    calls: (said?.tool_calls ?? []).reduce(withCall, reply.calls),
    finished: reply.finished || choice?.finish_reason !== undefined,
    promptTokens: usage?.prompt_tokens ?? reply.promptTokens,
    completionTokens: usage?.completion_tokens ?? reply.completionTokens,
  };
}

/** In a stream a call comes in pieces with the same index. */
function withCall(
  calls: readonly ReigentToolCall[],
  { index, ...piece }: z.infer<typeof toolCall>,
): readonly ReigentToolCall[] {
  const begun = index === undefined ? undefined : calls[index];
  if (index === undefined || begun === undefined) return [...calls, piece];
  return calls.with(index, { ...begun, arguments: begun.arguments + piece.arguments });
}

const agent = z
  .object({
    name: text,
    agent_model: lenient(z.object({ name: text, model_name: text })),
    response_format: text,
  })
  .transform(({ name, agent_model: model, response_format: format }) => ({
    name: plain(name),
    model: plain(model?.name || model?.model_name),
    format: plain(format),
  }))
  .refine(({ name, model, format }) => name ?? model ?? format);

/** What the service says of the agent; `undefined` when the value describes none. */
export function parseReigentAgent(value: unknown): AgentProfile | undefined {
  return agent.safeParse(value).data;
}

const maxNameChars = 60;

/** A name as it may stand in a sentence: one short line, without anything that either platform reads as markup. */
function plain(said: string | undefined): string | undefined {
  const words = (said ?? '')
    .replace(/[^\p{L}\p{N} .,()+/_-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return words === '' ? undefined : truncate(words, maxNameChars);
}
