import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDiscordRender } from '../../../src/adapters/discord/render/render.ts';
import { createSlackRender, type SlackPart } from '../../../src/adapters/slack/render/render.ts';
import { noFootnotes } from '../../../src/core/answer/footnotes.ts';
import { codePoints } from '../../../src/render/gate/characters.ts';
import { english } from '../../words/english.ts';
import { answerOf, documents, pages, workingAnswer } from '../gate/documents.ts';

const discord = createDiscordRender({ words: english, links: 'sources', maxMessages: 99 });
const slack = createSlackRender({ words: english, links: 'sources', maxMessages: 99 });
const markdownOf = ({ blocks }: SlackPart) =>
  blocks.flatMap((block) => (block.type === 'markdown' ? [block.text] : []));

const platforms = [
  {
    name: 'Discord',
    messages: (text: string) => discord(answerOf(text, pages), noFootnotes).parts.map(({ content }) => content),
    working: (text: string) => discord(workingAnswer(text, pages), noFootnotes).parts.map(({ content }) => content),
    measure: codePoints,
    max: 2000,
    filled: 2000,
  },
  {
    name: 'Slack',
    messages: (text: string) => slack(answerOf(text, pages), noFootnotes).parts.flatMap(markdownOf),
    working: (text: string) => slack(workingAnswer(text, pages), noFootnotes).parts.flatMap(markdownOf),
    measure: (text: string) => text.length,
    max: 11_000,
    filled: 9900,
  },
];

const fences = (message: string) => [...message.matchAll(/^[ >]*(?:\d+\. |- )?[ ]*```/gm)].length;
const countedWords = (messages: readonly string[]) => messages.join('\n').match(/\bw\d+\b/g) ?? [];

describe.each(platforms)('an answer cut into messages for $name', ({ messages, working, measure, max, filled }) => {
  it('never exceeds the length of a message', () => {
    fc.assert(
      fc.property(documents, ({ markdown }) => {
        for (const message of messages(markdown)) expect(measure(message)).toBeLessThanOrEqual(max);
      }),
    );
  });

  it('loses no word and keeps their order', () => {
    fc.assert(
      fc.property(documents, ({ markdown, words }) => {
        expect(countedWords(messages(markdown))).toEqual(words);
      }),
    );
  });

  it('closes every fence in the message that opens it', () => {
    fc.assert(
      fc.property(documents, ({ markdown }) => {
        for (const message of messages(markdown)) expect(fences(message) % 2, message).toBe(0);
      }),
    );
  });

  it('keeps every word of one enormous paragraph, with and without spaces', () => {
    const spaced = Array.from({ length: 9000 }, (_, index) => `w${index}`);
    expect(countedWords(messages(spaced.join(' ')))).toEqual(spaced);
    const solid = '字'.repeat(30_000);
    expect(messages(solid).join('').replace(/[^字]/g, '')).toHaveLength(30_000);
    const bold = `**${spaced.slice(0, 4000).join(' ')}**`;
    for (const message of messages(bold)) expect((message.match(/\*\*/g) ?? []).length % 2).toBe(0);
    expect(countedWords(messages(bold))).toEqual(spaced.slice(0, 4000));
  });

  it('cuts a very long code span between its words', () => {
    const words = Array.from({ length: 900 }, (_, index) => `w${index}`);
    expect(countedWords(messages(`\`\`ab ${words.join(' ')}\`\``))).toEqual(words);
  });

  it('never cuts a family of emoji in two', () => {
    const family = '👩‍👩‍👧‍👦';
    const shown = messages(family.repeat(2500)).join('').replaceAll(/\s/g, '');
    expect(shown.split(family)).toHaveLength(2501);
  });

  it('opens a code block again in its language where it is cut', () => {
    const lines = Array.from({ length: 1500 }, (_, index) => `const value${index} = ${index};`);
    const cut = messages(`\`\`\`ts\n${lines.join('\n')}\n\`\`\``);
    expect(cut.length).toBeGreaterThan(1);
    const code = cut.flatMap((message) => [...message.matchAll(/```ts\n([\s\S]*?)\n```/g)].map((found) => found[1]));
    expect(code.join('\n')).toBe(lines.join('\n'));
  });

  it('leaves a finished message as it is while the text goes on', () => {
    const text = Array.from({ length: 400 }, (_, index) => `Paragraph ${index} says **something** about it.`).join(
      '\n\n',
    );
    let before: readonly string[] = [];
    for (let length = 0; length < text.length; length += 997) {
      const now = working(text.slice(0, length));
      before.slice(0, -1).forEach((message, index) => {
        expect(now[index]).toBe(message);
      });
      before = now;
    }
  });

  it('begins a new message after a sentence where there is one near the end of a message', () => {
    const sentences = Array.from({ length: 900 }, (_, index) => `Sentence ${index} is about **it** and says so.`);
    const cut = working(sentences.join(' '));
    expect(cut.length).toBeGreaterThan(2);
    for (const message of cut.slice(0, -1)) {
      expect(message).toMatch(/says so\.$/);
      expect(measure(message)).toBeGreaterThan(0.9 * filled);
    }
    for (const message of cut.slice(1, -1)) expect(message).toMatch(/^Sentence/);
  });

  it('keeps a footnote with the sentence before it', () => {
    const sentences = Array.from(
      { length: 600 },
      (_, index) => `It says so ${index}. [here](https://pages.example.org/page-0?id=0) Next.`,
    );
    for (const message of messages(sentences.join(' ')).slice(0, -1)) expect(message).toMatch(/(?:\)|Next\.)$/);
  });

  it('leaves no large hole where a paragraph goes on in the next message', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 20, max: 400 }), { minLength: 60, maxLength: 90 }), (lengths) => {
        const blocks = lengths.map((length) => 'word '.repeat(Math.ceil(length / 5)).trim());
        const cut = working(blocks.join('\n\n'));
        for (const message of cut.slice(0, -1)) expect(measure(message)).toBeGreaterThan(0.9 * filled);
      }),
    );
  });

  it('keeps a heading with the paragraph that follows it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Math.round(0.7 * max), max }),
        fc.integer({ min: 10, max: 180 }),
        (before, length) => {
          const heading = 'h'.repeat(length);
          const cut = messages(`${'word '.repeat(before / 5).trim()}\n\n## ${heading}\n\nWhat follows it.`);
          const holding = cut.find((message) => message.includes(heading));
          expect(holding).toContain('What follows');
        },
      ),
    );
  });
});
