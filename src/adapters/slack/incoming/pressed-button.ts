import { toFootnoteError } from '../../../core/errors.ts';
import type { Pressed, Presser } from '../../../core/ports/platform.ts';
import { retry } from '../../../core/retry.ts';
import { patience } from '../outbound/patience.ts';
import { createResponseUrl } from '../outbound/response-url.ts';
import { escapeMrkdwn } from '../render/mrkdwn.ts';
import type { SlackPart } from '../render/render.ts';
import type { SaidPress, StoppedSession } from '../said.ts';
import { channelKeyOf } from './identity.ts';
import type { IncomingPorts } from './ports.ts';

/** What presses are answered with. */
type PressPorts = Pick<IncomingPorts, 'api' | 'clock' | 'logger' | 'renderDetails'>;

/** A pressed button as the core takes it in. What it brings comes through its `response_url`, also where the bot is no member. */
export function pressedButton(said: SaidPress, ports: PressPorts): Pressed {
  const { control, questionId, threadTs, userId } = said;
  const responseUrl = createResponseUrl(said.responseUrl);
  const whisper = (text: string, blocks?: SlackPart['blocks']) =>
    retry(
      () => responseUrl.send({ response_type: 'ephemeral', text, ...(blocks && { blocks }), thread_ts: threadTs }),
      patience(ports.clock),
    );
  return {
    control,
    questionId,
    userId,
    channelKey: channelKeyOf(said),
    mayModerate: () => mayModerate(userId, ports),
    tell: (words) => whisper(escapeMrkdwn(words)),
    async show(details) {
      for (const { text, blocks } of ports.renderDetails(details)) await whisper(text, blocks);
    },
  };
}

/** Who stopped a session with Slack's own button. */
export function sessionStopper({ channel, threadTs, userId }: StoppedSession, ports: PressPorts): Presser {
  const { api, clock } = ports;
  return {
    userId,
    mayModerate: () => mayModerate(userId, ports),
    tell: (words) => retry(() => api.whisper({ channel, userId, threadTs }, escapeMrkdwn(words)), patience(clock)),
  };
}

/** Slack tells a bot no right to manage messages; admins and owners of the workspace have it. */
async function mayModerate(userId: string, { api, logger }: PressPorts): Promise<boolean> {
  try {
    return await api.isAdmin(userId);
  } catch (thrown) {
    logger.warn({ err: toFootnoteError(thrown) }, 'It is not known whether somebody is an admin of the workspace.');
    return false;
  }
}
