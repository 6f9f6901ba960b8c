import { toFootnoteError } from '../../../core/errors.ts';
import type { Pressed, Presser, RenderDetails } from '../../../core/ports/platform.ts';
import type { Clock, Logger } from '../../../core/ports/system.ts';
import { encodeChannelKey } from '../../../core/question/keys.ts';
import type { SaidPress, StoppedSession } from '../inbound/inbound.ts';
import type { SlackApi } from '../outbound/api.ts';
import { createResponseUrl } from '../outbound/response-url.ts';
import { escapeMrkdwn } from '../render/mrkdwn.ts';
import type { SlackPart } from '../render/render.ts';
import { patiently } from './incoming.ts';

/** What a pressed button is answered with. */
export interface PressPorts {
  readonly api: SlackApi;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly renderDetails: RenderDetails<SlackPart>;
}

/** A pressed button as the core takes it in. What it brings comes through its `response_url`, also where the bot is no member. */
export function pressedButton(said: SaidPress, ports: PressPorts): Pressed {
  const { control, questionId, team, channel, threadTs, userId } = said;
  const responseUrl = createResponseUrl(said.responseUrl);
  const whisper = (text: string, blocks?: SlackPart['blocks']) =>
    patiently(ports.clock, () =>
      responseUrl.send({ response_type: 'ephemeral', text, ...(blocks && { blocks }), thread_ts: threadTs }),
    );
  return {
    control,
    questionId,
    userId,
    channelKey: encodeChannelKey({ platform: 'slack', workspace: team, channel }),
    mayModerate: () => mayModerate(userId, ports),
    tell: (words) => whisper(escapeMrkdwn(words)),
    async show(details) {
      for (const { text, blocks } of ports.renderDetails(details)) await whisper(text, blocks);
    },
  };
}

/** Who stopped a session with Slack's own button. */
export function sessionStopper({ channel, threadTs, userId }: StoppedSession, ports: PressPorts): Presser {
  return {
    userId,
    mayModerate: () => mayModerate(userId, ports),
    tell: (words) =>
      patiently(ports.clock, () => ports.api.whisper({ channel, userId, threadTs }, escapeMrkdwn(words))),
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
