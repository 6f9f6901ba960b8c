import { backticked, type Dialect, escapeLineStart, linkWords, unfenced } from './dialect.ts';

/** Plain Markdown in one piece, for an answer as a file. */
export const fileDialect: Dialect = {
  maxLength: Number.POSITIVE_INFINITY,
  measure: (text) => text.length,
  escape: (text, atLineStart) => (atLineStart ? escapeLineStart(escapeWords(text)) : escapeWords(text)),
  verbatim: unfenced,
  hardBreak: '  ',
  codeSpan: backticked,
  closesMarksAroundCode: false,
  marker: ({ number, url }) => `[[${number}]](${url})`,
  link: (words, url) => `[${escapeWords(linkWords(words, url))}](${url})`,
  heading: (depth) => ({ prefix: `${'#'.repeat(depth)} `, marks: [] }),
  smallPrint: '',
  listing: '- ',
  rule: '---',
  nestsQuotes: true,
  listMarks: true,
  indentsCode: true,
  tables: { as: 'pipes', maxColumns: Number.POSITIVE_INFINITY, maxRows: Number.POSITIVE_INFINITY },
  gapAfterHeading: true,
};

function escapeWords(text: string): string {
  return text.replace(/[\\`*_[\]<>]|~(?=~)|(?<=~)~/g, '\\$&');
}
