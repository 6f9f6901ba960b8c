import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Names, readText } from '../../../../src/adapters/discord/inbound/text.ts';
import { english } from '../../../words/english.ts';
import { bot, chat } from '../chat.ts';

const ada = '100000000000000002';
const names: Names = {
  user: (id) => (id === ada ? 'ada' : undefined),
  role: (id) => (id === '100000000000000003' ? 'editors' : undefined),
  channel: (id) => (id === '100000000000000004' ? 'general' : undefined),
};
const read = (content: string) => readText(content, bot, names, english.places);

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
