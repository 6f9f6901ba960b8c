import type { Answer, Page } from '../../core/answer/answer.ts';
import { type Footnote, normaliseUrl } from '../../core/answer/footnotes.ts';
import { shorten } from '../../core/shorten.ts';
import type { SourceWords } from '../../words/words.ts';
import { withoutSchemes } from '../gate/addresses.ts';
import { visibleLine } from '../gate/characters.ts';
import type { Inline } from '../gate/document.ts';
import { claimsOtherHost, hostOf, safeUrl, shownUrl } from '../gate/links.ts';
import type { Dialect } from '../writing/dialect.ts';
import type { Line, Section } from '../writing/lines.ts';
import { writeList } from '../writing/write-lines.ts';

/** Pages that are named though they were not cited; of the others the number is said. */
const namedPages = 5;
/** Code points of a title. */
const maxTitle = 80;

/** The list of the footnotes that an answer uses, and the pages that were found but not cited, apart and unnumbered. */
export function sourceSections(
  used: readonly Footnote[],
  others: readonly Page[],
  dialect: Dialect,
  words: SourceWords,
): readonly Section[] {
  const sections: Section[] = [];
  const add = (heading: string, entries: readonly (readonly Inline[])[], cite: (page: Page) => Footnote) => {
    const head: Inline = { type: 'strong', children: [{ type: 'text', text: heading }] };
    const lines: readonly Line[] = [
      ...writeList([[head]], '', dialect, cite),
      ...writeList(entries, dialect.listing, dialect, cite),
    ];
    sections.push({ lines, gap: '\n\n', heading: true });
  };
  const byUrl = new Map(used.map((footnote) => [footnote.url, footnote]));
  const again = (page: Page): Footnote => byUrl.get(page.url) ?? { number: 0, url: page.url };
  if (used.length > 0) add(words.heading, used.map(sourceLine), again);
  if (others.length > 0) {
    const named = others.slice(0, namedPages).map(pageLine);
    const rest = others.length - named.length;
    const lines = rest > 0 ? [...named, [{ type: 'text', text: words.andMorePages(rest) } as const]] : named;
    add(words.alsoConsulted, lines, again);
  }
  return sections;
}

/** A cited page: its marker, title and host. */
export function sourceLine(footnote: Footnote): readonly Inline[] {
  return [
    { type: 'cite', page: footnote },
    { type: 'text', text: ` ${titleAndHost(footnote)}` },
  ];
}

/** A page that was not cited: its title, which leads to it, and its host. */
export function pageLine(page: Page): readonly Inline[] {
  const url = safeUrl(page.url);
  const title = titleOf(page);
  if (url === undefined) return [{ type: 'inert', url: shownUrl(page.url) }];
  const host = hostOf(url);
  const link = (text: string): Inline => ({ type: 'link', url, children: [{ type: 'text', text }] });
  if (title === '') return [link(host)];
  // A title that names another host must not look like a link to it.
  if (claimsOtherHost(title, url)) return [link(host), { type: 'text', text: ` · ${title}` }];
  return [link(title), { type: 'text', text: ` · ${host}` }];
}

function titleAndHost(page: Page): string {
  const title = titleOf(page);
  return title === '' ? hostOf(page.url) : `${title} · ${hostOf(page.url)}`;
}

/** A title as plain words without a URL in them. */
function titleOf({ title, url }: Page): string {
  const plain = withoutSchemes(visibleLine(title ?? ''));
  return plain === hostOf(url) ? '' : shorten(plain, maxTitle);
}

/** The delivered pages that were not cited: first those that the agent annotated, then those of its steps. */
export function consulted(answer: Answer, used: readonly Footnote[]): readonly Page[] {
  // What is cited is remembered in the form that may stand in a link.
  const keyOf = ({ url }: Page) => normaliseUrl(safeUrl(url) ?? url);
  const known = new Set(used.map(keyOf));
  const pages = [...answer.citations, ...answer.steps.flatMap((step) => step.pages)];
  return pages.filter((page) => {
    const key = keyOf(page);
    if (key === undefined || known.has(key)) return false;
    known.add(key);
    return true;
  });
}
