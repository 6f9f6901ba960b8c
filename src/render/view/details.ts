import type { Page, Step } from '../../core/answer/answer.ts';
import { type Footnote, normaliseUrl } from '../../core/answer/footnotes.ts';
import type { Details } from '../../core/ports/platform.ts';
import { shorten } from '../../core/shorten.ts';
import type { DetailWords, Words } from '../../words/words.ts';
import { withoutSchemes } from '../gate/addresses.ts';
import { visibleLine } from '../gate/characters.ts';
import type { Block, Inline } from '../gate/document.ts';
import { hostOf } from '../gate/links.ts';
import { createMessageSplitter } from '../messages/split.ts';
import { writeDocument } from '../writing/blocks.ts';
import type { Dialect } from '../writing/dialect.ts';
import { fileDialect } from '../writing/file-dialect.ts';
import type { Section } from '../writing/lines.ts';
import { consulted, pageLine, sourceLine } from './sources.ts';
import { createAnswerView } from './view.ts';

/** Code points of one text from outside: a thought, a query, an error, a snippet. */
const maxText = 300;

/**
 * What stands behind an answer, in at most `maxMessages` messages and one more that says how much is missing. All of it
 * comes from outside and is plain words here; only delivered pages are links.
 */
export function detailMessages(
  details: Details,
  dialect: Dialect,
  words: Words,
  maxMessages: number,
): readonly string[] {
  const used = details.of === 'steps' ? [] : usedBy(details, words);
  const lists = details.of === 'steps' ? [stepList(details, words)] : sourceLists(details, used, words);
  const filled = lists.filter(({ entries }) => entries.length > 0);
  const byUrl = new Map(used.map((footnote) => [footnote.url, footnote]));
  const cite = (page: Page): Footnote => byUrl.get(page.url) ?? { number: 0, url: page.url };
  const toSection = (block: Block, gap: Section['gap'], heading = false): Section => ({
    lines: writeDocument([block], dialect, cite).flatMap(({ lines }) => lines),
    gap,
    heading,
  });

  let splitter = createMessageSplitter(dialect);
  if (filled.length === 0) splitter.add(toSection(paragraph([text(words.details.nothingToList(details.of))]), '\n\n'));
  let left = filled.reduce((sum, { entries }) => sum + entries.length, 0);
  for (const { heading, numbered, entries } of filled) {
    for (const [index, entry] of entries.entries()) {
      const before = splitter.fork();
      if (index === 0)
        splitter.add(toSection(paragraph([{ type: 'strong', children: [text(heading)] }]), '\n\n', true));
      splitter.add(toSection(item(entry, numbered ? index + 1 : undefined), index === 0 ? '\n\n' : '\n'));
      if (splitter.messages().length > maxMessages) {
        splitter = before;
        splitter.add(toSection(paragraph([text(words.details.andMore(left))]), '\n\n'));
        return splitter.messages();
      }
      left -= 1;
    }
  }
  return splitter.messages();
}

interface List {
  readonly heading: string;
  readonly numbered: boolean;
  readonly entries: readonly (readonly Inline[])[];
}

function stepList({ answer }: Details, { details: words }: Words): List {
  return {
    heading: words.heading('steps'),
    numbered: true,
    entries: answer.steps.map((step) => stepEntry(step, words)),
  };
}

function stepEntry(step: Step, words: DetailWords): readonly Inline[] {
  const said = [words.stepTaken(step.kind, detailOf(step))];
  const pages = new Set(step.pages.map(({ url }) => url)).size;
  if (pages > 0) said.push(words.pagesFound(pages));
  const entry = [text(said.join(' · '))];
  if (step.state === 'failed') entry.push(newLine, text(words.stepFailed(step.error && plain(step.error))));
  if (step.state === 'running') entry.push(newLine, text(words.stepUnfinished));
  return entry;
}

function detailOf(step: Step): string {
  switch (step.kind) {
    case 'thought':
      return plain(step.text);
    case 'search':
      return plain(step.query);
    case 'read':
      return [[...new Set(step.urls.map(hostOf))].join(', '), step.task]
        .map(plain)
        .filter((part) => part !== '')
        .join(' · ');
    case 'tool':
      return plain(step.name);
  }
}

function sourceLists({ answer }: Details, used: readonly Footnote[], words: Words): readonly List[] {
  const byUrl = new Map<string | undefined, Page>();
  for (const page of [...answer.citations, ...answer.steps.flatMap(({ pages }) => pages)]) {
    const key = normaliseUrl(page.url);
    const { snippet = page.snippet, age = page.age, ...known } = byUrl.get(key) ?? page;
    byUrl.set(key, { ...known, snippet, age });
  }
  const entry = (line: readonly Inline[], { url }: { readonly url: string }, withSnippet: boolean): Inline[] => {
    const { age = '', snippet = '' } = byUrl.get(normaliseUrl(url)) ?? {};
    const about = plain(age) === '' ? [] : [text(` · ${plain(age)}`)];
    const quote = withSnippet && plain(snippet) !== '' ? [newLine, text(words.details.quoted(plain(snippet)))] : [];
    return [...line, ...about, ...quote];
  };
  return [
    {
      heading: words.details.heading('sources'),
      numbered: false,
      entries: used.map((footnote) => entry(sourceLine(footnote), footnote, true)),
    },
    {
      heading: words.sources.alsoConsulted,
      numbered: false,
      entries: consulted(answer, used).map((page) => entry(pageLine(page), page, false)),
    },
  ];
}

/** The pages that the answer cites, with the numbers that its conversation has given. */
function usedBy({ answer, footnotes }: Details, words: Words): readonly Footnote[] {
  const view = createAnswerView(fileDialect, { words, links: 'sources', maxMessages: Number.POSITIVE_INFINITY });
  return view(answer, footnotes).used;
}

const plain = (outside: string) => shorten(withoutSchemes(visibleLine(outside)), maxText);
const text = (words: string): Inline => ({ type: 'text', text: words });
const newLine: Inline = { type: 'break', hard: true };
const paragraph = (children: readonly Inline[]): Block => ({ type: 'paragraph', children });
const item = (children: readonly Inline[], start: number | undefined): Block => ({
  type: 'list',
  start,
  mark: start === undefined ? '-' : '.',
  items: [{ done: undefined, children: [paragraph(children)] }],
});
