import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDiscordDetails } from '../../../src/adapters/discord/render/render.ts';
import { createSlackDetails } from '../../../src/adapters/slack/render/render.ts';
import { type Answer, type Page, type Step, startAnswer } from '../../../src/core/answer/answer.ts';
import { noFootnotes } from '../../../src/core/answer/footnotes.ts';
import type { Details } from '../../../src/core/ports/platform.ts';
import { research } from '../../core/known-agents.ts';
import { english } from '../../words/english.ts';
import { adversarialCases } from '../gate/adversarial-cases.ts';
import { readDiscord } from '../gate/discord-client.ts';
import { answerOf } from '../gate/documents.ts';
import { readPlainText, readSlack } from '../gate/slack-client.ts';
import { isPublic, platforms } from '../shown.ts';

const messages = {
  Discord: (details: Details) => createDiscordDetails(english)(details).map(({ content }) => content),
  Slack: (details: Details) =>
    createSlackDetails(english)(details).map(({ blocks }) =>
      blocks.map((block) => ('text' in block ? block.text : '')).join(),
    ),
} as const;
const read = { Discord: readDiscord, Slack: readSlack } as const;
const limits = { Discord: { messages: 10, size: 2000 }, Slack: { messages: 5, size: 12_000 } } as const;

const done = { state: 'done', pages: [] } as const;
const one: Page = {
  url: 'https://pages.example.org/one',
  title: 'Page one',
  snippet: 'The sky is blue.',
  age: '2h ago',
};
const two: Page = { url: 'https://pages.example.org/two', title: 'Page two', snippet: 'Grass.', age: '3 days ago' };
const steps: readonly Step[] = [
  { ...done, id: '1', kind: 'thought', text: 'I will search.' },
  { ...done, id: '2', kind: 'search', query: 'why is the sky blue', pages: [one, two] },
  { ...done, id: '3', kind: 'read', urls: [one.url, two.url], task: 'find the reason' },
  { id: '4', kind: 'tool', name: 'calculator', state: 'failed', pages: [], error: 'Division by zero in 1/0' },
  { id: '5', kind: 'tool', name: 'clock', state: 'failed', pages: [] },
  { id: '6', kind: 'search', query: 'grass', state: 'running', pages: [] },
];
const withSteps = (more: readonly Step[]): Answer => ({
  ...startAnswer(research, 0),
  state: 'complete',
  steps: more,
});
const stepsOf = (answer: Answer): Details => ({ of: 'steps', answer, footnotes: noFootnotes });
const sourcesOf = (answer: Answer, footnotes = noFootnotes): Details => ({ of: 'sources', answer, footnotes });

describe.each(platforms)('steps on %s', (platform) => {
  it('say in order what was done, and what went wrong in the words of the tool', () => {
    const [shown = '', ...rest] = messages[platform](stepsOf(withSteps(steps)));
    expect(rest).toEqual([]);
    const { text } = read[platform](shown);
    const wanted = [
      'Steps',
      'Thought: I will search.',
      'Searched: why is the sky blue · 2 pages found',
      'Read: pages.example.org · find the reason',
      'Used calculator',
      'Failed: Division by zero in 1/0',
      'Used clock',
      'Failed without saying why.',
      'Searched: grass',
      'Not finished when the answer ended.',
    ];
    const places = wanted.map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('say so where there were none', () => {
    expect(messages[platform](stepsOf(withSteps([])))).toEqual(['This answer was written without any step.']);
  });
});

describe.each(platforms)('sources on %s', (platform) => {
  const answer: Answer = { ...answerOf(`Blue [x](${one.url}).`, [{ url: one.url, title: 'Page one' }]), steps };

  it('are the cited pages with number, snippet and age, and apart from them those that were only consulted', () => {
    const [shown = ''] = messages[platform](sourcesOf(answer));
    expect(shown).toContain(`[[1]](${platform === 'Slack' ? one.url : `<${one.url}>`})`);
    const { text } = read[platform](shown);
    expect(text).toMatch(
      /Sources[\s\S]*Page one · pages\.example\.org · 2h ago\s+“The sky is blue\.”[\s\S]*Also consulted/,
    );
    expect(text.slice(text.indexOf('Also consulted'))).toMatch(/Page two · pages\.example\.org · 3 days ago/);
    expect(text.slice(text.indexOf('Also consulted'))).not.toContain('Page one');
  });

  it('have the numbers that their conversation gave them', () => {
    const footnotes = { footnotes: [{ number: 7, url: one.url }], nextNumber: 9 };
    const [shown = ''] = messages[platform](sourcesOf(answer, footnotes));
    expect(shown).toContain('[[7]](');
    expect(shown).not.toContain('[[1]](');
  });

  it('say so where no page was delivered', () => {
    expect(messages[platform](sourcesOf(answerOf('Blue.')))).toEqual(['No page was delivered.']);
  });
});

const outside = fc.oneof(fc.constantFrom(...adversarialCases.map(({ input }) => input)), fc.string({ unit: 'binary' }));

describe.each(platforms)('details on %s, whatever comes from outside,', (platform) => {
  const harmful = (details: Details, mayFollow: (url: string) => boolean) =>
    messages[platform](details).flatMap((message) =>
      read[platform](message).found.filter(({ kind, what }) => kind !== 'link' || !mayFollow(what)),
    );

  it.each(adversarialCases)('do no harm: $name', ({ input }) => {
    const page = { url: 'https://delivered.example.org/page?id=1', title: input, snippet: input, age: input };
    const other = { ...page, url: `https://delivered.example.org/${input}` };
    const base = { state: 'failed', pages: [page, other], error: input } as const;
    const answer: Answer = {
      ...answerOf(`So ${page.url}.`, [page]),
      steps: [
        { ...base, id: '1', kind: 'thought', text: input },
        { ...base, id: '2', kind: 'search', query: input },
        { ...base, id: '3', kind: 'read', urls: [input, page.url], task: input },
        { ...base, id: '4', kind: 'tool', name: input },
      ],
    };
    const earlier = { footnotes: [{ number: 1, url: page.url, title: input }], nextNumber: 2 };
    for (const details of [stepsOf(answer), sourcesOf(answer), sourcesOf(answer, earlier)])
      expect(harmful(details, (url) => url.startsWith('https://delivered.example.org/'))).toEqual([]);
    const asUrl = answerOf(`So <${input}>.`, [{ url: input, title: input, snippet: input }]);
    expect(harmful(sourcesOf(asUrl), isPublic)).toEqual([]);
    if (platform === 'Slack')
      for (const { text } of createSlackDetails(english)(sourcesOf(answer))) expect(readPlainText(text)).toEqual([]);
  });

  it('fit their messages, and what is not shown is counted', () => {
    fc.assert(
      fc.property(fc.array(outside, { maxLength: 150 }), fc.constantFrom('steps', 'sources'), (texts, of) => {
        const answer: Answer = {
          ...answerOf('See them.'),
          steps: texts.map((text, index) => ({
            id: String(index),
            kind: 'search',
            query: `number${index}. ${text}`,
            state: 'failed',
            error: text,
            pages: [{ url: `https://pages.example.org/${index}`, title: `number${index}. ${text}`, age: text }],
          })),
        };
        const shown = messages[platform]({ of, answer, footnotes: noFootnotes });
        expect(shown.length).toBeLessThanOrEqual(limits[platform].messages);
        for (const message of shown) {
          expect(message).not.toBe('');
          expect(Array.from(message).length).toBeLessThanOrEqual(limits[platform].size);
        }
        const all = shown.join('\n');
        const listed = texts.filter((_, index) => all.includes(`number${index}.`) || all.includes(`number${index}\\.`));
        const [, left = '0'] = /and (\d+) more, which are too many/.exec(shown.at(-1) ?? '') ?? [];
        expect(listed.length + Number(left)).toBe(texts.length);
      }),
      { numRuns: 60 },
    );
  });

  it('list a hundred steps and sources with ordinary words whole', () => {
    const many = Array.from({ length: 100 }, (_, index) => ({
      ...one,
      url: `${one.url}/${index}`,
      title: `Page ${index}`,
    }));
    const text = many.map(({ url }) => `x ${url}`).join('\n\n');
    const shown = messages[platform](sourcesOf(answerOf(text, many))).join('\n');
    expect(shown).toContain('[[100]](');
    expect(shown).not.toContain('too many');
  });
});
