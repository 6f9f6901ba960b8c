import { webApi } from '@slack/bolt';
import { type ErrorHint, type ErrorKind, FootnoteError } from '../../core/errors.ts';

interface Meaning {
  readonly kind: ErrorKind;
  readonly hint?: ErrorHint;
}

const meanings: readonly (readonly [Meaning, readonly string[]])[] = [
  [
    { kind: 'auth' },
    [
      'access_denied',
      'account_inactive',
      'invalid_auth',
      'missing_scope',
      'not_allowed_token_type',
      'not_authed',
      'org_login_required',
      'team_disabled',
      'token_expired',
      'token_revoked',
      'user_removed_from_team',
    ],
  ],
  [{ kind: 'rate-limited' }, ['rate_limited', 'ratelimited', 'message_limit_exceeded']],
  [{ kind: 'platform', hint: 'message-gone' }, ['message_not_found', 'thread_not_found']],
  [
    { kind: 'platform', hint: 'not-allowed' },
    [
      'cannot_reply_to_message',
      'cant_delete_message',
      'cant_update_message',
      'channel_not_found',
      'edit_window_closed',
      'ekm_access_denied',
      'expired_url',
      'is_archived',
      'is_inactive',
      'messages_tab_disabled',
      'no_permission',
      'not_in_channel',
      'restricted_action',
      'restricted_action_non_threadable_channel',
      'restricted_action_read_only_channel',
      'restricted_action_thread_locked',
      'restricted_action_thread_only_channel',
      'team_access_not_granted',
      'used_url',
      'user_not_in_channel',
    ],
  ],
  [
    { kind: 'upstream' },
    ['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable', 'team_added_to_org'],
  ],
  [
    { kind: 'bug' },
    ['invalid_arguments', 'invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long', 'no_text'],
  ],
];

const meaningOf = new Map(meanings.flatMap(([meaning, codes]) => codes.map((code) => [code, meaning] as const)));

/** The error for a code that Slack answered with, for example `channel_not_found`. `call`: what was asked, for the log. */
export function codeError(code: string, call: string, cause?: unknown): FootnoteError {
  if (!/^\w+$/.test(code)) return new FootnoteError('protocol', `Slack answered ${call} with nonsense.`, { cause });
  const { kind, hint } = meaningOf.get(code) ?? { kind: 'platform' };
  return new FootnoteError(kind, `Slack refused ${call}: ${code}.`, { hint, cause });
}

/** The error for an HTTP status of Slack's. */
export function statusError(status: number, call: string, cause?: unknown): FootnoteError {
  const kind = status >= 500 ? 'upstream' : 'platform';
  return new FootnoteError(kind, `Slack answered ${call} with HTTP ${status}.`, { cause });
}

/** Anything that a call of Slack's SDK threw, told apart by class. `call`: the method, for the log. */
export function fromSlackError(thrown: unknown, call: string): FootnoteError {
  if (thrown instanceof FootnoteError) return thrown;
  if (thrown instanceof webApi.WebAPIPlatformError) return codeError(thrown.data.error, call, thrown);
  if (thrown instanceof webApi.WebAPIHTTPError) return statusError(thrown.statusCode, call, thrown);
  if (thrown instanceof webApi.WebAPIRateLimitedError) {
    const retryAfterMs = thrown.retryAfter * 1000;
    return new FootnoteError('rate-limited', `Slack limits ${call}.`, { retryAfterMs, cause: thrown });
  }
  const original = thrown instanceof webApi.WebAPIRequestError ? thrown.original : thrown;
  if (original instanceof Error && original.name === 'TimeoutError')
    return new FootnoteError('timeout', `Slack took too long to answer ${call}.`, { cause: thrown });
  return new FootnoteError('upstream', `Slack could not be reached for ${call}.`, { cause: thrown });
}
