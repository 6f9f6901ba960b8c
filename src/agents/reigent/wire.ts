import { z } from 'zod';
import { lenient, lenientArray } from '../lenient.ts';

const content = lenient(
  z.union([
    z.string(),
    lenientArray(z.object({ type: z.literal('text'), text: z.string() })).transform((parts) =>
      parts.map(({ text }) => text).join(''),
    ),
  ]),
);

const message = z.object({ content, tool_calls: lenientArray(z.unknown()) });

/** A whole response or a chunk of a stream. The service documents only `choices` with `message`. */
const completion = z.object({
  choices: lenientArray(
    z.object({ message: lenient(message), delta: lenient(message), finish_reason: lenient(z.string()) }),
  ),
  usage: lenient(z.object({ prompt_tokens: lenient(z.number()), completion_tokens: lenient(z.number()) })),
});

/** What a response or a chunk of it says. */
export interface ReigentReply {
  readonly text: string;
  readonly asksForTool: boolean;
  readonly finished: boolean;
  readonly promptTokens: number | undefined;
  readonly completionTokens: number | undefined;
}

/** Reads a response or a chunk; `undefined` when the value is no object. */
export function parseReigentReply(value: unknown): ReigentReply | undefined {
  const parsed = completion.safeParse(value);
  if (!parsed.success) return undefined;
  const { choices, usage } = parsed.data;
  const [choice] = choices;
  const said = choice?.message ?? choice?.delta;
  return {
    text: said?.content ?? '',
    asksForTool: (said?.tool_calls.length ?? 0) > 0,
    finished: choice?.finish_reason !== undefined,
    promptTokens: usage?.prompt_tokens,
    completionTokens: usage?.completion_tokens,
  };
}
