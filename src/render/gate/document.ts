import type { Page } from '../../core/answer/answer.ts';

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
