import { z } from 'zod';
import { parseJson } from '../core/parse-json.ts';
import { shorten } from '../core/shorten.ts';

const maxDescriptionChars = 500;

const text = z.string().optional().catch(undefined);
const code = z.union([z.string(), z.number()]).transform(String).optional().catch(undefined);

const issue = z.union([z.string(), z.object({ msg: z.string() }).transform(({ msg }) => msg)]);
const issues = z.array(issue).transform((messages) => messages.join('; '));

/** The shapes of error bodies that are documented or were seen, at Reka and at Rei. */
const errorBody = z.object({
  error: z
    .union([z.string(), z.object({ type: text, code, message: text, details: text })])
    .optional()
    .catch(undefined),
  detail: z.union([z.string(), issues]).optional().catch(undefined),
  details: text,
  message: text,
  code,
});

/** What an error body says, for the operator's log: one line, capped, without the given secrets. Empty for an empty body. */
export function describeErrorBody(body: string, secrets: readonly string[]): string {
  const said = scrubSecrets(describe(body), secrets).replace(/\s+/g, ' ').trim();
  return shorten(said, maxDescriptionChars);
}

/** The text without the secrets and without anything that looks like a credential. */
export function scrubSecrets(said: string, secrets: readonly string[]): string {
  const scrubbed = secrets.reduce((rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, '[secret]')), said);
  return scrubbed.replace(/\bbearer\s+[^\s"',;]+/gi, 'Bearer [secret]').replace(/\b(xox|xapp)[\w-]+/gi, '[secret]');
}

/**
 * Whether a JSON body is an error rather than an answer, and the HTTP status that it stands for (500 when it does not
 * say). `undefined` when it is no error.
 */
export function impliedStatus(body: unknown): number | undefined {
  const parsed = errorBody.safeParse(body);
  if (!parsed.success) return undefined;
  const { error, detail } = parsed.data;
  if (!error && !detail) return undefined;
  const type = typeof error === 'object' ? error.type : undefined;
  const named = typeof error === 'object' ? error.code : parsed.data.code;
  if (named !== undefined && /^[45]\d\d$/.test(named)) return Number(named);
  const status = type === undefined ? undefined : statusOfType.get(type);
  if (status !== undefined) return status;
  return /rate.?limit/i.test(describe(JSON.stringify(body))) ? 429 : 500;
}

/** Reka's error types (docs.reka.ai, errors page). */
const statusOfType = new Map([
  ['validation_error', 400],
  ['authentication_error', 401],
  ['not_found_error', 404],
  ['rate_limit_error', 429],
  ['server_error', 500],
]);

function describe(body: string): string {
  const trimmed = body.trim();
  if (trimmed.startsWith('<')) return `HTML page: ${trimmed.replace(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>/gi, ' ')}`;
  const parsed = errorBody.safeParse(parseJson(trimmed));
  if (!parsed.success) return trimmed;
  const { error, detail, details, message, code: topCode } = parsed.data;
  const inner = typeof error === 'object' ? [error.type, error.code, error.message, error.details] : [error];
  const parts = [...inner, detail, details, message, topCode].filter((part) => part !== undefined && part !== '');
  return parts.length > 0 ? parts.join(': ') : trimmed;
}
