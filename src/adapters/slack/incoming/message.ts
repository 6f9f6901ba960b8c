import { toFootnoteError } from '../../../core/errors.ts';
import type { Incoming } from '../../../core/ports/platform.ts';
import { retry } from '../../../core/retry.ts';
import { patience } from '../outbound/patience.ts';
import { escapeMrkdwn } from '../render/mrkdwn.ts';
import type { SlackPart } from '../render/render.ts';
import { type SaidMessage, writeSaid } from '../said.ts';
import { openPlace, post, remember } from './answer-place.ts';
import { threadConversation } from './conversations.ts';
import { channelKeyOf, messageIdentity } from './identity.ts';
import type { IncomingPorts } from './ports.ts';

/** A message to the bot, as the core takes it in: answered in the thread that it is in, or begins. */
export function incomingMessage(said: SaidMessage, ports: IncomingPorts): Incoming<SlackPart> {
  const { api, clock } = ports;
  const { team, channel, ts, threadTs, userId, kind } = said;
  const rootTs = threadTs ?? ts;
  const id = messageIdentity(said);
  const anchor = { team, channel, threadTs: rootTs, questionTs: ts, questionId: id };

  return {
    id,
    platform: 'slack',
    origin: kind === 'direct-message' ? 'direct-message' : 'mention',
    asker: { id: userId },
    text: said.text,
    channelKey: channelKeyOf(said),
    line: messageIdentity({ team, channel, ts: rootTs }),
    said: writeSaid({ type: 'message', said }),
    current: async () => (threadTs === undefined ? undefined : threadConversation(said, rootTs)),
    async open() {
      if (kind === 'mention' && threadTs === undefined) await remember(ports, said, ts);
      return openPlace(ports, anchor);
    },
    resume: ({ messages }) => openPlace(ports, { ...anchor, messages }),
    async tell(words) {
      const text = escapeMrkdwn(words);
      const inThread = () => post(ports, { channel, threadTs: rootTs, text });
      if (kind === 'direct-message') {
        await inThread();
        return;
      }
      try {
        await retry(() => api.whisper({ channel, userId, threadTs }, text), patience(clock));
      } catch (thrown) {
        if (toFootnoteError(thrown).kind !== 'platform') throw thrown;
        await inThread();
      }
    },
  };
}
