import { z } from 'zod';
import { parseComponents } from './components.ts';
import { embedList } from './embed.ts';
import { listOf, text } from './fields.ts';
import { type Attachment, type Guild, messageFlag, type StoredMessage } from './guild.ts';
import { type FieldError, formError, RuleError } from './rule-error.ts';
import { rules } from './rules.ts';

const snowflake = z.string().regex(/^\d{17,20}$/, { error: 'Value is not snowflake.' });

const allowedMentions = z
  .object({
    parse: z.array(z.enum(['users', 'roles', 'everyone'])).nullish(),
    users: listOf(snowflake, 'allowedMentionsListed').nullish(),
    roles: listOf(snowflake, 'allowedMentionsListed').nullish(),
    replied_user: z.boolean().nullish(),
  })
  .refine(({ parse, users }) => !(parse?.includes('users') && users?.length), {
    error: 'parse:["users"] and users: [ids...] are mutually exclusive.',
    params: { rule: 'allowedMentionsConflict', code: 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE' },
  })
  .refine(({ parse, roles }) => !(parse?.includes('roles') && roles?.length), {
    error: 'parse:["roles"] and roles: [ids...] are mutually exclusive.',
    params: { rule: 'allowedMentionsConflict', code: 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE' },
  });

const nonce = z.string().refine((value) => value.length <= rules.nonceLength.max, {
  error: `Must be ${rules.nonceLength.max} or fewer in length.`,
  params: { rule: 'nonceLength', code: 'BASE_TYPE_MAX_LENGTH' },
});

/** What a request that creates or edits a message may say. */
export const messageBody = z.object({
  content: text('contentLength').nullish(),
  nonce: z.union([nonce, z.int()]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  embeds: embedList.nullish(),
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
  /** As UTF-8. */
  readonly content: string;
}

/** What a message consists of. */
export type MessageParts = Pick<StoredMessage, 'content' | 'components' | 'embeds' | 'attachments' | 'flags'>;

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
  if (isV2 && (parts.content !== '' || parts.embeds.length > 0)) throw formError(v2WithContent);
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
  if (files.some(({ size }) => size > rules.fileSize.max)) throw new RuleError('fileSize');
  const listed = body.attachments;
  const kept = listed ? before.attachments.filter(({ id }) => listed.some((one) => one.id === id)) : before.attachments;
  const added = files.map(({ name, type, ...file }) => ({
    ...file,
    id: guild.newId(),
    filename: name,
    contentType: type,
  }));
  const all = [...(listed === null ? [] : kept), ...added];
  if (all.length > rules.files.max) throw formError(tooManyFiles);
  return all;
}

const v2WithContent: FieldError = {
  rule: 'v2WithContent',
  path: ['content'],
  code: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
  message: 'The content and embeds fields cannot be used with the flag IS_COMPONENTS_V2.',
};

const tooManyFiles: FieldError = {
  rule: 'files',
  path: ['attachments'],
  code: 'BASE_TYPE_MAX_LENGTH',
  message: `Must be ${rules.files.max} or fewer in length.`,
};
