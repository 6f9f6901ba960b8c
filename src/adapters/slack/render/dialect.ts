import { unlinked } from '../../../render/gate/addresses.ts';
import { backticked, type Dialect, escapeLineStart, linkWords, unfenced } from '../../../render/writing/dialect.ts';

/** Slack's `markdown` block. It reads `<…>` as its own markup, so angle brackets are entities; ampersands stay as they are. */
export const slackDialect: Dialect = {
  // 12,000 characters a block and about 13,200 a message are documented and reported; 10,000 for all tables of a message.
  maxLength: 9900,
  measure: (text) => text.length,
  escape: (text, atLineStart) => (atLineStart ? escapeLineStart(escapeWords(text)) : escapeWords(text)),
  verbatim: (text) => unfenced(withoutTokens(text)),
  hardBreak: '  ',
  codeSpan: (text) => backticked(withoutTokens(text)),
  closesMarksAroundCode: false,
  marker: ({ number, url }) => `[[${number}]](${url})`,
  link: (words, url) => `[${escapeWords(linkWords(words, url))}](${url})`,
  heading: (depth) => ({ prefix: `${'#'.repeat(depth)} `, marks: [] }),
  listing: '- ',
  rule: '---',
  nestsQuotes: true,
  listMarks: true,
  indentsCode: true,
  // https://docs.slack.dev/reference/block-kit/blocks/table-block: 100 rows with the head, 20 columns.
  tables: { as: 'pipes', maxColumns: 20, maxRows: 99 },
  gapAfterHeading: true,
};

function escapeWords(text: string): string {
  return unlinked(text)
    .replace(/&(?=#?\w{1,40};)/g, '&amp;')
    .replace(/[\\`*~[]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\$&')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** Code in which Slack finds no `<…>` token of its own: it may read them there too. */
export function withoutTokens(code: string): string {
  return code.replace(/<(?=[!@#]|[\w+.-]{1,40}:)/gi, '<\u200b');
}
