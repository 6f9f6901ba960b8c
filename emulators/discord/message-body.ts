import { z } from 'zod';
import { fieldErrors, parseComponents, text } from './components.ts';
import { type Attachment, type Guild, messageFlag, type StoredMessage } from './guild.ts';
import { countCodePoints, type FieldError, RuleError, rules } from './rules.ts';

const embed = z.looseObject({
  title: text(rules.embedTitle.max).optional(),
  description: text(rules.embedDescription.max).optional(),
});

const snowflake = z.string().regex(/^\d{17,20}$/, { error: 'Value is not snowflake.' });

const allowedMentions = z
  .object({
    parse: z.array(z.enum(['users', 'roles', 'everyone'])).nullish(),
    users: z.array(snowflake).max(100).nullish(),
    roles: z.array(snowflake).max(100).nullish(),
    replied_user: z.boolean().nullish(),
  })
  .refine(({ parse, users }) => !(parse?.includes('users') && users?.length), {
    error: 'parse:["users"] and users: [ids...] are mutually exclusive.',
  })
  .refine(({ parse, roles }) => !(parse?.includes('roles') && roles?.length), {
    error: 'parse:["roles"] and roles: [ids...] are mutually exclusive.',
  });

/** What a request that creates or edits a message may say. */
export const messageBody = z.object({
  content: text(rules.contentLength.max).nullish(),
  nonce: z.union([z.string().max(rules.nonceLength.max), z.int()]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  embeds: z
    .array(embed)
    .max(rules.embeds.max)
    .refine((embeds) => embeds.reduce((sum, one) => sum + textLength(one), 0) <= rules.embedsTotal.max, {
      error: `Embed size exceeds maximum size of ${rules.embedsTotal.max}`,
    })
    .nullish(),
  allowed_mentions: allowedMentions.nullish(),
  message_reference: z.object({ message_id: snowflake, fail_if_not_exists: z.boolean().default(true) }).nullish(),
  components: z.array(z.unknown()).nullish(),
  flags: z.int().nonnegative().nullish(),
  attachments: z.array(z.object({ id: z.coerce.string(), filename: z.string().optional() })).nullish(),
});

/** A parsed request that creates or edits a message. */
export type MessageBody = z.infer<typeof messageBody>;

/** A file that came with a request. */
export interface UploadedFile {
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

/** What a message consists of. */
export type MessageParts = Pick<StoredMessage, 'content' | 'components' | 'embeds' | 'attachments' | 'flags'>;

/** Parses what a route received. Throws a `RuleError` (50035) with the fields that are wrong. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new RuleError('invalidForm', fieldErrors(parsed.error));
}

const nothing: MessageParts = { content: '', components: [], embeds: [], attachments: [], flags: 0 };

/**
 * The parts of a message after a create (`before` is `undefined`) or an edit, in which what is absent stays. Only
 * the bits of `mayFlag` can be set or unset. Throws a `RuleError` when Discord would refuse the result.
 */
export function applyBody(
  guild: Guild,
  body: MessageBody,
  files: readonly UploadedFile[],
  mayFlag: number,
  before: MessageParts = nothing,
): MessageParts {
  const flags = flagsAfter(body, mayFlag, before);
  const isV2 = (flags & messageFlag.componentsV2) !== 0;
  const parts: MessageParts = {
    content: body.content === undefined ? before.content : (body.content ?? ''),
    embeds: body.embeds === undefined ? before.embeds : (body.embeds ?? []),
    components: body.components === undefined ? before.components : parseComponents(body.components ?? [], isV2),
    attachments: attachmentsAfter(guild, body, files, before),
    flags,
  };
  if (isV2 && (parts.content !== '' || parts.embeds.length > 0)) {
    const message = 'The content and embeds fields cannot be used with the flag IS_COMPONENTS_V2.';
    throw new RuleError('invalidForm', [
      { path: ['content'], code: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2', message },
    ]);
  }
  const hasText = parts.content.trim() !== '';
  if (!hasText && parts.embeds.length + parts.components.length + parts.attachments.length === 0) {
    throw new RuleError('emptyMessage');
  }
  return parts;
}

function flagsAfter(body: MessageBody, mayFlag: number, before: MessageParts): number {
  if (body.flags === undefined || body.flags === null) return before.flags;
  // The flag for components cannot be taken away again.
  const sticky = before.flags & (~mayFlag | messageFlag.componentsV2);
  return sticky | (body.flags & mayFlag);
}

function attachmentsAfter(
  guild: Guild,
  body: MessageBody,
  files: readonly UploadedFile[],
  before: MessageParts,
): readonly Attachment[] {
  if (files.some(({ size }) => size > rules.fileSize.max)) throw new RuleError('requestTooLarge');
  const listed = body.attachments;
  const kept = listed ? before.attachments.filter(({ id }) => listed.some((one) => one.id === id)) : before.attachments;
  const added = files.map(({ name, size, type }) => ({ id: guild.newId(), filename: name, size, contentType: type }));
  return [...(listed === null ? [] : kept), ...added];
}

function textLength(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const counted = ['title', 'description', 'name', 'value', 'text'];
  return Object.entries(value).reduce((sum, [key, inner]) => {
    if (typeof inner === 'string') return sum + (counted.includes(key) ? countCodePoints(inner) : 0);
    return sum + (Array.isArray(inner) ? inner.reduce((all, one) => all + textLength(one), 0) : textLength(inner));
  }, 0);
}

/** The error of a reply to a message that does not exist. */
export const unknownReference: FieldError = {
  path: ['message_reference'],
  code: 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE',
  message: 'Unknown message',
};
