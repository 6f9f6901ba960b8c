import { findAddresses } from './addresses.ts';
import type { Inline } from './document.ts';
import type { LinkGate, LinkVerdict } from './links.ts';

/** Plain words from outside: no Markdown is read, URLs are made inert, unless they are of delivered pages. */
export function plainText(text: string, gate: LinkGate): readonly Inline[] {
  return text.split('\n').flatMap((line, index, all) => {
    const start = index > 0 ? line.trimStart() : line;
    const words = plainLine(index < all.length - 1 ? start.trimEnd() : start, gate);
    return index > 0 ? [{ type: 'break', hard: false } as const, ...words] : words;
  });
}

function plainLine(text: string, gate: LinkGate): readonly Inline[] {
  const pieces: Inline[] = [];
  let from = 0;
  for (const { index, address } of findAddresses(text)) {
    if (index > from) pieces.push({ type: 'text', text: text.slice(from, index) });
    pieces.push(marker(gate(address)));
    from = index + address.length;
  }
  if (from < text.length) pieces.push({ type: 'text', text: text.slice(from) });
  return pieces;
}

/** The piece that stands for a URL without words of its own. */
export function marker(verdict: LinkVerdict): Inline {
  switch (verdict.kind) {
    case 'cite':
      return { type: 'cite', page: verdict.page };
    case 'live':
      return {
        type: 'link',
        url: verdict.url,
        children: [{ type: 'text', text: verdict.url.replace(/^https:\/\/(?:www\.)?|\/$/g, '') }],
      };
    case 'inert':
      return { type: 'inert', url: verdict.url };
  }
}
