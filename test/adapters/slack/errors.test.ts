import { webApi } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { fromSlackError } from '../../../src/adapters/slack/errors.ts';
import { FootnoteError, isAmbiguous } from '../../../src/core/errors.ts';

const refused = (error: string) => fromSlackError(new webApi.WebAPIPlatformError({ ok: false, error }), 'chat.update');

describe("Slack's errors", () => {
  it.each([
    ['invalid_auth', 'auth', undefined],
    ['missing_scope', 'auth', undefined],
    ['message_not_found', 'platform', 'message-gone'],
    ['not_in_channel', 'platform', 'not-allowed'],
    ['is_archived', 'platform', 'not-allowed'],
    ['ratelimited', 'rate-limited', undefined],
    ['internal_error', 'upstream', undefined],
    ['msg_too_long', 'bug', undefined],
    ['something_new', 'platform', undefined],
  ] as const)('read %s as %s', (code, kind, hint) => {
    expect(refused(code)).toMatchObject({ kind, hint, message: `Slack refused chat.update: ${code}.` });
  });

  it('tell how long a limit lasts', () => {
    const error = fromSlackError(new webApi.WebAPIRateLimitedError(30), 'chat.update');
    expect(error).toMatchObject({ kind: 'rate-limited', retryAfterMs: 30_000 });
  });

  it('are ambiguous exactly when the write may have happened', () => {
    const timedOut = new webApi.WebAPIRequestError(new DOMException('late', 'TimeoutError'));
    const lost = new webApi.WebAPIRequestError(new TypeError('fetch failed'));
    const failed = new webApi.WebAPIHTTPError(503, 'Unavailable', {}, '');
    expect(fromSlackError(timedOut, 'x').kind).toBe('timeout');
    expect([timedOut, lost, failed].map((error) => isAmbiguous(fromSlackError(error, 'x')))).toEqual([
      true,
      true,
      true,
    ]);
    expect([refused('not_in_channel'), refused('ratelimited')].some(isAmbiguous)).toBe(false);
  });

  it('that end in the middle of an answer are the same as those before it', () => {
    expect(fromSlackError(new TypeError('terminated'), 'x').kind).toBe('upstream');
    expect(fromSlackError(new DOMException('late', 'TimeoutError'), 'x').kind).toBe('timeout');
  });

  it('never repeat a body that is no answer of Slack', () => {
    const error = refused('<html>secret</html>');
    expect(error.kind).toBe('protocol');
    expect(error.message).not.toContain('secret');
  });

  it('pass what was translated before', () => {
    const error = new FootnoteError('stopped', 'stopped');
    expect(fromSlackError(error, 'x')).toBe(error);
  });
});
