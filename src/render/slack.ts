import type { Part, Render } from '../core/ports.ts';
import { continued } from '../words/en.ts';
import { backticked, type Dialect, escapeLineStart, unfenced } from './dialect.ts';
import type { LinkPolicy } from './links.ts';
import { createAnswerView } from './view.ts';

/** A block of Slack's Block Kit as Footnote uses it. */
export type SlackBlock =
  | { readonly type: 'markdown'; readonly text: string }
  | { readonly type: 'context'; readonly elements: readonly SlackPlainText[] };

/** Text in which Slack reads neither markup nor mentions. */
export interface SlackPlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
}

/** One Slack message: its blocks, and `text` for notifications and screen readers (at most a few hundred characters). */
export interface SlackPart extends Part {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

/** Slack's `markdown` block. It reads `<…>` as its own markup, so angle brackets are entities; ampersands stay as they are. */
const slackDialect: Dialect = {
  // 12,000 characters a block and about 13,200 a message are documented and reported; the rest is kept for safety.
  maxLength: 11_000,
  measure: (text) => text.length,
  escape(text, atLineStart) {
    const escaped = text
      .replace(/[\\`*]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|~(?=~)|(?<=~)~/gu, '\\$&')
      .replace(/\](?=$|[([:])/g, ']\u200b')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;');
    return atLineStart ? escapeLineStart(escaped) : escaped;
  },
  verbatim: (text) => unfenced(text).replace(/<(?=[!@#]|[a-z]+:)/gi, '<\u200b'),
  codeSpan: (text) => backticked(text.replace(/<(?=[!@#]|[a-z]+:)/gi, '<\u200b')),
  marker: ({ number, url }) => `[[${number}]](${url})`,
  link: (words, url) => `[${words.replace(/[[\]]/g, '')}](${url})`,
  heading: (depth) => ({ prefix: `${'#'.repeat(depth)} `, marks: [] }),
  listing: '- ',
  rule: '---',
  nestsQuotes: true,
  indentsCode: true,
  tables: { as: 'pipes' },
  gapAfterHeading: true,
};

/** Makes the renderer of one answer on Slack. */
export function createSlackRender({ links }: { links: LinkPolicy }): Render<SlackPart> {
  const view = createAnswerView(slackDialect, links);
  let before: readonly SlackPart[] = [];
  let beforeMessages: readonly string[] = [];
  return (answer, earlier) => {
    const { messages, smallPrint, summary, used, footnotes } = view(answer, earlier);
    const parts = messages.map((message, index) => {
      const last = index === messages.length - 1;
      const same = !last && index < before.length - 1 && beforeMessages[index] === message ? before[index] : undefined;
      const text = index === 0 ? summary || (smallPrint ?? '') : continued(index + 1);
      return same ?? slackPart(message, text, last ? smallPrint : undefined);
    });
    before = parts;
    beforeMessages = messages;
    return { parts, used, footnotes };
  };
}

function slackPart(message: string, text: string, smallPrint: string | undefined): SlackPart {
  const blocks: SlackBlock[] = message === '' ? [] : [{ type: 'markdown', text: message }];
  if (smallPrint !== undefined)
    blocks.push({ type: 'context', elements: [{ type: 'plain_text', text: smallPrint, emoji: false }] });
  return { text: escapeMrkdwn(text), blocks, fingerprint: JSON.stringify(blocks) };
}

/** Plain words for a field that Slack reads as mrkdwn: no mention, no link and no entity can come out of them. */
function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
