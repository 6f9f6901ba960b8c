import type { MarkedToken, Token, Tokens } from 'marked';
import type { Page } from '../../core/answer/answer.ts';
import { findAddresses } from './addresses.ts';
import { decodeEntities } from './entities.ts';
import type { MarkdownToken } from './lex-markdown.ts';
import { claimsOtherHost, type LinkGate, type LinkVerdict, saysOnlyWhere } from './links.ts';

/** A piece of a line. Texts hold no invisible characters and no HTML; they are not yet escaped for a platform. */
export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'strong' | 'emphasis' | 'strike'; readonly children: readonly Inline[] }
  /** The marker of a footnote: the only way to a delivered page. */
  | { readonly type: 'cite'; readonly page: Page }
  /** A link with its words; only with the link policy `all`. */
  | { readonly type: 'link'; readonly url: string; readonly children: readonly Inline[] }
  /** A URL that must not become a link. */
  | { readonly type: 'inert'; readonly url: string }
  /** `hard`: asked for, where other line breaks might only wrap the source. */
  | { readonly type: 'break'; readonly hard: boolean };

/** One item of a list; `done` is `undefined` unless it is a task. */
export interface ListItem {
  readonly done: boolean | undefined;
  readonly children: readonly Block[];
}

/** A block of a safe document: this is all that can be shown. */
export type Block =
  | { readonly type: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly type: 'heading'; readonly depth: number; readonly children: readonly Inline[] }
  | { readonly type: 'code'; readonly language: string; readonly text: string }
  | { readonly type: 'quote'; readonly children: readonly Block[] }
  | {
      readonly type: 'list';
      readonly start: number | undefined;
      /** `-`, `*` or `+`; `.` or `)` behind a number. With another mark another list begins. */
      readonly mark: string;
      readonly items: readonly ListItem[];
    }
  | { readonly type: 'table'; readonly header: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly type: 'rule' };

/** A cell of a table. */
export type Cell = readonly Inline[];

/** Blocks from outside as a safe document: the output gate for texts. */
export function toDocument(tokens: readonly MarkdownToken[], gate: LinkGate): readonly Block[] {
  return blocks(tokens, gate);
}

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

/** The words of a line without any markup; `ofMarker` says what stands for a footnote, nothing unless given. */
export function wordsOf(children: readonly Inline[], ofMarker: (page: Page) => string = () => ''): string {
  return children
    .map((piece) => {
      switch (piece.type) {
        case 'text':
        case 'code':
          return piece.text;
        case 'inert':
          return piece.url;
        case 'break':
          return ' ';
        case 'cite':
          return ofMarker(piece.page);
        default:
          return wordsOf(piece.children, ofMarker);
      }
    })
    .join('');
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

/** What a token without markup says; `undefined` for all others. */
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

/** Where a link leads. CommonMark resolves `&amp;` there too, but an agent may have copied a URL in which it is no reference. */
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

/** What stands for a URL without words of its own. */
function marker(verdict: LinkVerdict): Inline {
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
