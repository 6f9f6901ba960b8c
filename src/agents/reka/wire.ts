import { z } from 'zod';
import type { Page } from '../../core/answer/answer.ts';
import { parseJson } from '../../core/parse-json.ts';
import { lenient, lenientArray } from '../lenient.ts';

// Tolerant on purpose: only what an answer needs, any field may be missing or null, unknown fields are ignored.

const text = lenient(z.string());
const number = lenient(z.number());
const anything = z.unknown().optional();

const url = z.string().regex(/^https?:\/\//i);
const citation = z.object({ url, title: text });
const page = z.object({ url, title: text, snippet: text, age: text, analysis: text });

/** Nested as documented (`url_citation`) or flat; needs only a URL. Its indices are not read: their unit is unknown. */
const annotation = z.union([z.object({ url_citation: citation }).transform((item) => item.url_citation), citation]);

/** An object, or an object as JSON text; anything else is an empty object. */
const args = anything
  .transform((value) => (typeof value === 'string' ? parseJson(value) : value))
  .pipe(
    z
      .object({ query: text, task: text, urls: lenientArray(z.string()) })
      .catch({ query: undefined, task: undefined, urls: [] }),
  );

const toolCall = z
  .object({ id: text, name: text, args, function: lenient(z.object({ name: text, arguments: args })) })
  .transform(({ id, name, args: own, function: nested }) => ({
    id,
    name: name ?? nested?.name ?? '',
    args: nested && own.query === undefined && own.urls.length === 0 ? nested.arguments : own,
  }));

const toolResult = z.object({ tool_name: text, tool_output: anything, tool_error: text });

const step = z
  .object({
    role: text,
    reasoning_content: text,
    tool_calls: lenientArray(toolCall),
    content: anything,
    tool_call_id: text,
  })
  .transform(({ content, ...rest }) => ({ ...rest, ...readContent(content) }));

const message = z.object({
  content: text,
  reasoning_content: text,
  reasoning_steps: lenientArray(step),
  annotations: lenientArray(annotation),
});

/** A chunk of a stream or a whole response: the two differ in `delta` and `message` only. */
const completion = z.object({
  choices: lenientArray(z.object({ delta: lenient(message), message: lenient(message), finish_reason: text })),
  usage: lenient(z.object({ prompt_tokens: number, completion_tokens: number })),
});

/** What a tool step says it found. */
export interface RekaToolResult {
  /** `search_web` or `analyze`; `undefined` when the step does not say. */
  readonly name: string | undefined;
  readonly pages: readonly Page[];
  readonly error: string | undefined;
}

/** One call of a tool. */
export type RekaToolCall = z.infer<typeof toolCall>;
/** One reasoning step, with its content read. */
export type RekaStep = z.infer<typeof step>;
/** A delta or a whole message. */
export type RekaMessagePart = z.infer<typeof message>;
/** A chunk or a whole response, as far as it is used. */
export type RekaCompletion = z.infer<typeof completion>;

/** A chunk or a whole response; `undefined` when the value is no object. */
export function parseRekaCompletion(value: unknown): RekaCompletion | undefined {
  const parsed = completion.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** `content` of a step: an object, the same as JSON text, plain text, or nothing. */
function readContent(content: unknown): {
  readonly said: string | undefined;
  readonly result: RekaToolResult | undefined;
} {
  const value = typeof content === 'string' ? (asObject(parseJson(content)) ?? content) : content;
  if (typeof value === 'string') return { said: value, result: undefined };
  const parsed = toolResult.safeParse(value);
  if (!parsed.success) return { said: undefined, result: undefined };
  const { tool_name: name, tool_output: output, tool_error: error } = parsed.data;
  return { said: undefined, result: { name, pages: readPages(output), error: error === '' ? undefined : error } };
}

/** `tool_output`: an array, one object, either of them as JSON text, plain text or null. */
function readPages(output: unknown): readonly Page[] {
  const value = typeof output === 'string' ? parseJson(output) : output;
  return lenientArray(page).parse(Array.isArray(value) ? value : [value]);
}

function asObject(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}
