import { z } from 'zod';

/** "Web Search": a plain domain, without scheme and `www.`; what is below it is meant as well. */
const domain = z.string().refine((text) => /^(?!www\.)(?:[a-z\d-]+\.)+[a-z\d-]{2,}$/.test(text), {
  message: 'is no plain domain',
});

const userLocation = z.strictObject({
  type: z.literal('approximate').optional(),
  approximate: z.strictObject({
    city: z.string().min(1).optional(),
    region: z.string().min(1).optional(),
    country: z.string().refine(isCountry, { message: 'is no two-letter ISO country code' }).optional(),
    timezone: z.string().refine(isTimeZone, { message: 'is no IANA time zone' }).optional(),
  }),
});

const webSearch = z
  .strictObject({
    enabled: z.boolean().optional(),
    max_uses: z.int().min(1).optional(),
    allowed_domains: z.array(domain).optional(),
    blocked_domains: z.array(domain).optional(),
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

/**
 * What the documentation does not forbid but the service may not understand: messages that do not alternate, or say
 * nothing; settings without effect.
 */
export function oddities({ messages, research }: RekaRequestBody): string[] {
  const found: string[] = [];
  if (messages[0]?.role !== 'user') found.push('messages do not begin with user');
  if (messages.at(-1)?.role !== 'user') found.push('messages do not end with user');
  if (messages.some(({ role }, at) => at > 0 && messages[at - 1]?.role === role))
    found.push('messages do not alternate');
  if (messages.some(({ content }) => content.trim() === '')) found.push('a message is empty');
  const { enabled, ...search } = research?.web_search ?? {};
  if (enabled === false && Object.keys(search).length > 0) found.push('web search is off, but has settings');
  if (search.allowed_domains?.length === 0) found.push('allowed_domains is empty, which allows all');
  if (search.user_location && Object.keys(search.user_location.approximate).length === 0)
    found.push('the location says nothing');
  return found;
}

function isCountry(code: string): boolean {
  const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  return /^[A-Z]{2}$/.test(code) && !['EU', 'UK', 'ZZ'].includes(code) && regions.of(code) !== undefined;
}

function isTimeZone(name: string): boolean {
  if (!/^[A-Z][\w+-]*(?:\/[\w+-]+)*$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
