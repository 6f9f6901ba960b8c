import { parse } from 'discord-markdown-parser';
import fc from 'fast-check';
import { Lexer, type Token, walkTokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import type { Page } from '../../../src/core/answer/answer.ts';
import { screens } from '../shown.ts';

import { adversarialCases } from './adversarial-cases.ts';

import { answerOf, structuredAnswerOf, workingAnswer } from './documents.ts';

const delivered = { url: 'https://delivered.example.org/page', title: 'Delivered' };
const bothAnswers = (input: string, pages: readonly Page[] = [delivered]) => [
  workingAnswer(input, pages),
  answerOf(input, pages),
];

const node = z.looseObject({ type: z.string(), target: z.string().optional(), content: z.unknown() });

/** The kinds of all nodes of a tree by the parser that the Discord demo page was checked with; links with where they lead. */
function kindsOf(tree: unknown): readonly string[] {
  return [tree].flat().flatMap((one) => {
    const parsed = node.safeParse(one);
    if (!parsed.success) return [];
    const { type, target, content } = parsed.data;
    return [
      target === undefined ? type : `${type} ${target}`,
      ...(typeof content === 'object' ? kindsOf(content) : []),
    ];
  });
}

const harmless = [
  'text',
  'inlineCode',
  'codeBlock',
  'br',
  'newline',
  'em',
  'strong',
  'strikethrough',
  'blockQuote',
  'heading',
  'subtext',
  'twemoji',
];

const isDelivered = (kind: string) => /^link <?https:\/\/delivered\.example\.org\/page\/*>?$/.test(kind);

/** What a client of Discord makes of messages besides words, code and links to the delivered page. */
const harmfulOnDiscord = (contents: readonly string[]) =>
  contents
    .flatMap((content) => kindsOf(parse(content, 'extended')))
    .filter((kind) => !harmless.includes(kind) && !isDelivered(kind));

/** The links of messages that a client of Discord does not read as links. */
const deadOnDiscord = (contents: readonly string[]) =>
  contents.filter(
    (content) => content.split('](<').length - 1 !== kindsOf(parse(content, 'extended')).filter(isDelivered).length,
  );

/** Text in which styles, links, code and what must not be live meet in every order. */
const styled = fc
  .array(
    fc.constantFrom(
      ...'** * ~~ ` `` `**` `*` `~~` \\* \\~ \\` a'.split(' '),
      ...'[ ]( ) `](` `[` `)` \\[ \\]( (<'.split(' '),
      ...['\n```\n](\n```\n', ' ', ' b ', '\n', '\n#### ', '\n\n- '],
      ...['`[x](https://evil.example/x)`', 'https://evil.example/x', '`<@&123456789012345678>`', delivered.url],
    ),
    { minLength: 3, maxLength: 24 },
  )
  .map((pieces) => pieces.join(''));

function kindsInMarkdown(markdown: string): readonly string[] {
  const kinds: string[] = [];
  const note = (token: Token) => {
    kinds.push(token.type === 'link' ? `link ${token['href']}` : token.type);
  };
  void walkTokens(new Lexer({ gfm: true }).lex(markdown), note);
  return kinds;
}

/** The lists of a text by their first marks, and how many items each has. */
const listsIn = (markdown: string) =>
  new Lexer({ gfm: true })
    .lex(markdown)
    .flatMap((token) => (token.type === 'list' ? [[/[-*+.)]/.exec(token.raw)?.[0], token['items'].length]] : []));

describe('lists in a row', () => {
  it('are as many on Slack as the text has, with as many items', () => {
    const list = fc.tuple(fc.constantFrom('-', '*', '+', '1.', '1)'), fc.integer({ min: 1, max: 4 }));
    const lists = fc.array(fc.tuple(list, fc.constantFrom('\n', '\n\n', '\n\n    code\n\n', '\n\nwords\n\n')));
    fc.assert(
      fc.property(lists, (all) => {
        const text = all.map(([[mark, count], between]) => `${mark} words\n`.repeat(count).trim() + between).join('');
        const shown = screens.Slack('sources').show(answerOf(text)).join('\n\n');
        expect(listsIn(shown)).toEqual(listsIn(text));
      }),
    );
  });
});

describe('a parser that others wrote', () => {
  it.each(adversarialCases)("of Discord's Markdown finds no more in: $name", ({ input }) => {
    for (const answer of bothAnswers(input)) {
      expect(harmfulOnDiscord(screens.Discord('sources').show(answer))).toEqual([]);
    }
  });

  it.each([
    'So https://delivered.example.org/page ](`) https://evil.example`',
    'So https://delivered.example.org/page `](` and `https://evil.example`',
    'So https://delivered.example.org/page\n\n```\na](`) b\n```\n\n`https://evil.example`',
  ])("of Discord's Markdown ends a footnote where it ends: %s", (input) => {
    for (const answer of bothAnswers(input, [{ ...delivered, title: '](x)' }])) {
      const contents = screens.Discord('sources').show(answer);
      expect(deadOnDiscord(contents)).toEqual([]);
      expect(harmfulOnDiscord(contents)).toEqual([]);
    }
  });

  it("of Discord's Markdown reads a struck link to its end", () => {
    const page = { url: 'https://delivered.example.org/~~a' };
    const [content = ''] = screens
      .Discord('sources')
      .show(answerOf(`~~b [c](https://delivered.example.org/&#126;~a)~~ \`~~\` \`https://evil.example/x\``, [page]));
    expect(kindsOf(parse(content, 'extended'))).toContain('link https://delivered.example.org/~%7Ea');
    expect(kindsOf(parse(content, 'extended')).join()).not.toContain('evil');
  });

  it("of Discord's Markdown finds no more where styles, links and code meet", () => {
    fc.assert(
      fc.property(styled, styled, (one, other) => {
        const rows = [{ [one]: other }, { [one]: 'wide '.repeat(20) }];
        const pages = [{ ...delivered, title: other }];
        const answers = [...bothAnswers(one, pages), structuredAnswerOf({ [one]: other, list: [other], rows }, pages)];
        for (const answer of answers) {
          const contents = screens.Discord('sources').show(answer);
          expect(harmfulOnDiscord(contents)).toEqual([]);
          expect(deadOnDiscord(contents)).toEqual([]);
        }
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 250) },
    );
  });

  it.each(adversarialCases)('of CommonMark and GFM finds no more in: $name', ({ input }) => {
    for (const answer of bothAnswers(input)) {
      const kinds = screens.Slack('sources').show(answer).flatMap(kindsInMarkdown);
      const harmful = kinds.filter((kind) => /^(?:link|image|html|def)/.test(kind));
      expect(harmful.filter((kind) => kind !== `link ${delivered.url}` && !kind.startsWith('link mailto:'))).toEqual(
        [],
      );
    }
  });
});
