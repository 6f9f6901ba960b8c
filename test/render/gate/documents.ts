import fc from 'fast-check';
import { type Answer, applyEvent, endAnswer, type Page, startAnswer } from '../../../src/core/answer/answer.ts';
import { research } from '../../core/known-agents.ts';

/** A finished answer with this text, whose citations are these pages. */
export function answerOf(text: string, citations: readonly Page[] = []): Answer {
  return endAnswer(applyEvent(workingAnswer(text, citations), { type: 'done', complete: true }), 12_000);
}

/** The same while it is still being written. */
export function workingAnswer(text: string, citations: readonly Page[] = []): Answer {
  const cited = applyEvent(startAnswer(research, 0), { type: 'citations', citations });
  return applyEvent(cited, { type: 'text', text });
}

/** A finished structured answer with this value. */
export function structuredAnswerOf(value: unknown, citations: readonly Page[] = []): Answer {
  const cited = applyEvent(startAnswer(research, 0), { type: 'citations', citations });
  const told = applyEvent(cited, { type: 'data', data: { template: 'any', value } });
  return endAnswer(applyEvent(told, { type: 'done', complete: true }), 12_000);
}

/** Pages that the generated answers may cite. */
export const pages: readonly Page[] = Array.from({ length: 12 }, (_, index) => ({
  url: `https://pages.example.org/${'section/'.repeat(index)}page-${index}?id=${index}`,
  title: index % 3 === 0 ? undefined : `Page ${index}`,
}));

const word = fc.oneof(
  { weight: 8, arbitrary: fc.stringMatching(/^[a-z]{1,12}$/) },
  fc.constantFrom(
    'naïve',
    '東京',
    '答えは四十二です。',
    '👩‍👩‍👧‍👦',
    '🇩🇪',
    'שלום',
    '\\*',
    '2.',
    '#',
    'a_b_c',
    '5 * 3 < 4',
  ),
);

/** Words that can be found again: `w` and a number that grows through the document. */
const counted = fc.integer({ min: 1, max: 60 }).map((n) => ({ counted: n }));

const phrase = fc.array(fc.oneof({ weight: 3, arbitrary: counted }, word), { minLength: 1, maxLength: 12 });

const inlinePart = fc.oneof(
  { weight: 6, arbitrary: phrase.map((words) => ({ open: '', words, close: '' })) },
  phrase.map((words) => ({ open: '**', words, close: '**' })),
  phrase.map((words) => ({ open: '*', words, close: '*' })),
  phrase.map((words) => ({ open: '`', words: words.filter((piece) => typeof piece !== 'string'), close: '`' })),
  fc.nat(11).map((n) => ({ open: `[pages.example.org](${pages[n]?.url ?? ''})`, words: [], close: '' })),
  fc.nat(11).map((n) => ({ open: '[the page', words: [], close: `](${pages[n]?.url ?? ''})` })),
  fc.constant({ open: '[elsewhere](https://elsewhere.example.net/x)', words: [], close: '' }),
);

const line = fc.array(inlinePart, { minLength: 1, maxLength: 6 });

const block = fc.oneof(
  { weight: 4, arbitrary: line.map((parts) => ({ before: '', lines: [parts], each: '', after: '' })) },
  line.map((parts) => ({ before: '', lines: [parts], each: '## ', after: '' })),
  fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => ({ before: '', lines, each: '- ', after: '' })),
  fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => ({ before: '', lines, each: '> ', after: '' })),
  fc.array(counted, { minLength: 1, maxLength: 60 }).map((words) => ({
    before: '```ts\n',
    lines: words.map((one) => [{ open: '', words: [one], close: '' }]),
    each: '',
    after: '\n```',
  })),
  fc.array(counted, { minLength: 1, maxLength: 20 }).map((words) => ({
    before: '| name | value |\n| --- | --- |\n',
    lines: words.map((one) => [{ open: '| ', words: [one, one], close: ' | x |' }]),
    each: '',
    after: '',
  })),
);

/** Markdown with every kind of block, and the counted words in it, in order. */
export const documents = fc.array(block, { minLength: 1, maxLength: 25 }).map((blocks) => {
  let next = 0;
  const found: string[] = [];
  const write = (piece: string | { counted: number }) => {
    if (typeof piece === 'string') return piece;
    next += 1;
    found.push(`w${next}`);
    return `w${next}`;
  };
  const markdown = blocks
    .map(({ before, lines, each, after }) => {
      const written = lines.map((parts) =>
        parts.map(({ open, words, close }) => open + words.map(write).join(' ') + close).join(' '),
      );
      return before + written.map((text) => each + text).join('\n') + after;
    })
    .join('\n\n');
  return { markdown, words: found };
});
