import { describe, expect, it } from 'vitest';
import { readDiscord } from './discord-client.ts';
import { readPlainText, readSlack } from './slack-client.ts';

const kinds = (found: readonly { readonly kind: string }[]) => found.map(({ kind }) => kind);

describe("the tests' Discord client", () => {
  it.each([
    ['hi <@123456789012345678> <@!1> <@&1> <#1> <t:1:R> <a:x:1> <:x:1> </cmd:1> <id:guide>', 9, 'mention'],
    ['@everyone \\@here', 2, 'mention'],
    ['[a](https://x.example) https://x.example xhttps://x.example \\https://x.example', 4, 'bare'],
    ['www.x.example discord.gg/abc', 2, 'bare'],
    ['[a](<https://x.example>) <https://x.example>', 2, 'link'],
    ['```\n```\n```\n@everyone\n```', 2, ''],
    ['`` a ` @everyone `` @here', 1, 'mention'],
    ['**a* b', 1, 'stray'],
    ['a ` b', 1, 'stray'],
    ['```\na', 1, 'stray'],
  ])('finds what is more than words: %s', (content, count, kind) => {
    const found = kinds(readDiscord(content).found);
    expect(found).toHaveLength(count);
    if (kind !== '') expect(new Set(found)).toEqual(new Set([kind]));
  });

  it('finds nothing in words, escapes and code', () => {
    const seen = readDiscord(
      '\\<@1> `@everyone` **bold** *a **b*** ~~c~~ @\u200bhere\n```ts\nhttps://x.example\n```\na\\_b',
    );
    expect(seen.found).toEqual([]);
    expect(seen.text).toBe('<@1> @everyone bold a b c @here\nhttps://x.example\na_b');
  });
});

describe("the tests' Slack client", () => {
  it.each([
    ['<!here> <@U1> <#C1|x> <https://x.example|y> <img src="x">', 5, 'mention'],
    ['`<!here>`\n```\n<@U1>\n```', 2, 'mention'],
    ['[a](https://x.example) [[1]](https://x.example) [b\\]](x)', 3, 'link'],
    ['[a]: https://x.example', 2, ''],
    ['![a](https://x.example)', 2, ''],
    ['https://x.example www.x.example xhttps://x.example', 3, 'bare'],
    ['| a | `b | https://x.example` |', 4, ''],
    ['**a* b', 1, 'stray'],
    ['a ` b', 1, 'stray'],
    ['- ```\n  a', 1, 'stray'],
    ['> * a *b', 1, 'stray'],
    ['&commat;here', 1, 'stray'],
  ])('finds what is more than words: %s', (markdown, count, kind) => {
    const found = kinds(readSlack(markdown).found);
    expect(found).toHaveLength(count);
    if (kind !== '') expect(new Set(found)).toEqual(new Set([kind]));
  });

  it('finds nothing in words, escapes and code', () => {
    const seen = readSlack(
      '&lt;!here&gt; `https://x.example` **bold** \\[a](b) `` a`b ``\n```\nhttps://x.example\n```\n| a \\| b |\n- * *c*\n*',
    );
    expect(seen.found).toEqual([]);
    expect(seen.text).toBe('<!here> https://x.example bold [a](b)  a`b \nhttps://x.example\n\n a | b \n\n-  c\n');
  });

  it('finds tokens and URLs in plain text', () => {
    expect(kinds(readPlainText('<!here> https://x.example (www.x.example) a'))).toEqual(['mention', 'bare', 'bare']);
    expect(readPlainText('x.example < 5 @here')).toEqual([]);
  });
});
