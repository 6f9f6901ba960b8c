import type { Incoming, SeenBy } from '../../../core/ports/platform.ts';
import { writeOption } from '../../../core/question/take-options.ts';
import { retry } from '../../../core/retry.ts';
import { onlyWords } from '../outbound/api.ts';
import { patience } from '../outbound/patience.ts';
import { interactionPlace } from '../outbound/reply-place.ts';
import { quoteQuestion } from '../outbound/text.ts';
import type { DiscordPart } from '../render/render.ts';
import { type SaidCommand, writeSaid } from '../said.ts';
import { openPlace, resumePlace } from './answer-place.ts';
import { conversationOfThread } from './conversations.ts';
import { channelKeyOf, commandIdentity } from './identity.ts';
import type { IncomingPorts } from './ports.ts';

/**
 * Tells Discord once that an interaction was taken, and who sees the response, which cannot be changed later. Throws a
 * `FootnoteError` when Discord refused that, and no more than that.
 */
export type Acknowledge = (seenBy: SeenBy) => Promise<void>;

/**
 * A slash command, as the core takes it in. Its response shows the question; the answer follows it. `acknowledge` is called
 * before anything is shown; one that was taken in by an earlier process has been acknowledged.
 */
export function incomingCommand(
  said: SaidCommand,
  ports: IncomingPorts,
  acknowledge: Acknowledge = async () => {},
): Incoming<DiscordPart> {
  const { api, conversations, clock } = ports;
  const { place, author, options, text } = said;
  const { channelId } = place;
  const id = commandIdentity(said);
  const direct = place.kind === 'direct-message';
  const fallback = interactionPlace(api, { ...said, channelId });
  const respond = (words: string) => retry(() => api.editResponse(said, words), patience(clock));
  let questionShown = false;

  return {
    id,
    platform: 'discord',
    origin: 'command',
    asker: author,
    text,
    agent: said.agent,
    options,
    channelKey: channelKeyOf(place),
    line: `discord:${place.kind === 'channel' ? said.id : channelId}`,
    said: writeSaid({ type: 'command', said }),
    current: async () => (direct ? await conversations.currentDirect(channelId) : conversationOfThread(place)),
    acknowledge,
    async open(title) {
      await acknowledge('all');
      const question = [...options.map(writeOption), text].join(' ');
      const messageId = await respond(quoteQuestion(author.name, question, ports.words.places));
      questionShown = true;
      return await openPlace(ports, {
        questionId: id,
        place,
        messageId,
        startId: said.id,
        title,
        fallback,
      });
    },
    resume(address) {
      questionShown = true;
      return resumePlace(ports, address, { questionId: id, fallback });
    },
    async tell(words) {
      await acknowledge('asker');
      if (questionShown) await api.createFollowUp(said, onlyWords(words), true);
      else await respond(words);
    },
    ...(direct ? { restart: () => conversations.restartDirect(channelId) } : {}),
  };
}
