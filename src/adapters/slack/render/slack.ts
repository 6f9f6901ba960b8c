import type { Part, Render } from '../../../core/ports/place.ts';
import type { RenderDetails } from '../../../core/ports/platform.ts';
import { unlinked } from '../../../render/gate/addresses.ts';
import { type ButtonOptions, type SlackActions, slackButtons } from '../../../render/view/buttons.ts';
import { detailMessages } from '../../../render/view/details.ts';
import { createAnswerView, type ViewOptions } from '../../../render/view/view.ts';
import { backticked, type Dialect, escapeLineStart, linkWords, unfenced } from '../../../render/writing/dialect.ts';
import { continued, sourcesHeading, stepsHeading } from '../../../words/en.ts';

/** A block of Slack's Block Kit as Footnote uses it. */
export type SlackBlock =
  | { readonly type: 'markdown'; readonly text: string }
  | SlackActions
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
function withoutTokens(code: string): string {
  return code.replace(/<(?=[!@#]|[\w+.-]{1,40}:)/gi, '<\u200b');
}

/** Makes the renderer of one answer on Slack; without `buttons` it has none. */
export function createSlackRender(options: ViewOptions, buttons?: ButtonOptions): Render<SlackPart> {
  const view = createAnswerView(slackDialect, options);
  const known = new Map<string, SlackPart>();
  return (answer, earlier, filesAllowed) => {
    const { messages, smallPrint, summary, used, footnotes, files } = view(answer, earlier, filesAllowed);
    const parts = messages.map((message, index) => {
      const text = index === 0 ? summary || (smallPrint ?? '') : continued(index + 1);
      return index === messages.length - 1
        ? slackPart(message, text, smallPrint, slackButtons(answer, buttons))
        : finishedPart(known, message, text);
    });
    return { parts, used, footnotes, files };
  };
}

// With the line that counts the rest there are five: as many as a `response_url` takes.
const maxDetailMessages = 4;

/** What stands behind an answer, as Slack shows it. */
export const renderSlackDetails: RenderDetails<SlackPart> = (details) => {
  const heading = details.of === 'steps' ? stepsHeading : sourcesHeading;
  return detailMessages(details, slackDialect, maxDetailMessages).map((message) => slackPart(message, heading));
};

/** A message that nothing is added to any more is made once. */
function finishedPart(known: Map<string, SlackPart>, message: string, text: string): SlackPart {
  const part = known.get(message) ?? slackPart(message, text);
  known.set(message, part);
  return part;
}

function slackPart(
  message: string,
  text: string,
  smallPrint?: string,
  buttons: readonly SlackActions[] = [],
): SlackPart {
  const blocks: SlackBlock[] = message === '' ? [] : [{ type: 'markdown', text: message }];
  if (smallPrint !== undefined)
    blocks.push({ type: 'context', elements: [{ type: 'plain_text', text: withoutTokens(smallPrint), emoji: false }] });
  blocks.push(...buttons);
  return { text: escapeMrkdwn(text), blocks, fingerprint: JSON.stringify(blocks) };
}

/** Plain words for a field that Slack reads as mrkdwn: no mention, no link and no entity can come out of them. */
function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
