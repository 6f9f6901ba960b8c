import type { Part, Render } from '../core/ports.ts';
import { codePoints } from './characters.ts';
import { backticked, type Dialect, escapeLineStart, unfenced } from './dialect.ts';
import type { LinkPolicy } from './links.ts';
import { createAnswerView } from './view.ts';

/** One Discord message: at most 2,000 code points of content. */
export interface DiscordPart extends Part {
  readonly content: string;
}

/** Discord's own Markdown. A link in angle brackets opens no preview. */
const discordDialect: Dialect = {
  // Discord counts Unicode code points (resources/message).
  maxLength: 2000,
  measure: codePoints,
  escape(text, atLineStart) {
    const escaped = text.replace(/[\\`*_~|<>[\]]/g, '\\$&').replace(/@(?=everyone|here)/gi, '@\u200b');
    return atLineStart ? escapeLineStart(escaped) : escaped;
  },
  verbatim: unfenced,
  codeSpan: backticked,
  marker: ({ number, url }) => `[[${number}]](<${url}>)`,
  link: (words, url) => `[${words.replace(/\\?[[\]]/g, '')}](<${url}>)`,
  heading: (depth) => (depth <= 3 ? { prefix: `${'#'.repeat(depth)} `, marks: [] } : { prefix: '', marks: ['**'] }),
  smallPrint: '-# ',
  listing: '-# ',
  rule: '──────────',
  nestsQuotes: false,
  indentsCode: false,
  tables: { as: 'text', maxColumns: 60 },
  gapAfterHeading: false,
};

/** Makes the renderer of one answer on Discord. */
export function createDiscordRender({ links }: { links: LinkPolicy }): Render<DiscordPart> {
  const view = createAnswerView(discordDialect, links);
  return (answer, earlier) => {
    const { messages, used, footnotes } = view(answer, earlier);
    return { parts: messages.map((content) => ({ content, fingerprint: content })), used, footnotes };
  };
}
