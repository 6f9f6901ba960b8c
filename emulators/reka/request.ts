import { z } from 'zod';

const userLocation = z.strictObject({
  type: z.literal('approximate').optional(),
  approximate: z.strictObject({
    city: z.string().optional(),
    region: z.string().optional(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional(),
    timezone: z.string().optional(),
  }),
});

const webSearch = z
  .strictObject({
    enabled: z.boolean().optional(),
    max_uses: z.int().min(1).optional(),
    allowed_domains: z.array(z.string()).optional(),
    blocked_domains: z.array(z.string()).optional(),
    user_location: userLocation.optional(),
  })
  .refine(({ allowed_domains: allowed, blocked_domains: blocked }) => !(allowed && blocked), {
    message: 'allowed_domains and blocked_domains cannot be used at the same time',
  });

/** The documented request, and nothing else. */
const requestBody = z
  .strictObject({
    messages: z.array(z.strictObject({ role: z.enum(['user', 'assistant']), content: z.string() })).min(1),
    model: z.string(),
    stream: z.boolean().optional(),
    research: z
      .strictObject({
        web_search: webSearch.optional(),
        parallel_thinking: z.strictObject({ mode: z.enum(['none', 'low', 'high']) }).optional(),
      })
      .optional(),
    response_format: z
      .strictObject({
        type: z.literal('json_schema'),
        json_schema: z.strictObject({
          name: z.string().regex(/^[\w-]{1,64}$/),
          description: z.string().optional(),
          schema: z.record(z.string(), z.unknown()).optional(),
          strict: z.boolean().nullish(),
        }),
      })
      .optional(),
  })
  .refine(({ stream, research }) => !(stream && (research?.parallel_thinking?.mode ?? 'none') !== 'none'), {
    message: 'Parallel Thinking requests are not supported when streaming is enabled.',
  });

/** A request that keeps to the documentation. */
export type RekaRequestBody = z.infer<typeof requestBody>;

/** Parses a request strictly; the reasons when it breaks the documentation. */
export function parseRekaRequest(json: unknown): { readonly body: RekaRequestBody } | { readonly reasons: string[] } {
  const parsed = requestBody.safeParse(json);
  if (parsed.success) return { body: parsed.data };
  return { reasons: parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`) };
}

/** What the documentation does not forbid but the service may not understand: messages that do not alternate, or say nothing. */
export function oddities({ messages }: RekaRequestBody): string[] {
  const found: string[] = [];
  if (messages[0]?.role !== 'user') found.push('messages do not begin with user');
  if (messages.at(-1)?.role !== 'user') found.push('messages do not end with user');
  if (messages.some(({ role }, at) => at > 0 && messages[at - 1]?.role === role))
    found.push('messages do not alternate');
  if (messages.some(({ content }) => content.trim() === '')) found.push('a message is empty');
  return found;
}
