import type { Part, Render } from '../../../core/ports/place.ts';
import type { RenderDetails } from '../../../core/ports/platform.ts';
import type { ButtonOptions } from '../../../render/view/buttons.ts';
import { detailMessages } from '../../../render/view/details.ts';
import { createAnswerView, type ViewOptions } from '../../../render/view/view.ts';
import type { Words } from '../../../words/words.ts';
import { buttonRows, type SlackActions } from './buttons.ts';
import { slackDialect, withoutTokens } from './dialect.ts';
import { escapeMrkdwn } from './mrkdwn.ts';

/** A block of Slack's Block Kit as Footnote uses it. */
export type SlackBlock =
  | { readonly type: 'markdown'; readonly text: string }
  | SlackActions
  | { readonly type: 'context'; readonly elements: readonly SlackPlainText[] };

/** Text in which Slack reads neither markup nor mentions. */
interface SlackPlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
}

/** One Slack message: its blocks, and `text` for notifications and screen readers (at most a few hundred characters). */
export interface SlackPart extends Part {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

/** Makes the renderer of one answer on Slack; without `buttons` it has none. */
export function createSlackRender(options: ViewOptions, buttons?: ButtonOptions): Render<SlackPart> {
  const { words } = options;
  const view = createAnswerView(slackDialect, options);
  const known = new Map<string, SlackPart>();
  return (answer, earlier, filesAllowed) => {
    const { messages, smallPrint, summary, used, footnotes, files } = view(answer, earlier, filesAllowed);
    const parts = messages.map((message, index) => {
      const text = index === 0 ? summary || (smallPrint ?? '') : words.messages.continued(index + 1);
      return index === messages.length - 1
        ? slackPart(message, text, smallPrint, buttonRows(answer, buttons, words))
        : finishedPart(known, message, text);
    });
    return { parts, used, footnotes, files };
  };
}

// With the line that counts the rest there are five: as many as a `response_url` takes.
const maxDetailMessages = 4;

/** Makes the renderer of what stands behind an answer on Slack. */
export function createSlackDetails(words: Words): RenderDetails<SlackPart> {
  return (details) =>
    detailMessages(details, slackDialect, words, maxDetailMessages).map((message) =>
      slackPart(message, words.details.heading(details.of)),
    );
}

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
