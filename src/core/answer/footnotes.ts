import { truncate } from '../shorten.ts';
import type { Answer, Page } from './answer.ts';

/** One source of a conversation: its number stands for this URL in every reply of the conversation. */
export interface Footnote {
  readonly number: number;
  readonly url: string;
  readonly title?: string | undefined;
  /** What was delivered of the page, shortened to {@link maxExcerpt} characters: text from outside. */
  readonly excerpt?: string | undefined;
}

/** The most of a page that is kept with its footnote, in UTF-16 code units. */
export const maxExcerpt = 1000;

/** The footnotes of a conversation as stored: what was numbered, and which number comes next. */
export interface FootnoteList {
  readonly footnotes: readonly Footnote[];
  /** Never falls, so that a number is not given twice even when footnotes were trimmed. */
  readonly nextNumber: number;
}

/** Hands out numbers while one answer is rendered. */
export interface FootnoteRegistry {
  /** The footnote of a page: the one it has in this conversation, or the next free number. */
  cite(page: Page): Footnote;
  /** What this answer cited, by number. */
  used(): readonly Footnote[];
  /** The conversation's footnotes with those that this answer added. */
  list(): FootnoteList;
  /** A registry that goes on from here on its own. */
  fork(): FootnoteRegistry;
}

/** Every conversation starts with this. */
export const noFootnotes: FootnoteList = { footnotes: [], nextNumber: 1 };

/**
 * Longer URLs lead to no page, in UTF-16 code units. A link is never cut, so it has to fit one message, and the smallest
 * hold 2,000 characters: the rest is for the indentation, the marks and the words around it.
 */
export const maxUrlLength = 1500;

/**
 * The URL as it is compared: scheme and host in lower case, without fragment and trailing slash, percent-encoded in one
 * way. `undefined` unless http or https, and when it is too long for a link.
 */
export function normaliseUrl(text: string): string | undefined {
  if (text.length > maxUrlLength || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  // Not a regular expression: one that looks for slashes at the end is quadratic in a path full of them.
  const { pathname } = url;
  let end = pathname.length;
  while (pathname[end - 1] === '/') end -= 1;
  const path = pathname.slice(0, end);
  return `${url.protocol}//${url.host}${oneSpelling(path + url.search)}`;
}

/**
 * Path and query with one way to write each character. The unreserved characters of RFC 2396 (what `encodeURIComponent`
 * leaves as it is) stand for themselves; what no URL may hold but parsers let pass, such as `|`, is encoded. Reserved
 * characters such as `/`, `&`, `+` and `%` mean something else when they are encoded, so they stay as they came.
 */
function oneSpelling(text: string): string {
  return text.replace(/%[\da-f]{2}|[%"<>\\^`{|}[\]]/gi, (found) => {
    if (found.length === 1) return encodeURIComponent(found);
    const character = String.fromCharCode(Number.parseInt(found.slice(1), 16));
    return /[\w.!~*'()-]/.test(character) ? character : found.toUpperCase();
  });
}

/** A registry that goes on where the conversation stands. The list itself is not changed. */
export function createFootnotes(earlier: FootnoteList): FootnoteRegistry {
  return createRegistry(footnotesByUrl(earlier), new Map(), earlier.nextNumber);
}

function createRegistry(
  byUrl: Map<string, Footnote>,
  cited: Map<number, Footnote>,
  firstNumber: number,
): FootnoteRegistry {
  let nextNumber = firstNumber;
  return {
    cite(page) {
      const key = normaliseUrl(page.url) ?? page.url;
      let footnote = byUrl.get(key);
      if (!footnote) {
        footnote = { number: nextNumber, url: page.url, title: page.title, excerpt: excerptOf(page) };
        nextNumber += 1;
        byUrl.set(key, footnote);
      }
      cited.set(footnote.number, footnote);
      return footnote;
    },
    used: () => byNumber(cited.values()),
    list: () => ({ footnotes: byNumber(byUrl.values()), nextNumber }),
    fork: () => createRegistry(new Map(byUrl), new Map(cited), nextNumber),
  };
}

/**
 * The stored footnotes with those of an answer that began from an earlier state of them. Where both gave the same number,
 * the page that was stored first keeps it and the other one gets a new one: no number ever leads to two pages.
 */
export function mergeFootnotes(stored: FootnoteList, added: FootnoteList): FootnoteList {
  const byUrl = footnotesByUrl(stored);
  let nextNumber = Math.max(stored.nextNumber, added.nextNumber);
  for (const [url, footnote] of footnotesByUrl(added)) {
    if (byUrl.has(url)) continue;
    const isFree = footnote.number >= stored.nextNumber;
    byUrl.set(url, isFree ? footnote : { ...footnote, number: nextNumber });
    if (!isFree) nextNumber += 1;
  }
  return { footnotes: byNumber(byUrl.values()), nextNumber };
}

const footnotesByUrl = ({ footnotes }: FootnoteList): Map<string, Footnote> =>
  new Map(footnotes.map((footnote) => [normaliseUrl(footnote.url) ?? footnote.url, footnote]));

const byNumber = (footnotes: Iterable<Footnote>): readonly Footnote[] =>
  [...footnotes].sort((a, b) => a.number - b.number);

/** Finds the delivered page behind a URL; `undefined` when no agent delivered that URL in this conversation. */
export type Delivered = (url: string) => Page | undefined;

/** What counts as delivered for an answer: its citations, the pages of its steps, and the conversation's earlier footnotes. */
export function deliveredBy(answer: Answer, earlier: FootnoteList): Delivered {
  const pages = new Map<string, Page>();
  const add = (page: Page) => {
    const key = normaliseUrl(page.url);
    if (key === undefined) return;
    const held = pages.get(key);
    pages.set(key, held ? merged(held, page) : page);
  };
  answer.citations.forEach(add);
  for (const step of answer.steps) step.pages.forEach(add);
  earlier.footnotes.forEach(add);
  return (url) => pages.get(normaliseUrl(url) ?? '');
}

/** What two deliveries of the same page say, the first one first. */
function merged(held: Page, page: Page): Page {
  return {
    ...held,
    title: held.title || page.title,
    snippet: held.snippet || page.snippet,
    analysis: held.analysis || page.analysis,
  };
}

function excerptOf({ analysis, snippet }: Page): string | undefined {
  const text = analysis || snippet;
  return text ? truncate(text, maxExcerpt) : undefined;
}
