import type { Footnote } from '../../core/answer/footnotes.ts';
import { hostOf } from '../gate/links.ts';

/** One platform's way to write what a document holds, and the length of its messages. Pure data and functions. */
export interface Dialect {
  /** The length of one message's text in the unit that the platform counts. */
  readonly maxLength: number;
  measure(text: string): number;
  /** Plain words so that none of them becomes markup, a mention or a link. `atLineStart`: nothing stands before them on the line. */
  escape(text: string, atLineStart: boolean): string;
  /** A line inside a code block. */
  verbatim(text: string): string;
  /** What ends a line that was broken on purpose; `undefined` where every line break is shown. */
  readonly hardBreak?: string | undefined;
  /** A code span; the text has no line break. */
  codeSpan(text: string): string;
  /** Whether marks end before a code span and begin again behind it: the client looks for their end within code, too. */
  readonly closesMarksAroundCode: boolean;
  /** The marker of a footnote, which leads to its page. */
  marker(footnote: Footnote): string;
  /** A link with plain words, which are not escaped yet. */
  link(words: string, url: string): string;
  /** What a heading line begins with, and the marks around its words. */
  heading(depth: number): { readonly prefix: string; readonly marks: readonly string[] };
  /** What a line of small print begins with; `undefined` where the platform has another place for it. */
  readonly smallPrint?: string | undefined;
  /** What a line in the list of sources begins with. */
  readonly listing: string;
  readonly rule: string;
  /** Whether one block quote can stand in another. */
  readonly nestsQuotes: boolean;
  /** Whether lists are told apart by their marks; otherwise a blank line does it, and every list has the same. */
  readonly listMarks: boolean;
  /** Whether a code block in a list is indented with its item. */
  readonly indentsCode: boolean;
  /** `pipes`: GFM tables of so many columns and rows (without the head); `text`: aligned in a code block so many characters wide. Others become lists. */
  readonly tables:
    | { readonly as: 'pipes'; readonly maxColumns: number; readonly maxRows: number }
    | { readonly as: 'text'; readonly maxWidth: number };
  /** Whether a blank line between a heading and what follows is shown as one. */
  readonly gapAfterHeading: boolean;
}

/** Backslashes before what would be Markdown at the beginning of a line. */
export function escapeLineStart(escaped: string): string {
  return escaped.replace(/^(\s*)([#+|-]|:(?=-)|=+$|\d{1,9}(?=[.)]))/, (_, space: string, mark: string) =>
    /\d/.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`,
  );
}

/** A code span around any text, with as many backticks as the text needs. */
export function backticked(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = '`'.repeat(longest + 1);
  const pad = longest > 0 || /^ .* $/.test(text) ? ' ' : '';
  return `${ticks}${pad}${text}${pad}${ticks}`;
}

/** Code that cannot end its own fence. */
export function unfenced(code: string): string {
  return code.replace(/`(?=``)/g, '`\u200b');
}

/** Words for a link: brackets would end it, and without words there is none. */
export function linkWords(words: string, url: string): string {
  return words.replaceAll('[', '(').replaceAll(']', ')').trim() || hostOf(url);
}
