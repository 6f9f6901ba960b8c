import { describe, expect, it } from 'vitest';
import { createDiscordRender } from '../../../src/adapters/discord/render/render.ts';
import { createSlackRender } from '../../../src/adapters/slack/render/render.ts';
import type { Answer } from '../../../src/core/answer/answer.ts';
import { noFootnotes } from '../../../src/core/answer/footnotes.ts';
import type { Part, Render } from '../../../src/core/ports/place.ts';
import { english } from '../../words/english.ts';
import { answerOf, workingAnswer } from '../gate/documents.ts';

const options = { words: english, links: 'sources', maxMessages: 3 } as const;
const both: { name: string; max: number; almost: number; createRender: () => Render<Part> }[] = [
  { name: 'Discord', max: 2000, almost: 6300, createRender: () => createDiscordRender(options) },
  { name: 'Slack', max: 11_000, almost: 29_500, createRender: () => createSlackRender(options) },
];
const cited = [
  { url: 'https://example.org/a', title: 'Page A' },
  { url: 'https://example.org/b', title: 'Page B' },
];

describe.each(both)(
  'an answer of more messages than the operator allows, on $name',
  ({ max, almost, createRender }) => {
    const paragraphs = Array.from(
      { length: max / 20 },
      (_, index) => `Paragraph ${index} says [example.org](https://example.org/a) something about <b>it</b>.`,
    );
    const text = `${paragraphs.join('\n\n')}\n\nThe end [example.org](https://example.org/b).`;

    it('is shown as its beginning and a message that says where the rest is, with the sources', () => {
      const whole = createRender()(answerOf(text, cited), noFootnotes);
      const { parts } = createRender()(answerOf(text, cited), noFootnotes, true);
      expect(whole.parts.length).toBeGreaterThan(4);
      expect(whole.files).toEqual([]);
      expect(parts).toHaveLength(4);
      expect(parts.slice(0, 3)).toEqual(whole.parts.slice(0, 3));
      const closing = parts[3]?.fingerprint ?? '';
      expect(closing).toContain('attached file answer.md');
      expect(closing).toContain('Page B · example.org');
    });

    it('is whole in the file, as Markdown with all sources and no HTML', () => {
      const { files } = createRender()(answerOf(text, cited), noFootnotes, true);
      expect(files).toHaveLength(1);
      const file = files[0]?.text ?? '';
      expect(file.match(/Paragraph \d+ /g)).toHaveLength(paragraphs.length);
      expect(file).toContain('[[2]](https://example.org/b)');
      expect(file).toContain('Page A · example.org');
      expect(file).toContain('\\<b\\>it');
    });

    it.each([
      ['with full-width ends', '字。'],
      ['with spaces between them', 'It says so. '],
    ])('has a paragraph of very many sentences as one paragraph in the file, %s', (_, sentence) => {
      const paragraph = sentence.repeat((max * 7) / sentence.length).trim();
      const { files } = createRender()(answerOf(paragraph, []), noFootnotes, true);
      expect(files[0]?.text.split('\n')[0]).toBe(paragraph);
    });

    it('shows all of it in messages when only the one that would name the file is needed for the rest', () => {
      const short = `${paragraphs.join('\n\n').slice(0, almost)} The end [example.org](https://example.org/b).`;
      const { parts, files } = createRender()(answerOf(short, cited), noFootnotes, true);
      expect(parts).toHaveLength(4);
      expect(parts[3]?.fingerprint).toContain('The end');
      expect(parts[3]?.fingerprint).toContain('Page B · example.org');
      expect(files).toEqual([]);
    });

    it('takes back no word that it has shown, whether a file is needed in the end or not', () => {
      const render = createRender();
      const numbersIn = (state: Answer) =>
        render(state, noFootnotes, true).parts.flatMap(
          ({ fingerprint }) => fingerprint.match(/Paragraph \d+ says/g) ?? [],
        );
      let before: readonly string[] = [];
      for (let length = 2.9 * max; length < text.length; length += max / 50) {
        const now = numbersIn(workingAnswer(text.slice(0, length), cited));
        expect(now.slice(0, before.length)).toEqual(before);
        before = now;
      }
      expect(numbersIn(answerOf(text, cited))).toEqual(before);
    });

    it('goes on in the message that names the file', () => {
      const { parts } = createRender()(answerOf(text, cited), noFootnotes, true);
      expect(parts[3]?.fingerprint).toMatch(/Paragraph \d+ [\s\S]*attached file answer.md/);
    });

    it('keeps what is shown of it while it grows', () => {
      const render = createRender();
      const early = render(workingAnswer(text.slice(0, text.length * 0.8), cited), noFootnotes, true).parts;
      const late = render(workingAnswer(text, cited), noFootnotes, true).parts;
      expect(early.slice(0, 3)).toEqual(late.slice(0, 3));
      expect(late).toHaveLength(4);
      expect(late[3]?.fingerprint).toContain('will come as a file');
    });

    it('ends as if it had come at once, also when what was shown of it has been replaced', () => {
      const render = createRender();
      const whole = createRender()(answerOf(text, cited), noFootnotes, true);
      for (let length = 0; length < text.length; length += 997) {
        const { files } = render(workingAnswer(`Other words. ${text.slice(0, length)}`, cited), noFootnotes, true);
        expect(files).toEqual([]);
      }
      expect(render(answerOf(text, cited), noFootnotes, true)).toEqual(whole);
    });

    it('shows all of it where a file was refused', () => {
      const render = createRender();
      render(answerOf(text, cited), noFootnotes, true);
      expect(render(answerOf(text, cited), noFootnotes, false).parts.length).toBeGreaterThan(4);
    });

    it('has no file when it is short', () => {
      expect(createRender()(answerOf('Short.', cited), noFootnotes, true).files).toEqual([]);
    });
  },
);
