import type { MarkedToken, Token, Tokens } from 'marked';
import { type Block, type Inline, wordsOf } from './document.ts';
import { decodeEntities } from './entities.ts';
import type { MarkdownToken } from './lex-markdown.ts';
import { claimsOtherHost, type LinkGate, type LinkVerdict, saysOnlyWhere } from './links.ts';
import { marker, plainText } from './plain-text.ts';

/** Blocks from outside as a safe document: the output gate for texts. */
export function toDocument(tokens: readonly MarkdownToken[], gate: LinkGate): readonly Block[] {
  return blocks(tokens, gate);
}

const isMarked = (token: Token): token is MarkedToken => token.type in knownTypes;
const knownTypes: Readonly<Record<MarkedToken['type'], true>> = {
  blockquote: true,
  br: true,
  checkbox: true,
  code: true,
  codespan: true,
  def: true,
  del: true,
  em: true,
  escape: true,
  heading: true,
  hr: true,
  html: true,
  image: true,
  link: true,
  list: true,
  list_item: true,
  paragraph: true,
  space: true,
  strong: true,
  table: true,
  text: true,
};

function blocks(tokens: readonly Token[], gate: LinkGate): readonly Block[] {
  return tokens.flatMap((token) => block(token, gate));
}

function block(token: Token, gate: LinkGate): readonly Block[] {
  if (!isMarked(token)) return [{ type: 'paragraph', children: plainText(token.raw, gate) }];
  switch (token.type) {
    case 'space':
    case 'checkbox':
      return [];
    case 'heading':
      return [{ type: 'heading', depth: token.depth, children: inlines(token.tokens, gate) }];
    case 'code':
      return [{ type: 'code', language: /^[\w+#.-]{1,30}/.exec(token.lang ?? '')?.[0] ?? '', text: token.text }];
    case 'blockquote':
      return [{ type: 'quote', children: blocks(token.tokens, gate) }];
    case 'list':
      return [list(token, gate)];
    case 'table':
      return [table(token, gate)];
    case 'hr':
      return [{ type: 'rule' }];
    default: {
      const children =
        'tokens' in token && token.tokens ? inlines(token.tokens, gate) : plainText(token.raw.trim(), gate);
      return children.length === 0 ? [] : [{ type: 'paragraph', children }];
    }
  }
}

function list(token: Tokens.List, gate: LinkGate): Block {
  const items = token.items.map((item) => ({
    done: item.task ? item.checked === true : undefined,
    children: blocks(item.tokens, gate),
  }));
  const mark = /[-*+.)]/.exec(token.raw)?.[0] ?? '-';
  return { type: 'list', start: token.ordered ? Number(token.start) : undefined, mark, items };
}

function table(token: Tokens.Table, gate: LinkGate): Block {
  const cells = (row: readonly Tokens.TableCell[]) => row.map((cell) => inlines(cell.tokens, gate));
  return { type: 'table', header: cells(token.header), rows: token.rows.map(cells) };
}

// Words are put together again before URLs are looked for in them: an escape or an entity must not hide one.
function inlines(tokens: readonly Token[], gate: LinkGate): readonly Inline[] {
  const pieces: Inline[] = [];
  let words = '';
  for (const token of tokens) {
    const more = wordsOfToken(token);
    words += more ?? '';
    if (more !== undefined) continue;
    pieces.push(...plainText(words, gate), ...inline(token, gate));
    words = '';
  }
  return [...pieces, ...plainText(words, gate)];
}

/** The words of a token without markup; `undefined` for all others. */
function wordsOfToken(token: Token): string | undefined {
  if (!isMarked(token)) return token.raw;
  if (token.type === 'escape') return token.text;
  // In `text` the library has resolved some references, invisible characters among them.
  if (token.type === 'text' && !token.tokens) return decodeEntities(token.raw.replace(/<br\s{0,9}\/?>/gi, '\n'));
  return undefined;
}

function inline(token: Token, gate: LinkGate): readonly Inline[] {
  if (!isMarked(token)) return plainText(token.raw, gate);
  switch (token.type) {
    case 'strong':
      return [{ type: 'strong', children: inlines(token.tokens, gate) }];
    case 'em':
      return [{ type: 'emphasis', children: inlines(token.tokens, gate) }];
    case 'del':
      return [{ type: 'strike', children: inlines(token.tokens, gate) }];
    case 'codespan':
      return [{ type: 'code', text: token.text.replace(/\s+/g, ' ') }];
    case 'br':
      return [{ type: 'break', hard: true }];
    case 'checkbox':
      return [];
    case 'link':
      return link(token, gate);
    case 'image':
      return [
        ...plainText(decodeEntities(token.text), gate),
        ...after(gate(destination(token.href, gate)), token.text !== ''),
      ];
    default:
      return 'tokens' in token && token.tokens ? inlines(token.tokens, gate) : plainText(token.raw, gate);
  }
}

/** A link's URL. CommonMark resolves `&amp;` in it too, but an agent may have copied a URL in which that is no reference. */
function destination(href: string, gate: LinkGate): string {
  return gate(href).kind === 'cite' ? href : decodeEntities(href);
}

const closed: LinkGate = (url) => ({ kind: 'inert', url });

function link(token: Tokens.Link, gate: LinkGate): readonly Inline[] {
  const children = inlines(token.tokens, closed);
  const words = wordsOf(children);
  const href = destination(token.href, gate);
  // The address of a person is no link to a page.
  if (href === `mailto:${words.trim()}`) return children;
  const verdict = gate(href);
  if (saysOnlyWhere(words, href, verdict)) return [marker(verdict)];
  if (verdict.kind !== 'live' || claimsOtherHost(words, verdict.url)) return [...children, ...after(verdict, true)];
  return [{ type: 'link', url: verdict.url, children }];
}

function after(verdict: LinkVerdict, spaced: boolean): readonly Inline[] {
  return spaced ? [{ type: 'text', text: ' ' }, marker(verdict)] : [marker(verdict)];
}
