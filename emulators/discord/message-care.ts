import { messageFlag, type StoredMessage } from './guild.ts';
import type { MessageBody } from './message-body.ts';
import type { Report } from './violations.ts';
import { findPreviews } from './visible.ts';

const { suppressEmbeds, componentsV2 } = messageFlag;

/**
 * Reports what Discord lets pass in a create or an edit and a careful bot does not do. `mayFlag`: the flags that can
 * be set. `before`: the flags of the message that is edited.
 */
export function reportCareless(report: Report, body: MessageBody, mayFlag: number, before?: number): void {
  const isEdit = before !== undefined;
  const flags = body.flags ?? undefined;
  const isV2 = (((flags ?? 0) | (before ?? 0)) & componentsV2) !== 0;
  const hasText = Boolean(body.content) || (isV2 && Boolean(body.components));
  if (hasText && !body.allowed_mentions) {
    report(isEdit ? 'allowedMentionsOnEdit' : 'allowedMentionsOnCreate', 'The text comes without allowed_mentions.');
  }
  // An embed of the bot's own would be hidden as well, and a message of components has no previews.
  const hidesLinks = ((flags ?? 0) & suppressEmbeds) !== 0 || isV2 || Boolean(body.embeds?.length);
  if (body.content && !hidesLinks) {
    report(isEdit ? 'suppressEmbedsOnEdit' : 'suppressEmbedsOnCreate', 'The text comes without SUPPRESS_EMBEDS.');
  }
  const ignored = (flags ?? 0) & ~mayFlag & ~(before ?? 0);
  if (ignored !== 0) report('messageFlags', `The flags ${ignored} cannot be set here.`);
  if (flags !== undefined && ((before ?? 0) & componentsV2) !== 0 && (flags & componentsV2) === 0) {
    report('v2FlagRemoved', 'The edit takes away IS_COMPONENTS_V2.');
  }
}

/** Reports whom a message of the bot pinged just now, and the previews that it opens. */
export function reportHarm(report: Report, message: StoredMessage, pings: readonly string[]): void {
  if (pings.length > 0) report('ping', `Pinged ${pings.join(', ')}.`);
  const previews = findPreviews(message.content, message.flags);
  if (previews.length > 0) report('preview', `Opened ${previews.join(', ')}.`);
}
