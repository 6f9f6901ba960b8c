import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FootnoteError } from '../../src/core/errors.ts';
import { createLogger, type LoggerOptions } from '../../src/ops/logger.ts';

function open(options: Partial<LoggerOptions> = {}) {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger({ level: 'trace', secrets: [], destination, ...options });
  return { logger, lines, last: (): unknown => JSON.parse(lines.at(-1) ?? '') };
}

describe('createLogger', () => {
  it('writes one JSON object a line: time, level, fields, message', () => {
    const { logger, lines, last } = open();
    logger.info({ platform: 'slack', ms: 3 }, 'A question was accepted.');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/\n$/);
    expect(last()).toMatchObject({ level: 'info', platform: 'slack', ms: 3, msg: 'A question was accepted.' });
    expect(last()).toHaveProperty('time', expect.stringMatching(/^\d{4}-\d\d-\d\dT/));
  });

  it('keeps to its level', () => {
    const { logger, lines } = open({ level: 'warn' });
    logger.debug({}, 'no');
    logger.info({}, 'no');
    logger.warn({}, 'yes');
    logger.error({}, 'yes');
    expect(lines).toHaveLength(2);
  });

  it('shows kind, hint, wait, stack and the chain of causes of an error', () => {
    const { logger, last } = open();
    const root = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const middle = new AggregateError([root, 'text'], 'all failed', { cause: root });
    const err = new FootnoteError('upstream', 'No answer.', {
      hint: 'model-unavailable',
      retryAfterMs: 500,
      cause: middle,
    });
    logger.error({ err, again: err }, 'An answer failed.');
    const described = {
      type: 'FootnoteError',
      kind: 'upstream',
      hint: 'model-unavailable',
      retryAfterMs: 500,
      message: 'No answer.',
      stack: expect.stringContaining('logger.test.ts'),
      cause: {
        type: 'AggregateError',
        cause: { message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' },
        errors: [{ code: 'ECONNREFUSED' }, 'text'],
      },
    };
    expect(last()).toMatchObject({ err: described, again: described });
  });

  it('leaves out what SDKs hang on their errors, and ends with a circle of causes', () => {
    const { logger, lines } = open();
    const error = Object.assign(new Error('failed'), { requestBody: { content: 'words of a person' } });
    error.cause = error;
    logger.error({ err: error, other: new Error('x', { cause: { body: 'words of a person' } }) }, 'It failed.');
    expect(lines[0]).not.toContain('words of a person');
  });

  it.each([
    'xoxb-1234-5678-AbCdEf',
    'xoxe.xoxp-1-Mi0yLTk4',
    'xapp-1-A012-345-abcdef',
    'Bearer sk-abcdef0123456789abcdef',
    'Bot abcdefghij0123456789',
    'MTA5ODc2NTQzMjEwOTg3NjU0.GhIjKl.abcdefghijklmnopqrstuvwxyz0123456789ab',
    'https://hooks.slack.com/commands/T1/123/secretpart',
    'https://discord.com/api/v10/webhooks/123456/secretpart',
    'https://discord.com/api/v10/interactions/123456/secretpart/callback',
    'redis://user:secretpart@host:6379/0',
  ])('strikes out what looks like a secret: %s', (text) => {
    const { logger, lines } = open();
    const cause = new Error(`inner ${text}`);
    logger.debug({ nested: { list: [text] } }, `said ${text} here`);
    logger.error({ err: new FootnoteError('auth', `outer ${text}`, { cause }) }, 'It failed.');
    const secret = text.match(/secretpart|[\w.-]+$/)?.[0] ?? text;
    for (const line of lines) {
      expect(line).not.toContain(secret);
      expect(line).toContain('[redacted]');
      JSON.parse(line);
    }
  });

  it('leaves ordinary words alone', () => {
    const { logger, last } = open({ secrets: ['', 'short'] });
    const words = 'The bot connected at https://example.org:8443/a@b in short order: basic checks, bearer missing.';
    logger.info({ channel: 'C0123456789', ts: '1767225600.000100' }, words);
    expect(last()).toMatchObject({ msg: words, channel: 'C0123456789', ts: '1767225600.000100' });
  });

  it('never writes a known secret, wherever it stands and however it is spelled', () => {
    const secret = fc.string({ minLength: 8, maxLength: 40 }).map((text) => `${text}#"\\ü`);
    const place = fc.constantFrom('message', 'field', 'nested', 'error', 'cause', 'url');
    const level = fc.constantFrom('debug', 'info', 'warn', 'error');
    fc.assert(
      fc.property(secret, place, level, (key, where, method) => {
        const { logger, lines } = open({ secrets: [key] });
        const put = (at: string) => (where === at ? `before ${key} after` : 'nothing');
        const err = new Error(put('error'), { cause: new Error(put('cause')) });
        const url = where === 'url' ? `https://example.org/${encodeURIComponent(key)}` : '';
        logger[method]({ field: put('field'), nested: { list: [put('nested')] }, err, url }, put('message'));
        const line = lines[0] ?? '';
        expect(line).toContain('[redacted]');
        expect(line).not.toContain(JSON.stringify(key).slice(1, -1));
        expect(line).not.toContain(encodeURIComponent(key));
        JSON.parse(line);
      }),
    );
  });

  it('strikes out a secret that contains another one as a whole', () => {
    const { logger, last } = open({ secrets: ['secret-word', 'secret-word-and-more'] });
    logger.info({}, 'secret-word-and-more');
    expect(last()).toHaveProperty('msg', '[redacted]');
  });
});
