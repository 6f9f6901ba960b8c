import { z } from 'zod';

/** Reported limit of a request ("~30KB"), in bytes. */
const maxRequestBytes = 30_000;

const part = z.union([
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({ type: z.literal('image_url'), image_url: z.strictObject({ url: z.string() }) }),
]);

const message = z.strictObject({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  content: z.union([z.string(), z.array(part)]),
  tool_call_id: z.string().optional(),
  tool_calls: z.array(z.unknown()).optional(),
});

const tool = z.strictObject({
  type: z.literal('function'),
  function: z.looseObject({ name: z.string(), parameters: z.record(z.string(), z.unknown()).optional() }),
});

/** `messages` and `tools`: the service does not accept any other field. */
const requestBody = z.strictObject({ messages: z.array(message).min(1), tools: z.array(tool).optional() });

/** A request that keeps to the documentation. */
export type ReiRequestBody = z.infer<typeof requestBody>;

/** Parses a request strictly; the reasons when the service would refuse it. */
export function parseReiRequest(
  json: unknown,
  bytes: number,
): { readonly body: ReiRequestBody } | { readonly reasons: string[] } {
  if (bytes > maxRequestBytes) return { reasons: [`the request has ${bytes} bytes, more than ${maxRequestBytes}`] };
  const parsed = requestBody.safeParse(json);
  if (parsed.success) return { body: parsed.data };
  return { reasons: parsed.error.issues.map(({ path, message: said }) => `${path.join('.') || 'body'}: ${said}`) };
}

/** What the service takes but asks not to be sent: its own answers. An assistant message that only calls tools is part of a tool round. */
export function oddities({ messages }: ReiRequestBody): string[] {
  const isFed = messages.some(({ role, tool_calls: calls }) => role === 'assistant' && (calls ?? []).length === 0);
  return isFed ? ['an answer of the Reigent is sent back to it'] : [];
}
