import { DiscordAPIError, DiscordjsError, DiscordjsErrorCodes, HTTPError, RateLimitError } from 'discord.js';
import { type ErrorHint, FootnoteError } from '../../core/errors.ts';

// Discord, "Opcodes and Status Codes", JSON error codes.
const hints = new Map<number | string, ErrorHint>([
  [10003, 'message-gone'], // unknown channel: a thread can be deleted under an answer
  [10008, 'message-gone'], // unknown message
  [10015, 'not-allowed'], // unknown webhook: the interaction is over
  [10062, 'not-allowed'], // unknown interaction
  [50001, 'not-allowed'], // missing access
  [50007, 'not-allowed'], // cannot send messages to this user
  [50008, 'not-allowed'], // cannot send messages in this channel
  [50013, 'not-allowed'], // missing permissions
  [50024, 'not-allowed'], // not on this channel type
  [50027, 'not-allowed'], // invalid webhook token: 15 minutes have passed
  [50083, 'not-allowed'], // archived thread
  [160002, 'not-allowed'], // reply without permission to read the history
  [160005, 'not-allowed'], // locked thread
  [160006, 'not-allowed'], // maximum of active threads
]);

// Slow mode, write limits of the channel and of the server, edits of old messages, a limited resource.
const limited = new Set<number | string>([20016, 20028, 20029, 30046, 40062]);

const timeoutCodes = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);
const networkCodes = /^(?:UND_ERR_|ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|EHOSTUNREACH|ENETUNREACH|HPE_)/;

/**
 * What discord.js threw, in Footnote's terms. An error of a request is not kept as the cause: it holds the text of the
 * message and the token of the interaction, which no log may show.
 */
export function fromDiscordError(thrown: unknown): FootnoteError {
  if (thrown instanceof FootnoteError) return thrown;
  if (thrown instanceof RateLimitError) {
    const retryAfterMs = Math.ceil(Math.max(thrown.retryAfter, thrown.sublimitTimeout, 0));
    return new FootnoteError('rate-limited', `Discord limits ${thrown.method} ${thrown.route} (${thrown.scope}).`, {
      retryAfterMs,
      hint: thrown.global ? 'all-limited' : undefined,
    });
  }
  if (thrown instanceof DiscordAPIError) return fromApiError(thrown);
  if (thrown instanceof HTTPError) {
    return new FootnoteError('upstream', `Discord answered ${thrown.method} with ${thrown.status}.`);
  }
  if (thrown instanceof DiscordjsError && thrown.code === DiscordjsErrorCodes.TokenInvalid) {
    return new FootnoteError('auth', 'Discord refused the token.');
  }
  if (!(thrown instanceof Error)) return new FootnoteError('bug', 'Something that is no error was thrown.');
  if (thrown.name === 'AbortError' || thrown.name === 'TimeoutError') return timedOut();
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  if (timeoutCodes.has(code)) return timedOut();
  if (networkCodes.test(code)) return new FootnoteError('upstream', `Discord cannot be reached (${code}).`);
  return new FootnoteError('platform', `discord.js failed: ${thrown.name}: ${thrown.message}`, { cause: thrown });
}

/** A request to Discord that took too long. Whether Discord did what it asked for is unknown. */
export function timedOut(): FootnoteError {
  return new FootnoteError('timeout', 'Discord did not answer in time.');
}

function fromApiError({ code, status, method, url, message }: DiscordAPIError): FootnoteError {
  const path = URL.canParse(url)
    ? new URL(url).pathname.replace(/(\/(?:webhooks|interactions)\/\d+\/)[^/]+/, '$1…')
    : '';
  const said = `Discord answered ${method} ${path} with ${status}, code ${code}: ${message}`;
  if (status === 401 && !hints.has(code)) return new FootnoteError('auth', said);
  if (status === 408) return new FootnoteError('timeout', said);
  if (status === 429 || limited.has(code)) return new FootnoteError('rate-limited', said);
  return new FootnoteError('platform', said, { hint: hints.get(code) ?? (status === 403 ? 'not-allowed' : undefined) });
}
