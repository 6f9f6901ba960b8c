import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Names, quoteQuestion, readText, threadName } from '../../../../src/adapters/discord/inbound/text.ts';

const bot = '100000000000000001';
const ada = '100000000000000002';
const names: Names = {
  user: (id) => (id === ada ? 'ada' : undefined),
  role: (id) => (id === '100000000000000003' ? 'editors' : undefined),
  channel: (id) => (id === '100000000000000004' ? 'general' : undefined),
};
const read = (content: string) => readText(content, bot, names);
const codePoints = (text: string) => Array.from(text).length;

const snippets = fc.constantFrom(
  `<@${bot}>`,
  `<@!${bot}>`,
  `<@${ada}>`,
  '<@&100000000000000003>',
  '<#100000000000000004>',
  '<:wave:100000000000000005>',
  '<a:spin:100000000000000006>',
  '@everyone',
  'https://example.com/a_b?c=*d*',
  '[words](https://example.com)',
  '```ts\ncode\n```',
  '\n# Heading\n',
  '\n1. item\n',
  ' ',
  '\\',
  '漢字',
  '👩‍👩‍👧',
);
const chat = fc
  .array(fc.oneof(snippets, fc.string({ unit: 'binary', maxLength: 40 })), { maxLength: 60 })
  .map((parts) => parts.join(''));

describe('what a person said', () => {
  it('is the text without the mention of the bot, wherever that stands', () => {
    expect(read(`<@${bot}> what is new?`)).toBe('what is new?');
    expect(read(`what is new, <@!${bot}>?`)).toBe('what is new, ?');
    expect(read(`what <@${bot}> is new?`)).toBe('what is new?');
    expect(read(`<@${bot}>, what is new?`)).toBe('what is new?');
    expect(read(`<@${bot}>: reigent: what is new?`)).toBe('reigent: what is new?');
  });

  it('is empty for a mention alone', () => {
    expect(read(` <@${bot}> `)).toBe('');
  });

  it('names people, roles, channels and custom emoji', () => {
    expect(read(`ask <@${ada}> and <@&100000000000000003> in <#100000000000000004> <a:wave:100000000000000005>`)).toBe(
      'ask @ada and @editors in #general :wave:',
    );
  });

  it('keeps no id of somebody whose name was not delivered', () => {
    expect(read('ask <@999999999999999999> in <#999999999999999998>')).toBe('ask @someone in #channel');
  });

  it('keeps the lines and the indentation of code', () => {
    const code = '```py\nif x:\n    y()\n```';
    expect(read(`<@${bot}> why?\n${code}`)).toBe(`why?\n${code}`);
  });

  it('never holds a mention or the mark of a custom emoji, and changes nothing else', () => {
    fc.assert(
      fc.property(chat, (content) => {
        const text = read(content);
        expect(text).not.toMatch(/<(?:@[!&]?|#|a?:\w+:)\d+>/);
        if (!/<|^\s*$/.test(content)) expect(text).toBe(content.trim());
      }),
    );
  });
});

describe('the name of a thread', () => {
  it('is the question in plain words', () => {
    expect(threadName(`what is **new** in [the EU](https://example.com)?`)).toBe('what is new in the EU?');
    expect(threadName('# What\n> is `new`?')).toBe('What is new?');
  });

  it('is cut at a word', () => {
    expect(threadName('seven letters '.repeat(20))).toBe(`${'seven letters '.repeat(7).trim()}…`);
  });

  it('is a word of its own for a question without words', () => {
    expect(threadName(`<@${bot}> ** **`)).toBe('Question');
  });

  it('has 1 to 100 code points on one line, whatever was asked', () => {
    fc.assert(
      fc.property(chat, (content) => {
        const name = threadName(content);
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
    expect(quoteQuestion('ada', 'what is new?')).toBe('**ada** asked: what is new?');
  });

  it('shows markdown and mentions as they were typed', () => {
    expect(quoteQuestion('a*da', '**x** [y](https://example.com/a_b) @everyone\n# z\n1. one')).toBe(
      '**a\\*da** asked: \\*\\*x\\*\\* \\[y\\](https://example.com/a_b) @\u200beveryone\n\\# z\n1\\. one',
    );
  });

  it('shows somebody without a name, and cuts a long question only in what it shows', () => {
    const shown = quoteQuestion(undefined, '漢'.repeat(6_000));
    expect(shown).toMatch(/^\*\*Somebody\*\* asked: 漢+…$/);
    expect(codePoints(shown)).toBe(2_000);
  });

  it('fits one message and leaves nothing of the question alive, whatever was asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 32 }), chat, (name, question) => {
        const shown = quoteQuestion(name, question);
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
