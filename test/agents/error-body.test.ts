import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeErrorBody, impliedStatus, scrubSecrets } from '../../src/agents/error-body.ts';

describe('what an error body says', () => {
  it.each([
    [
      { error: { type: 'not_found_error', message: 'Video not found', param: 'id', details: [] } },
      'not_found_error: Video not found',
    ],
    [{ error: 'Rate limit exceeded: 60 per 1 minute' }, 'Rate limit exceeded: 60 per 1 minute'],
    [{ detail: 'Not authenticated' }, 'Not authenticated'],
    [
      { detail: [{ loc: ['body', 'model'], msg: 'field required', type: 'missing' }, { msg: 'bad' }] },
      'field required; bad',
    ],
    [{ message: 'Forbidden' }, 'Forbidden'],
    [{ error: 'AppError', details: 'connection reset by peer' }, 'AppError: connection reset by peer'],
    [{ unknown: 'shape' }, '{"unknown":"shape"}'],
    [null, 'null'],
  ])('is found in %j', (body, said) => {
    expect(describeErrorBody(JSON.stringify(body), [])).toBe(said);
  });

  it('is found in a page, without its mark-up and scripts', () => {
    const html = '<html><head><script>alert(1)</script></head>\n<body><h1>502</h1> Bad   Gateway</body></html>';
    expect(describeErrorBody(html, [])).toBe('HTML page: 502 Bad Gateway');
  });

  it('is nothing in an empty body', () => {
    expect(describeErrorBody(' \n', [])).toBe('');
  });

  it('is one short line, whole in its characters, without the secret, whatever comes', () => {
    const secret = 'sk-0123456789';
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(secret, `Bearer ${secret}`, 'xoxb-12-ab', '\n', '😀'.repeat(300)),
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((parts) => parts.join(' ')),
        fc.boolean(),
        (text, isJson) => {
          const said = describeErrorBody(isJson ? JSON.stringify({ error: { message: text } }) : text, [secret]);
          expect(said).not.toContain(secret);
          expect(said).not.toContain('xoxb-12');
          expect(said).not.toMatch(/[\r\n]/);
          expect([...said].length).toBeLessThanOrEqual(501);
          expect(said.isWellFormed() || !text.isWellFormed()).toBe(true);
        },
      ),
    );
  });

  it('loses anything that looks like a credential', () => {
    expect(scrubSecrets('Authorization: bearer abc.def, token xapp-1-A and xoxp-2', ['abc'])).toBe(
      'Authorization: Bearer [secret], token [secret] and [secret]',
    );
  });
});

describe('a body that may be an error', () => {
  it.each([
    [{ error: { type: 'authentication_error', message: 'bad key' } }, 401],
    [{ error: { code: 429, message: 'slow down' } }, 429],
    [{ error: 'Rate limit exceeded' }, 429],
    [{ error: 'broken' }, 500],
    [{ detail: 'broken' }, 500],
    [{ error: null, choices: [] }, undefined],
    [{ error: '', detail: '' }, undefined],
    [{ choices: [] }, undefined],
    ['error', undefined],
    [undefined, undefined],
  ])('%j stands for %s', (body, status) => {
    expect(impliedStatus(body)).toBe(status);
  });
});
