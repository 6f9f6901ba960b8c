import type { Page } from '../../core/answer/answer.ts';
import type { Footnote } from '../../core/answer/footnotes.ts';
import { type Inline, wordsOf } from '../gate/document.ts';
import { hostOf, safeUrl } from '../gate/links.ts';
import type { Dialect } from './dialect.ts';
import { indent, type Line, plainLine, type Run } from './lines.ts';

/** Gives each cited page its footnote, in the order of the text. */
export type Cite = (page: Page) => Footnote;

/** Short lines, one an entry, each beginning with `prefix`. */
export function writeList(
  entries: readonly (readonly Inline[])[],
  prefix: string,
  dialect: Dialect,
  cite: Cite,
): readonly Line[] {
  return entries.flatMap((entry) => indent(writeLines(entry, dialect, cite, []), prefix, prefix));
}

/** The lines of a text, one a line break; `marks` stand around all of it. */
export function writeLines(
  children: readonly Inline[],
  dialect: Dialect,
  cite: Cite,
  marks: readonly string[],
): readonly Line[] {
  const lines: Run[][] = [[]];
  const walk = (pieces: readonly Inline[], under: readonly string[]) => {
    for (const piece of pieces) {
      switch (piece.type) {
        case 'break':
          if (piece.hard && dialect.hardBreak) lines.at(-1)?.push({ text: dialect.hardBreak, as: 'whole', marks: [] });
          lines.push([]);
          break;
        case 'strong':
        case 'emphasis':
        case 'strike': {
          const mark = markOf[piece.type];
          walk(piece.children, under.includes(mark) ? under : [...under, mark]);
          break;
        }
        default:
          lines.at(-1)?.push(...writePiece(piece, dialect, cite, under));
      }
    }
  };
  walk(children, marks);
  return lines.map(plainLine);
}

const markOf = { strong: '**', emphasis: '*', strike: '~~' } as const;

const maxLinkWords = 120;

type Leaf = Extract<Inline, { type: 'text' | 'code' | 'cite' | 'link' | 'inert' }>;

function writePiece(piece: Leaf, dialect: Dialect, cite: Cite, marks: readonly string[]): readonly Run[] {
  switch (piece.type) {
    case 'text':
      return [{ text: piece.text, as: 'words', marks }];
    case 'cite':
      return [marker(cite(piece.page), dialect, marks)];
    case 'link': {
      const words = wordsOf(piece.children);
      const link = (label: string): Run => ({
        text: dialect.link(label, piece.url),
        as: 'whole',
        marks,
      });
      // A link is never cut, so long words stand before it.
      return words.length <= maxLinkWords
        ? [link(words)]
        : [{ text: `${words.trimEnd()} `, as: 'words', marks }, link(hostOf(piece.url))];
    }
    case 'code':
    case 'inert': {
      const text = piece.type === 'code' ? piece.text : piece.url;
      const around = dialect.closesMarksAroundCode ? [] : marks;
      return spans(text).map((span) => ({ text: dialect.codeSpan(span), as: 'whole', marks: around }));
    }
  }
}

function marker(footnote: Footnote, dialect: Dialect, marks: readonly string[]): Run {
  // Footnotes of earlier answers come from the store.
  const url = safeUrl(footnote.url);
  return url === undefined
    ? { text: `[${footnote.number}]`, as: 'words', marks }
    : { text: dialect.marker({ ...footnote, url }), as: 'whole', marks };
}

/** A very long code span becomes several, so that each fits a message. */
function spans(text: string): readonly string[] {
  if (text.trim() === '') return [];
  if (text.length <= 400) return [text];
  return text.match(/.{1,400}(?:\s|$)|.{1,400}/gsu) ?? [];
}
