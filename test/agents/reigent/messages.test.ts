import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReiRequest } from '../../../emulators/rei/request.ts';
import { reigentRequest } from '../../../src/agents/reigent/messages.ts';
import type { Turn } from '../../../src/core/answer/conversation.ts';
import { turnOf } from '../ask.ts';

const maxBytes = 30_000;
const requestOf = (question: string, turns: readonly Turn[], limit = maxBytes) =>
  reigentRequest({ question, turns, maxBytes: limit }).request;
const contentOf = (...args: Parameters<typeof requestOf>) => String(requestOf(...args).messages[0]?.content);
const bytesOf = (request: object) => Buffer.byteLength(JSON.stringify(request));

describe('the request to a Reigent', () => {
  it('is the question alone when nothing was asked before', () => {
    expect(requestOf('Hello?', [])).toEqual({ messages: [{ role: 'user', content: 'Hello?' }] });
  });

  it('quotes who asked what before, oldest first, and no answer', () => {
    const turns = [
      turnOf('First?\nWith two lines.', 'An answer.', { asker: { id: 'U1', name: 'Ada\nLovelace' } }),
      turnOf('Second?', 'Another answer.', { asker: { id: 'U2' } }),
    ];
    expect(contentOf('And now?', turns)).toBe(
      [
        'Earlier questions in this conversation, as context:',
        '> Ada Lovelace:\n> First?\n> With two lines.',
        '> someone:\n> Second?',
        'The question to answer now:',
        'And now?',
      ].join('\n\n'),
    );
  });

  it('leaves out the oldest questions when it would be too long', () => {
    const turns = Array.from({ length: 10 }, (_turn, at) => turnOf(`${at} ${'漢'.repeat(2_000)}`, ''));
    const content = contentOf('And now?', turns);
    expect(content).toContain('> 9 ');
    expect(content).toContain('> 6 ');
    expect(content).not.toContain('> 5 ');
    expect(content.endsWith('And now?')).toBe(true);
  });

  it('refuses a question that is too long by itself', () => {
    expect(() => requestOf('"'.repeat(15_000), [])).toThrow(expect.objectContaining({ kind: 'input' }));
  });

  it('never passes its limit, keeps the question whole, and keeps the newest context that fits', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"\\\n', '😀', '漢字').map((unit) => unit.repeat(30)),
    );
    fc.assert(
      fc.property(
        text,
        fc.array(text, { maxLength: 12 }),
        fc.integer({ min: 600, max: 2_000 }),
        (question, earlier, limit) => {
          const turns = earlier.map((asked) => turnOf(asked, 'An answer.'));
          const request = requestOf(question, turns, limit);
          expect(bytesOf(request)).toBeLessThanOrEqual(limit);
          expect(String(request.messages[0]?.content).endsWith(question)).toBe(true);
          const last = earlier.findLast((asked) => asked.trim() !== '');
          const fits = last === undefined || bytesOf(requestOf(question, [turnOf(last, '')], 1_000_000)) <= limit;
          if (last !== undefined && fits) expect(String(request.messages[0]?.content)).toContain('> Ada:');
        },
      ),
    );
  });
});

describe('the request with results of tools', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom('"\\\n', '😀', '漢字').map((unit) => unit.repeat(200)),
  );
  const round = fc.array(text, { minLength: 1, maxLength: 4 });

  it('never passes its limit, is valid in both forms, keeps the newest, and tells what is left out', () => {
    fc.assert(
      fc.property(
        fc.array(round, { maxLength: 5 }),
        fc.array(text, { maxLength: 4 }),
        fc.integer({ min: 1_500, max: 6_000 }),
        fc.constantFrom('standard' as const, 'short' as const),
        (given, earlier, limit, form) => {
          const rounds = given.map((all, at) => ({
            calls: all.map((result, nth) => ({ id: `c${at}-${nth}`, name: 'x', arguments: '{}', result })),
          }));
          const turns = earlier.map((asked) => turnOf(asked, ''));
          const { request, leftOut } = reigentRequest({ question: 'Now?', turns, rounds, form, maxBytes: limit });
          expect(bytesOf(request)).toBeLessThanOrEqual(limit);

          const ids = new Set(rounds.flatMap(({ calls }) => calls.map(({ id }) => id)));
          expect(parseReiRequest(request, bytesOf(request), ids)).toHaveProperty('body');

          const results = new Map(rounds.flatMap(({ calls }) => calls.map(({ id, result }) => [id, result])));
          const sent = request.messages.flatMap((message) => (message.role === 'tool' ? [message] : []));
          expect([...results.keys()].slice(results.size - sent.length)).toEqual(sent.map((one) => one.tool_call_id));
          const whole = sent.filter((one) => results.get(one.tool_call_id) === one.content);
          const content = String(request.messages[0]?.content);
          const quoted = turns.filter(({ question }) => question.trim() !== '');
          const isQuoted = content.split('> Ada:').length > quoted.length;
          expect(leftOut).toBe(whole.length < results.size || !isQuoted);
          for (const one of sent.filter((each) => !whole.includes(each))) expect(one.content).toMatch(/\n\(Cut here/);
        },
      ),
    );
  });
});
