import { truncate } from '../shorten.ts';
import type { Footnote, FootnoteList } from './footnotes.ts';

const maxTitle = 200;

/** The sources of the conversation that a question names by number, like `[3]`, in the order in which they are named. */
export function sourcesNamedIn(text: string, { footnotes }: FootnoteList): readonly Footnote[] {
  const numbers = new Set([...text.matchAll(/\[(\d{1,6})\]/g)].map(([, digits]) => Number(digits)));
  const byNumber = new Map(footnotes.map((footnote) => [footnote.number, footnote]));
  return [...numbers].flatMap((number) => byNumber.get(number) ?? []);
}

/** The question, and below it which page each source is that it names by number: agents do not know the numbers. */
export function withSourcesNamed(text: string, footnotes: FootnoteList): string {
  const named = sourcesNamedIn(text, footnotes);
  return named.length === 0 ? text : [text, '', ...named.map(describeSource)].join('\n');
}

/** A source in one line: its number, its title as plain words, its URL. */
function describeSource({ number, url, title }: Footnote): string {
  const words = truncate((title ?? '').replace(/\s+/g, ' ').trim(), maxTitle);
  return `[${number}] is ${words === '' ? '' : `"${words}", `}${url}`;
}
