import { FootnoteError } from '../../../core/errors.ts';
import type { Render, Rendered, Reply } from '../../../core/ports/place.ts';
import type { SlackBlock, SlackPart } from '../render/render.ts';
import { responseUrlBudget } from './limits.ts';
import type { ResponseUrl } from './response-url.ts';

/** Where a reply through a `response_url` stands. */
export interface ResponseUrlReplyOptions {
  readonly responseUrl: ResponseUrl;
  readonly render: Render<SlackPart>;
  readonly channel: string;
  readonly triggerId: string;
  /** Plain text above the answer: who asked what, since nothing else shows it there. */
  readonly heading: string;
  /** To the asker alone, while the answer is worked on. */
  readonly answerFollows: string;
}

const plainWords = (text: string): SlackBlock => ({
  type: 'context',
  elements: [{ type: 'plain_text', text, emoji: false }],
});

/** What only the asker sees; with the buttons of the answer as it is while it is worked on. */
function signOf({ parts }: Rendered<SlackPart>, answerFollows: string): SlackPart {
  const buttons = (parts.at(-1)?.blocks ?? []).filter(({ type }) => type === 'actions');
  return { fingerprint: answerFollows, text: answerFollows, blocks: [plainWords(answerFollows), ...buttons] };
}

/**
 * A reply in a channel that the bot is no member of, and how an answer looks there. Such messages have no ids and
 * cannot be edited (`replace_original` posts a new one after a command: slackapi/bolt-js#2287, bolt-python#1268).
 * So only the asker sees that the bot is at work, and the channel gets the finished answer.
 */
export function createResponseUrlReply(options: ResponseUrlReplyOptions): {
  reply: Reply<SlackPart>;
  render: Render<SlackPart>;
} {
  const { responseUrl, channel, triggerId, heading, answerFollows } = options;
  const question = plainWords(heading);
  const posted = new Set<number>();
  const refuse = () =>
    new FootnoteError('platform', 'A message sent through a response_url cannot be changed.', { hint: 'not-allowed' });

  const reply: Reply<SlackPart> = {
    get writesLeft() {
      return responseUrl.usesLeft();
    },
    budget: () => responseUrlBudget(triggerId),
    async write(index, part) {
      if (part.fingerprint === answerFollows) {
        await responseUrl.send({ response_type: 'ephemeral', text: part.text, blocks: part.blocks });
        return;
      }
      if (posted.has(index)) throw refuse();
      const blocks = index === 0 ? [question, ...part.blocks] : part.blocks;
      await responseUrl.send({ response_type: 'in_channel', text: part.text, blocks });
      posted.add(index);
    },
    async remove() {
      throw refuse();
    },
    address: () => ({ platform: 'slack', channel, messages: [], asResponse: true }),
  };

  const render: Render<SlackPart> = (answer, earlier) => {
    const rendered = options.render(answer, earlier);
    return answer.state === 'working' ? { ...rendered, parts: [signOf(rendered, answerFollows)] } : rendered;
  };

  return { reply, render };
}
