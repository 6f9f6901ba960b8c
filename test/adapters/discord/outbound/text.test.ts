import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteQuestion, threadName } from '../../../../src/adapters/discord/outbound/text.ts';
import { english } from '../../../words/english.ts';
import { bot, chat } from '../chat.ts';

const nameOf = (content: string) => threadName(content, english.places);
const quote = (asker: string | undefined, question: string) => quoteQuestion(asker, question, english.places);
const codePoints = (text: string) => Array.from(text).length;

describe('the name of a thread', () => {
  it('is the question in plain words', () => {
    expect(nameOf(`<@${bot}> what is **new** in [the EU](https://example.com)?`)).toBe('what is new in the EU?');
    expect(nameOf('# What\n> is `new`?')).toBe('What is new?');
  });

  it('is cut at a word', () => {
    expect(nameOf('seven letters '.repeat(20))).toBe(`${'seven letters '.repeat(7).trim()}…`);
  });

  it('is a word of its own for a question without words', () => {
    expect(nameOf(`<@${bot}> ** **`)).toBe('Question');
  });

  it('has 1 to 100 code points on one line, whatever was asked', () => {
    fc.assert(
      fc.property(chat, (content) => {
        const name = nameOf(content);
        expect(codePoints(name)).toBeGreaterThanOrEqual(1);
        expect(codePoints(name)).toBeLessThanOrEqual(100);
        expect(name).toBe(name.trim());
        expect(name).not.toMatch(/[\n\r*`]|<@/);
        expect(name.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('the line that shows a question', () => {
  it('shows who asked what', () => {
    expect(quote('ada', 'what is new?')).toBe('**ada** asked: what is new?');
  });

  it('shows markdown and mentions as they were typed', () => {
    expect(quote('a*da', '**x** [y](https://example.com/a_b) @everyone\n# z\n1. one')).toBe(
      '**a\\*da** asked: \\*\\*x\\*\\* \\[y\\](https://example.com/a_b) @\u200beveryone\n\\# z\n1\\. one',
    );
  });

  it('shows somebody without a name, and cuts a long question only in what it shows', () => {
    const shown = quote(undefined, '漢'.repeat(6_000));
    expect(shown).toMatch(/^\*\*Somebody\*\* asked: 漢+…$/);
    expect(codePoints(shown)).toBe(2_000);
  });

  it('fits one message and leaves nothing of the question alive, whatever was asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 32 }), chat, (name, question) => {
        const shown = quote(name, question);
        expect(codePoints(shown)).toBeLessThanOrEqual(2_000);
        expect(shown).not.toMatch(/@(?:everyone|here)/);
        const alive = shown
          .replace(/https?:\/\/[^\s<>`*|\\[\]]+/g, '')
          .replace(/\\[\\*_~`|<>[\]]/g, '')
          .match(/[*_~`|<>[\]]/g);
        // The four stars around the name are ours.
        expect(alive).toEqual(['*', '*', '*', '*']);
      }),
    );
  });
});
