import {
  ApplicationCommandUpdateRequestSchema,
  CreateMessageInteractionCallbackRequestSchema,
  CreatePrivateChannelRequestSchema,
  CreateTextThreadWithMessageRequestSchema,
  CreateTextThreadWithoutMessageRequestSchema,
  IncomingWebhookRequestPartialSchema,
  IncomingWebhookUpdateRequestPartialSchema,
  MessageCreateRequestSchema,
  MessageEditRequestPartialSchema,
  UpdateMessageInteractionCallbackRequestSchema,
  UpdateThreadRequestPartialSchema,
} from 'discord-api-spec/zod';
import { z } from 'zod';
import { unknownKeys } from './unknown-keys.ts';

/** discord.js sends them with every message, false in edits too, where the API knows them for new ones only. */
const sentByLibrary = new Set(['tts', 'enforce_nonce', 'data.tts', 'data.enforce_nonce']);

const commands = z.array(ApplicationCommandUpdateRequestSchema);
const schemas = new Map<string, z.core.$ZodType>([
  ['POST /channels/{id}/messages', MessageCreateRequestSchema],
  ['PATCH /channels/{id}/messages/{mid}', MessageEditRequestPartialSchema],
  ['POST /channels/{id}/messages/{mid}/threads', CreateTextThreadWithMessageRequestSchema],
  ['POST /channels/{id}/threads', CreateTextThreadWithoutMessageRequestSchema],
  ['PATCH /channels/{id}', UpdateThreadRequestPartialSchema],
  ['POST /users/@me/channels', CreatePrivateChannelRequestSchema],
  ['PUT /applications/{id}/commands', commands],
  ['PUT /applications/{id}/guilds/{guild}/commands', commands],
  [
    'POST /interactions/{id}/{token}/callback',
    z.union([CreateMessageInteractionCallbackRequestSchema, UpdateMessageInteractionCallbackRequestSchema]),
  ],
  ['POST /webhooks/{app}/{token}', IncomingWebhookRequestPartialSchema],
  ['PATCH /webhooks/{app}/{token}/messages/@original', IncomingWebhookUpdateRequestPartialSchema],
  ['PATCH /webhooks/{app}/{token}/messages/{mid}', IncomingWebhookUpdateRequestPartialSchema],
]);

/** What the OpenAPI description of the API finds odd in a request's body: wrong values and keys that it does not know. */
export function checkRequest(route: string, body: unknown): string[] {
  const schema = schemas.get(route);
  if (!schema) return [];
  const { error } = z.safeParse(schema, body);
  const wrong = (error?.issues ?? []).map(({ path, message }) => `${path.map(String).join('.')}: ${message}`);
  const unknown = unknownKeys(schema, body).filter((path) => !sentByLibrary.has(path));
  return [...wrong, ...unknown.map((path) => `${path}: unknown key`)];
}
