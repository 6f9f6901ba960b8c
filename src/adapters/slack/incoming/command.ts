import { type Control, controls } from '../../../core/answer/control.ts';
import { toFootnoteError } from '../../../core/errors.ts';
import type { Opened } from '../../../core/ports/place.ts';
import type { Incoming } from '../../../core/ports/platform.ts';
import { retry } from '../../../core/retry.ts';
import { shorten } from '../../../core/shorten.ts';
import { patience } from '../outbound/patience.ts';
import { createResponseUrl } from '../outbound/response-url.ts';
import { createResponseUrlReply } from '../outbound/response-url-reply.ts';
import { escapeMrkdwn } from '../render/mrkdwn.ts';
import type { SlackPart } from '../render/render.ts';
import { type SaidCommand, writeSaid } from '../said.ts';
import { openPlace, post, remember } from './answer-place.ts';
import { threadConversation } from './conversations.ts';
import { channelKeyOf, commandIdentity } from './identity.ts';
import type { IncomingPorts } from './ports.ts';

/** What works under a message that cannot be edited: what is asked again could not be answered in it. */
const fixedControls: readonly Control[] = controls.filter((control) => control !== 'retry' && control !== 'reword');

/** Well below the 2,000 characters that Slack allows in an element of a context block. */
const maxHeadingChars = 300;

/** A slash command, as the core takes it in: answered below a message that shows the question, or through its `response_url`. */
export function incomingCommand(said: SaidCommand, ports: IncomingPorts): Incoming<SlackPart> {
  const { createRender, clock } = ports;
  const { asked, answerFollows, somebody } = ports.words.places;
  const { team, channel, triggerId } = said;
  const id = commandIdentity(said);
  const responseUrl = createResponseUrl(said.responseUrl);
  const asker = said.userName ?? somebody;

  function openAtUrl(): Opened<SlackPart> {
    const render = createRender(id, fixedControls);
    const heading = asked(asker, shorten(said.text, maxHeadingChars));
    return {
      conversation: threadConversation(said, triggerId),
      ...createResponseUrlReply({ responseUrl, render, channel, triggerId, heading, answerFollows }),
    };
  }
  const openBelow = (ts: string, messages?: readonly (string | null)[]) =>
    openPlace(ports, { team, channel, threadTs: ts, questionTs: ts, questionId: id, messages });

  return {
    id,
    platform: 'slack',
    origin: 'command',
    asker: { id: said.userId, name: said.userName },
    text: said.text,
    agent: said.agent,
    channelKey: channelKeyOf(said),
    line: id,
    said: writeSaid({ type: 'command', said }),
    current: async () => undefined,
    async open() {
      let ts: string;
      try {
        ts = await post(ports, { channel, text: asked(`*${escapeMrkdwn(asker)}*`, escapeMrkdwn(said.text)) });
      } catch (thrown) {
        if (toFootnoteError(thrown).hint === 'not-allowed') return openAtUrl();
        throw thrown;
      }
      await remember(ports, said, ts);
      return openBelow(ts);
    },
    resume: ({ thread, messages }) => (thread === undefined ? openAtUrl() : openBelow(thread, messages)),
    async tell(words) {
      const text = escapeMrkdwn(words);
      await retry(() => responseUrl.send({ response_type: 'ephemeral', text }), patience(clock));
    },
  };
}
