import type { Incoming } from '../../../core/ports/platform.ts';
import { retry } from '../../../core/retry.ts';
import { onlyWords } from '../outbound/api.ts';
import { botBudget, writeBudget } from '../outbound/limits.ts';
import { patience } from '../outbound/patience.ts';
import { nonceOf } from '../outbound/reply.ts';
import type { DiscordPart } from '../render/render.ts';
import { type SaidMessage, writeSaid } from '../said.ts';
import { openPlace, resumePlace } from './answer-place.ts';
import { conversationOfThread } from './conversations.ts';
import { channelKeyOf, messageIdentity } from './identity.ts';
import type { IncomingPorts } from './ports.ts';

/** A message to the bot, as the core takes it in. */
export function incomingMessage(said: SaidMessage, ports: IncomingPorts): Incoming<DiscordPart> {
  const { api, conversations, budget, clock } = ports;
  const { place, repliesTo } = said;
  const id = messageIdentity({ ...place, id: said.id });
  const direct = place.kind === 'direct-message';

  const chain = async () =>
    place.kind === 'channel' && repliesTo !== undefined ? await conversations.ofMessage(repliesTo) : undefined;

  return {
    id,
    platform: 'discord',
    origin: direct ? 'direct-message' : 'mention',
    asker: said.author,
    text: said.text,
    channelKey: channelKeyOf(place),
    // A thread has the id of the message that it hangs on.
    line: `discord:${place.kind === 'channel' ? said.id : place.channelId}`,
    said: writeSaid({ type: 'message', said }),
    current: async () =>
      direct ? await conversations.currentDirect(place.channelId) : (conversationOfThread(place) ?? (await chain())),
    open: async (title) =>
      openPlace(ports, {
        questionId: id,
        place,
        messageId: said.id,
        startId: said.id,
        title,
        chain: await chain(),
      }),
    resume: (address) =>
      resumePlace(ports, address, { questionId: id, replyTo: place.kind === 'channel' ? said.id : undefined }),
    async tell(words) {
      const options = { nonce: nonceOf(id, `tell ${words}`), replyTo: direct ? undefined : said.id };
      const send = () => api.createMessage(place.channelId, onlyWords(words), options);
      const allowance = writeBudget('create', place.channelId, botBudget);
      await retry(() => budget.spend(allowance, 'first', send), patience(clock));
    },
    ...(direct ? { restart: () => conversations.restartDirect(place.channelId) } : {}),
  };
}
