import type { Incoming } from '../../../core/ports/platform.ts';
import type { GivenOption } from '../../../core/question/parse-options.ts';
import type { AgentName } from '../../../core/question/question.ts';
import { writeOption } from '../../../core/question/take-options.ts';
import type { Acknowledge } from '../connection/acknowledgement.ts';
import { channelKeyOf, conversationOfThread, interactionIdentity, type SeenPlace } from '../inbound/inbound.ts';
import { quoteQuestion } from '../inbound/text.ts';
import { onlyWords } from '../outbound/api.ts';
import { persist } from '../outbound/persist.ts';
import { interactionPlace } from '../outbound/reply-place.ts';
import type { DiscordPart } from '../render/render.ts';
import { writeSaid } from '../said.ts';
import { type AnswerDeps, openPlace, reopenPlace } from './answer-place.ts';

/** A slash command whose response is deferred. */
export interface SeenCommand {
  readonly id: string;
  readonly applicationId: string;
  readonly token: string;
  readonly place: SeenPlace;
  /** `undefined` for `/help`, which has no words either. */
  readonly agent: AgentName | undefined;
  readonly author: { readonly id: string; readonly name?: string | undefined };
  /** The question as written, with the ids of those it mentions. */
  readonly content: string;
  readonly text: string;
  /** The options that were chosen beside the question. */
  readonly options: readonly GivenOption[];
}

/**
 * A slash command, as the core takes it in. Its response shows the question; the answer follows it. `acknowledge` is called
 * before anything is shown; one that was taken in by an earlier process has been acknowledged.
 */
export function incomingCommand(
  command: SeenCommand,
  deps: AnswerDeps,
  acknowledge: Acknowledge = async () => {},
): Incoming<DiscordPart> {
  const { api, conversations, clock } = deps;
  const { place } = command;
  const id = interactionIdentity(place, command.id);
  const direct = place.kind === 'direct-message';
  const fallback = interactionPlace(api, {
    applicationId: command.applicationId,
    token: command.token,
    id: command.id,
    channelId: place.channelId,
  });
  let questionShown = false;

  return {
    id,
    platform: 'discord',
    origin: 'command',
    asker: command.author,
    text: command.text,
    agent: command.agent,
    options: command.options,
    channelKey: channelKeyOf(place),
    line: `discord:${place.kind === 'channel' ? command.id : place.channelId}`,
    said: writeSaid({ type: 'command', seen: command }),
    current: async () => (direct ? await conversations.currentDirect(place.channelId) : conversationOfThread(place)),
    async open() {
      await acknowledge();
      const shown = quoteQuestion(command.author.name, [...command.options.map(writeOption), command.text].join(' '));
      const messageId = await persist(clock, () => api.editResponse(command, shown));
      questionShown = true;
      return await openPlace(deps, {
        questionId: id,
        place,
        messageId,
        startId: command.id,
        content: command.content,
        agent: command.agent,
        fallback,
      });
    },
    resume(address) {
      questionShown = true;
      return reopenPlace(deps, address, { questionId: id, fallback });
    },
    async tell(words) {
      await acknowledge();
      if (questionShown) await api.createFollowUp(command, onlyWords(words), true);
      else await persist(clock, () => api.editResponse(command, words));
    },
    ...(direct ? { restart: () => conversations.restartDirect(place.channelId) } : {}),
  };
}
