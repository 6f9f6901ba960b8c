import { describe, expect, it } from 'vitest';
import { liveLinks, liveMentions } from './discord-markdown.ts';

const ada = '<@112233445566778899>';

describe('what a client of Discord makes live', () => {
  it.each([
    ['a bare link', 'see https://example.com/a.', ['https://example.com/a']],
    [
      'a masked link',
      '[1](<https://example.com/a>) [2](https://example.com/b)',
      ['https://example.com/a', 'https://example.com/b'],
    ],
    ['a marker in brackets', '[[1]](<https://example.com/a_(b)>)', ['https://example.com/a_(b)']],
    [
      'a link in bold, a heading, a list and a quote',
      '# **[1](<https://example.com/1>)**\n- https://example.com/2\n> https://example.com/3',
      ['https://example.com/1', 'https://example.com/2', 'https://example.com/3'],
    ],
    ['no link in code', '`https://example.com`\n```\nhttps://example.com\n```', []],
  ])('links: %s', (_what, content, links) => {
    expect(liveLinks(content)).toEqual(links);
  });

  it.each([
    [
      'people, roles and channels',
      `**${ada}** <@&112233445566778899> <#112233445566778899>`,
      [ada, '<@&112233445566778899>', '<#112233445566778899>'],
    ],
    ['everyone', '@everyone and @here', ['@everyone', '@here']],
    ['nobody in code or broken by a space of no width', `\`${ada}\` @\u200beveryone`, []],
  ])('mentions: %s', (_what, content, mentions) => {
    expect(liveMentions(content)).toEqual(mentions);
  });
});
