import type { MarkedOptions, Tokens } from 'marked';

/** The longest formula that is looked for, in UTF-16 code units. */
const maxFormula = 2000;

type Formula = Tokens.Generic & { readonly type: 'code' | 'codespan'; readonly raw: string; readonly text: string };

// A formula has no blank line in it.
const display =
  /^ {0,3}(?:\$\$((?:(?!\$\$|\n[ \t]*\n)[\s\S])+)\$\$|\\\[((?:(?!\\\]|\n[ \t]*\n)[\s\S])+)\\\])[ \t]*(?:\n|$)/;
const inline =
  /^(?:\$\$((?:(?!\$\$|\n[ \t]*\n)[\s\S])+)\$\$|\\\(((?:(?!\\\)|\n[ \t]*\n)[\s\S])+)\\\)|\\\[((?:(?!\\\]|\n[ \t]*\n)[\s\S])+)\\\])/;
const dollars = /^\$(?![\s\d])([^$\n]{1,300})(?<!\s)\$(?![\p{L}\p{N}])/u;

/** Where a formula begins that has lines of its own and whose end has not come yet; `undefined` when there is none. */
export function openFormula(text: string): number | undefined {
  const paragraph = Math.max(0, text.lastIndexOf('\n\n'), text.length - maxFormula);
  const begun = /(?:^|\n) {0,3}(\$\$|\\\[)/g;
  begun.lastIndex = paragraph;
  for (let found = begun.exec(text); found; found = begun.exec(text)) {
    const end = text.indexOf(found[1] === '$$' ? '$$' : '\\]', begun.lastIndex);
    if (end === -1) return found.index;
    begun.lastIndex = end + 2;
  }
  return undefined;
}

/** Formulas in LaTeX for the lexer: neither platform shows them as formulas, so they are code, which leaves every character as it is. */
export const mathExtensions: NonNullable<MarkedOptions['extensions']> = {
  renderers: {},
  childTokens: {},
  block: [(src) => (/^ {0,3}(?:\$\$|\\\[)/.test(src) ? displayFormula(src) : undefined)],
  inline: [(src) => (src.startsWith('$') || src.startsWith('\\') ? inlineFormula(src) : undefined)],
  startInline: [(src) => src.indexOf('$')],
};

/** Where a formula on lines of its own begins within a paragraph, before `end`; `undefined` when there is none. */
export function formulaStart(src: string, end: number | undefined): number | undefined {
  const found = /\n(?:( {0,3}(?:\$\$|\\\[))|[ \t]*\n)/.exec(src.slice(0, end));
  if (found?.[1] === undefined) return undefined;
  return displayFormula(src.slice(found.index + 1, found.index + 1 + maxFormula)) ? found.index + 1 : undefined;
}

function displayFormula(src: string): Formula | undefined {
  const found = display.exec(src.slice(0, maxFormula));
  const text = found?.[1] ?? found?.[2] ?? '';
  if (!found || text.trim() === '' || !isFormula(found[0], text)) return undefined;
  return { type: 'code', raw: found[0], lang: 'latex', text: text.trim() };
}

function inlineFormula(src: string): Formula | undefined {
  const start = src.slice(0, maxFormula);
  const found = inline.exec(start) ?? dollars.exec(start);
  const text = (found?.[1] ?? found?.[2] ?? found?.[3] ?? '').trim();
  if (!found || text === '' || !isFormula(found[0], text)) return undefined;
  return { type: 'codespan', raw: found[0], text };
}

/** One dollar sign may be a price, and an escaped bracket no more than a bracket. */
function isFormula(raw: string, text: string): boolean {
  return /^\s*(?:\$\$|\\\()/.test(raw) || /[\\^_{=]/.test(text);
}
