import { parse } from 'discord-markdown-parser';
import fc from 'fast-check';
import { Lexer, type Token, walkTokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { screens } from '../shown.ts';
import { adversarialCases } from './adversarial-cases.ts';
import { answerOf, workingAnswer } from './documents.ts';

const delivered = { url: 'https://delivered.example.org/page', title: 'Delivered' };
const bothAnswers = (input: string) => [workingAnswer(input, [delivered]), answerOf(input, [delivered])];

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
      const kinds = screens
        .Discord('sources')
        .show(answer)
        .flatMap((content) => kindsOf(parse(content, 'extended')));
      expect(
        kinds.filter(
          (kind) => !harmless.includes(kind) && !/^link <?https:\/\/delivered\.example\.org\/page>?$/.test(kind),
        ),
      ).toEqual([]);
    }
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
