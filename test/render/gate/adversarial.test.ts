import { describe, expect, it } from 'vitest';
import { type Answer, applyEvent, type Page, type Step, startAnswer } from '../../../src/core/answer/answer.ts';
import type { FootnoteList } from '../../../src/core/answer/footnotes.ts';
import { research } from '../../core/known-agents.ts';
import { isPublic, platforms, screens } from '../shown.ts';
import { adversarialCases } from './adversarial-cases.ts';
import type { Found } from './discord-client.ts';
import { answerOf, workingAnswer } from './documents.ts';

const delivered: Page = { url: 'https://delivered.example.org/page?id=1', title: 'Delivered' };

/** What must not be found on a screen: everything but links to pages that may be links. */
const harmful = (found: readonly Found[], mayLink: (url: string) => boolean) =>
  found.filter(({ kind, what }) => kind !== 'link' || !mayLink(what));

const isDelivered = (url: string) => url === delivered.url;

const isHttps = (url: string) => isPublic(url) && url.startsWith('https:');

const step = (more: Partial<Step> & Pick<Step, 'kind'>, text: string): Step => {
  const base = { id: '1', state: 'running', pages: [], error: text } as const;
  switch (more.kind) {
    case 'thought':
      return { ...base, kind: 'thought', text };
    case 'search':
      return { ...base, kind: 'search', query: text };
    case 'read':
      return { ...base, kind: 'read', urls: [text, 'https://delivered.example.org/'], task: text };
    default:
      return { ...base, kind: 'tool', name: text };
  }
};

/** The ways by which a text from outside comes onto the screen besides the answer, as answers and earlier footnotes. */
const doors: readonly {
  readonly name: string;
  readonly open: (input: string) => { answer: Answer; earlier?: FootnoteList };
}[] = [
  ...(['thought', 'search', 'read', 'tool'] as const).map((kind) => ({
    name: `the detail and the error of a step: ${kind}`,
    open: (input: string) => ({
      answer: applyEvent(startAnswer(research, 0), { type: 'step', step: step({ kind }, input) }),
    }),
  })),
  {
    name: 'title, snippet and age of a page that is cited and of one that is not',
    open: (input) => ({
      answer: answerOf(`So ${delivered.url}.`, [
        { ...delivered, title: input, snippet: input, age: input },
        { url: 'https://delivered.example.org/other', title: input, snippet: input },
      ]),
    }),
  },
  {
    name: 'title of a footnote of an earlier answer',
    open: (input) => ({
      answer: answerOf(`So ${delivered.url}.`),
      earlier: { footnotes: [{ number: 7, url: delivered.url, title: input }], nextNumber: 8 },
    }),
  },
];

const mayFollow = (url: string) => url.startsWith('https://delivered.example.org/');

describe.each(platforms)('an adversarial text on %s', (platform) => {
  it.each(adversarialCases)('does no harm in an answer, at any moment: $name', ({ input }) => {
    for (const links of ['sources', 'all'] as const) {
      const screen = screens[platform](links);
      const mayLink = links === 'all' ? (url: string) => isDelivered(url) || isHttps(url) : isDelivered;
      // Long cases repeat themselves; the policies differ in what they make of a whole link only.
      for (let length = 0; length <= input.length; length += length > 400 ? 97 : links === 'all' ? 9 : 1) {
        screen.show(workingAnswer(input.slice(0, length), [delivered]));
        expect(harmful(screen.seen().found, mayLink), JSON.stringify(input.slice(0, length))).toEqual([]);
      }
      screen.show(answerOf(input, [delivered]));
      expect(harmful(screen.seen().found, mayLink)).toEqual([]);
    }
  });

  it.each(adversarialCases)('does no harm when its URLs were delivered: $name', ({ input }) => {
    const pages = [...input.matchAll(/https?:\/\/[^\s|>]+/g)].flatMap(([url]) => [
      { url, title: input },
      { url: url.replace(/[)\].,"'*_~]+$/, '') },
    ]);
    const screen = screens[platform]('sources');
    screen.show(answerOf(input, pages));
    expect(harmful(screen.seen().found, isPublic)).toEqual([]);
  });

  it.each(adversarialCases)('does no harm as the URL of a page: $name', ({ input }) => {
    const screen = screens[platform]('sources');
    for (const url of [input, `https://delivered.example.org/${input}`, `http://10.0.0.1/${input}`]) {
      const earlier = { footnotes: [{ number: 1, url }], nextNumber: 2 };
      const read = { id: '1', kind: 'read', state: 'done', urls: [url], task: '', pages: [{ url }] } as const;
      screen.show(applyEvent(answerOf(`So <${url}> [x](<${url}>).`, [{ url }]), { type: 'step', step: read }), earlier);
      expect(harmful(screen.seen().found, isPublic), url).toEqual([]);
    }
  });

  it.each(doors)('does no harm at any length as $name', ({ open }) => {
    for (const { input } of adversarialCases) {
      const screen = screens[platform]('sources');
      // The last turn is the whole text.
      for (let length = 1; length < Math.min(input.length, 120) + 7; length += 7) {
        const text = length < Math.min(input.length, 120) ? input.slice(0, length) : input;
        const { answer, earlier } = open(text);
        screen.show(answer, earlier);
        expect(harmful(screen.seen().found, mayFollow), JSON.stringify(text)).toEqual([]);
      }
    }
  });
});
