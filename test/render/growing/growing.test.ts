import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDiscordRender } from '../../../src/adapters/discord/render/render.ts';
import { createSlackRender } from '../../../src/adapters/slack/render/render.ts';
import type { Answer } from '../../../src/core/answer/answer.ts';
import { noFootnotes } from '../../../src/core/answer/footnotes.ts';
import type { Part, Render } from '../../../src/core/ports/place.ts';
import { english } from '../../words/english.ts';
import { answerOf, documents, pages, workingAnswer } from '../gate/documents.ts';

const both: { name: string; createRender: () => Render<Part> }[] = [
  { name: 'Discord', createRender: () => createDiscordRender({ words: english, links: 'sources', maxMessages: 99 }) },
  { name: 'Slack', createRender: () => createSlackRender({ words: english, links: 'sources', maxMessages: 99 }) },
];

const prints = (render: Render<Part>, answer: Answer) =>
  render(answer, noFootnotes).parts.map(({ fingerprint }) => fingerprint);
const words = (shown: readonly string[]) => shown.join('\n').match(/\bw\d+\b/g)?.length ?? 0;

/** A document and the lengths at which it is looked at while it grows. */
const growing = documents.chain(({ markdown }) =>
  fc.tuple(
    fc.constant(markdown),
    fc.array(fc.nat(markdown.length), { maxLength: 12 }).map((cuts) => cuts.sort((a, b) => a - b)),
  ),
);

describe.each(both)('an answer that grows on $name', ({ createRender }) => {
  it('looks at every moment as if it had arrived at once', () => {
    fc.assert(
      fc.property(growing, ([markdown, cuts]) => {
        const render = createRender();
        for (const cut of cuts) {
          const answer = workingAnswer(markdown.slice(0, cut), pages);
          expect(prints(render, answer)).toEqual(prints(createRender(), answer));
        }
        expect(prints(render, answerOf(markdown, pages))).toEqual(prints(createRender(), answerOf(markdown, pages)));
      }),
      { numRuns: 50 },
    );
  });

  it('never takes back a word that it has shown', () => {
    fc.assert(
      fc.property(growing, ([markdown, cuts]) => {
        const render = createRender();
        let before = 0;
        for (const cut of cuts) {
          const now = words(prints(render, workingAnswer(markdown.slice(0, cut), pages)));
          // The last word of a cut may be the beginning of a longer one.
          expect(now).toBeGreaterThanOrEqual(before - 1);
          before = now;
        }
      }),
    );
  });

  it('is told anew when the agent repeats it in other words', () => {
    const render = createRender();
    prints(render, workingAnswer('One paragraph.\n\nAnother paragraph.\n\nA third', pages));
    const other = answerOf('Something else.\n\nAltogether.', pages);
    expect(prints(render, other)).toEqual(prints(createRender(), other));
  });

  it('makes a footnote of a page that is delivered after its link, at the end', () => {
    const text = 'It is [so](https://late.example.org/page).\n\nAnd so on.\n\nThe end.';
    const render = createRender();
    const [working = ''] = prints(render, workingAnswer(text));
    expect(working).not.toContain('[[1]]');
    const delivered = answerOf(text, [{ url: 'https://late.example.org/page' }]);
    expect(prints(render, delivered)).toEqual(prints(createRender(), delivered));
    expect(prints(render, delivered).join('')).toContain('[[1]]');
  });
});
