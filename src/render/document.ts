import { Lexer, type MarkedToken, type Token, Tokenizer, type Tokens } from 'marked';
import type { Page } from '../core/answer.ts';
import { decodeEntities } from './characters.ts';
import { type LinkGate, looksLikeHost, saysOnlyWhere } from './links.ts';

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
  | { readonly type: 'break' };

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
  | { readonly type: 'list'; readonly start: number | undefined; readonly items: readonly ListItem[] }
  | { readonly type: 'table'; readonly header: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly type: 'rule' };

/** A cell of a table. */
export type Cell = readonly Inline[];

// HTML and reference definitions are text: neither may hide anything or make a link appear later.
class TextOnlyTokenizer extends Tokenizer {
  override html(): undefined {}
  override tag(): undefined {}
  override def(): undefined {}
}

/** A block as the lexer found it; the `raw` texts of all tokens together are the text that was given. */
export type MarkdownToken = Token;

/** The blocks of a Markdown text without invisible characters. */
export function lexMarkdown(text: string): readonly MarkdownToken[] {
  try {
    return new Lexer({ gfm: true, tokenizer: new TextOnlyTokenizer() }).lex(text);
  } catch (error) {
    // A text nested thousands of levels deep overflows the parser's stack; its words are shown all the same.
    if (error instanceof RangeError) return [{ type: 'unparsed', raw: text }];
    throw error;
  }
}

/** Blocks from outside as a safe document: the output gate for texts. */
export function toDocument(tokens: readonly MarkdownToken[], gate: LinkGate): readonly Block[] {
  return blocks(tokens, gate);
}

/** One line of plain words from outside, such as a title: no Markdown is read, URLs are made inert. */
function plainText(text: string, gate: LinkGate): readonly Inline[] {
  const pieces: Inline[] = [];
  let from = 0;
  for (const found of text.matchAll(/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>"'`()[\]{}|]+/gi)) {
    const url = found[0].replace(/[.,;:!?*_~]+$/, '');
    if (found.index > from) pieces.push({ type: 'text', text: text.slice(from, found.index) });
    const verdict = gate(url);
    pieces.push(verdict.kind === 'cite' ? { type: 'cite', page: verdict.page } : { type: 'inert', url });
    from = found.index + url.length;
  }
  if (from < text.length) pieces.push({ type: 'text', text: text.slice(from) });
  return pieces;
}

/** The words of a line without any markup. */
export function wordsOf(children: readonly Inline[]): string {
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
          return '';
        default:
          return wordsOf(piece.children);
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
  return { type: 'list', start: token.ordered ? Number(token.start) || 1 : undefined, items };
}

function table(token: Tokens.Table, gate: LinkGate): Block {
  const cells = (row: readonly Tokens.TableCell[]) => row.map((cell) => inlines(cell.tokens, gate));
  return { type: 'table', header: cells(token.header), rows: token.rows.map(cells) };
}

function inlines(tokens: readonly Token[], gate: LinkGate): readonly Inline[] {
  return tokens.flatMap((token) => inline(token, gate));
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
      return [{ type: 'break' }];
    case 'checkbox':
      return [];
    case 'escape':
      return [{ type: 'text', text: token.text }];
    case 'link':
      return link(token, gate);
    case 'image':
      return [...plainText(decodeEntities(token.text), gate), ...afterWords(gate(token.href), token.text !== '')];
    case 'text':
      return token.tokens ? inlines(token.tokens, gate) : lines(decodeEntities(token.text), gate);
    default:
      return plainText(token.raw, gate);
  }
}

function lines(text: string, gate: LinkGate): readonly Inline[] {
  return text
    .split(/ *(?:\n|<br\s*\/?>) */i)
    .flatMap((line, index) => [...(index > 0 ? [{ type: 'break' } as const] : []), ...plainText(line, gate)]);
}

function link(token: Tokens.Link, gate: LinkGate): readonly Inline[] {
  const children = inlines(token.tokens, () => ({ kind: 'inert', url: '' }));
  const words = wordsOf(children);
  if (token.href.startsWith('mailto:') && saysOnlyWhere(words, token.href.slice('mailto:'.length))) return children;
  const verdict = gate(token.href);
  if (verdict.kind === 'live' && !(looksLikeHost(words) && !saysHostOf(words, verdict.url)))
    return [
      {
        type: 'link',
        url: verdict.url,
        children: words.trim() === '' ? [{ type: 'text', text: verdict.url }] : children,
      },
    ];
  if (saysOnlyWhere(words, token.href)) {
    if (verdict.kind === 'cite') return afterWords(verdict, false);
    return looksLikeHost(words) && !saysHostOf(words, token.href)
      ? [...children, ...afterWords(verdict, true)]
      : afterWords(verdict, false);
  }
  return [...children, ...afterWords(verdict, true)];
}

function saysHostOf(words: string, url: string): boolean {
  const said = words
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/^www\./i, '')
    .replace(/\/$/, '')
    .toLowerCase();
  return URL.canParse(url) && new URL(url).host.replace(/^www\./, '') === said;
}

function afterWords(verdict: ReturnType<LinkGate>, spaced: boolean): readonly Inline[] {
  const piece: Inline =
    verdict.kind === 'cite' ? { type: 'cite', page: verdict.page } : { type: 'inert', url: verdict.url };
  return spaced ? [{ type: 'text', text: ' ' }, piece] : [piece];
}
