import type { Incoming } from '../../../core/ports/platform.ts';
import { channelKeyOf, conversationOfThread, messageIdentity, type SeenMessage } from '../inbound/inbound.ts';
import { onlyWords } from '../outbound/api.ts';
import { botBudget, writeBudget } from '../outbound/limits.ts';
import { persist } from '../outbound/persist.ts';
import { nonceOf } from '../outbound/reply.ts';
import type { DiscordPart } from '../render/render.ts';
import { writeSaid } from '../said.ts';
import { type AnswerDeps, openPlace, reopenPlace } from './answer-place.ts';

/** A message to the bot, as the core takes it in. */
export function incomingMessage(message: SeenMessage, deps: AnswerDeps): Incoming<DiscordPart> {
  const { api, conversations, budget, clock } = deps;
  const { place } = message;
  const id = messageIdentity(place, message.id);
  const direct = place.kind === 'direct-message';

  const chain = async () =>
    place.kind === 'channel' && message.repliesTo !== undefined
      ? await conversations.ofMessage(message.repliesTo)
      : undefined;

  return {
    id,
    platform: 'discord',
    origin: direct ? 'direct-message' : 'mention',
    asker: message.author,
    text: message.text,
    channelKey: channelKeyOf(place),
    // A thread has the id of the message that it hangs on.
    line: `discord:${place.kind === 'channel' ? message.id : place.channelId}`,
    said: writeSaid({ type: 'message', seen: message }),
    current: async () =>
      direct ? await conversations.currentDirect(place.channelId) : (conversationOfThread(place) ?? (await chain())),
    open: async (title) =>
      openPlace(deps, {
        questionId: id,
        place,
        messageId: message.id,
        startId: message.id,
        title,
        chain: await chain(),
      }),
    resume: (address) =>
      reopenPlace(deps, address, { questionId: id, replyTo: place.kind === 'channel' ? message.id : undefined }),
    async tell(words) {
      const replyTo = direct ? undefined : message.id;
      await persist(clock, () =>
        budget.spend(writeBudget('create', place.channelId, botBudget), 'first', () =>
          api.createMessage(place.channelId, onlyWords(words), { nonce: nonceOf(id, `tell ${words}`), replyTo }),
        ),
      );
    },
    ...(direct ? { restart: () => conversations.restartDirect(place.channelId) } : {}),
  };
}
