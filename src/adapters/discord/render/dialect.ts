import { unlinked } from '../../../render/gate/addresses.ts';
import { codePoints } from '../../../render/gate/characters.ts';
import { backticked, type Dialect, escapeLineStart, linkWords, unfenced } from '../../../render/writing/dialect.ts';

/** Code points of one message's content (Discord, "Create Message"; the 4,000 of its OpenAPI file is not served to bots). */
export const maxContentCodePoints = 2_000;

/** Discord's own Markdown. A link in angle brackets opens no preview. */
export const discordDialect: Dialect = {
  maxLength: maxContentCodePoints,
  measure: codePoints,
  escape: (text, atLineStart) => (atLineStart ? escapeLineStart(escapeWords(text)) : escapeWords(text)),
  verbatim: (text) => unfenced(withoutLinkEnds(text)),
  // Three backticks begin a code block even within a line.
  codeSpan: (text) => backticked(withoutLinkEnds(text).replace(/`(?=`)/g, '`\u200b')),
  closesMarksAroundCode: true,
  marker: ({ number, url }) => `[[${number}]](<${unmarked(url)}>)`,
  link: (words, url) => `[${escapeWords(linkWords(words.replace(emoji, ''), url))}](<${unmarked(url)}>)`,
  heading: (depth) => (depth <= 3 ? { prefix: `${'#'.repeat(depth)} `, marks: [] } : { prefix: '', marks: ['**'] }),
  smallPrint: '-# ',
  listing: '-# ',
  rule: '──────────',
  nestsQuotes: false,
  listMarks: false,
  indentsCode: false,
  tables: { as: 'text', maxWidth: 60 },
  gapAfterHeading: false,
};

function escapeWords(text: string): string {
  return withoutLinkEnds(unlinked(text))
    .replace(/[\\`*_~|<>[\]]/g, '\\$&')
    .replace(/@(?=everyone|here)/gi, '@\u200b');
}

/** Text in which no link ends: the client looks for the end of a footnote's link even behind it, in escapes and code. */
function withoutLinkEnds(text: string): string {
  return text.replace(/\](?=\()/g, ']\u200b');
}

/** A URL in which no style ends that the link stands in. */
function unmarked(url: string): string {
  return url.replaceAll('~~', '~%7E');
}

// With an emoji in its words a link is not shown as one (discord/discord-api-docs#6810).
const emoji = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{RI}|[\u200d\ufe0f]/gu;
