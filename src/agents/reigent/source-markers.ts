import type { Footnote } from '../../core/answer/footnotes.ts';
import { mapProse } from './prose.ts';

/** Brackets with numbers, as agents mark sources: `[1]`, `[1, 2]`, `[^1]`, `\[1\]`. */
const marker = /\\?\[(\^?\d{1,4}(?:\s{0,3}[,;]\s{0,3}\^?\d{1,4}){0,20})\\?\]/g;

/** A word that is part of an address keeps its brackets. */
const address = /:\/\/\S*$/;

/**
 * Markdown in which every bare marker of a known source is an inline link to its page, as other agents write them, and
 * every other bare marker is gone: it would look like a footnote and lead nowhere. Code, links, and references that the
 * text itself defines stay as they are. `known`: the sources that the agent was told under these numbers.
 */
export function linkSourceMarkers(markdown: string, known: readonly Footnote[]): string {
  const links = new Map(known.map(({ number, url }) => [number, linkTo(url)]));
  const defined = new Set(Array.from(markdown.matchAll(/^ {0,3}\[(\^?\d{1,4})\]:/gm), ([, label]) => label));
  return mapProse(markdown, (prose) => {
    let out = '';
    let from = 0;
    for (const { 0: found, 1: inside = '', index } of prose.matchAll(marker)) {
      const end = index + found.length;
      if (prose[end] === '(' || defined.has(inside) || address.test(prose.slice(Math.max(from, index - 2000), index)))
        continue;
      const cited = inside.split(/[,;]/).flatMap((digits) => links.get(Number(digits.replace('^', ''))) ?? []);
      const before = prose.slice(from, index);
      out += cited.length > 0 ? `${before}${cited.join(' ')}` : before.replace(/ $/, '');
      from = end;
    }
    return out + prose.slice(from);
  });
}

/** An inline link whose words are the page's host; `undefined` for what is no address. */
function linkTo(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { href, hostname } = new URL(url);
  const destination = href.replaceAll('(', '%28').replaceAll(')', '%29');
  return `[${hostname.replace(/^www\./, '')}](${destination})`;
}
