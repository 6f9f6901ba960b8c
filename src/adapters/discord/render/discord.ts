import type { Part, Render } from '../../../core/ports/place.ts';
import type { RenderDetails } from '../../../core/ports/platform.ts';
import { unlinked } from '../../../render/gate/addresses.ts';
import { codePoints } from '../../../render/gate/characters.ts';
import { type ButtonOptions, type DiscordRow, discordButtons } from '../../../render/view/buttons.ts';
import { detailMessages } from '../../../render/view/details.ts';
import { createAnswerView, type ViewOptions } from '../../../render/view/view.ts';
import { backticked, type Dialect, escapeLineStart, linkWords, unfenced } from '../../../render/writing/dialect.ts';

/** One Discord message: at most 2,000 code points of content. */
export interface DiscordPart extends Part {
  readonly content: string;
  /** Its buttons; an edit without them would leave those that stand there. */
  readonly components: readonly DiscordRow[];
}

/** Discord's own Markdown. A link in angle brackets opens no preview. */
const discordDialect: Dialect = {
  // Discord counts Unicode code points (resources/message).
  maxLength: 2000,
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

/** Makes the renderer of one answer on Discord; without `buttons` it has none. */
export function createDiscordRender(options: ViewOptions, buttons?: ButtonOptions): Render<DiscordPart> {
  const view = createAnswerView(discordDialect, options);
  return (answer, earlier, filesAllowed) => {
    const { messages, used, footnotes, files } = view(answer, earlier, filesAllowed);
    const parts = messages.map((content, index) =>
      discordPart(content, index === messages.length - 1 ? discordButtons(answer, buttons) : []),
    );
    return { parts, used, footnotes, files };
  };
}

// A person reads no more messages than that at once; the rest is counted.
const maxDetailMessages = 9;

/** What stands behind an answer, as Discord shows it. */
export const renderDiscordDetails: RenderDetails<DiscordPart> = (details) =>
  detailMessages(details, discordDialect, maxDetailMessages).map((content) => discordPart(content, []));

function discordPart(content: string, components: readonly DiscordRow[]): DiscordPart {
  return { content, components, fingerprint: `${JSON.stringify(components)}\n${content}` };
}
