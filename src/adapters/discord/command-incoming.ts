import type { Incoming } from '../../core/ports.ts';
import type { AgentName } from '../../core/question.ts';
import type { DiscordPart } from '../../render/discord.ts';
import { type AnswerDeps, openPlace } from './answer-place.ts';
import { onlyWords } from './api.ts';
import { quoteQuestion } from './discord-text.ts';
import { channelKeyOf, conversationOfThread, interactionIdentity, type SeenPlace } from './inbound.ts';
import { persist } from './persist.ts';
import { interactionPlace } from './place.ts';

/** A slash command whose response is deferred. */
export interface SeenCommand {
  readonly id: string;
  readonly applicationId: string;
  readonly token: string;
  readonly place: SeenPlace;
  readonly agent: AgentName;
  readonly author: { readonly id: string; readonly name?: string | undefined };
  /** The question as written, with the ids of those it mentions. */
  readonly content: string;
  readonly text: string;
}

/** A slash command, as the core takes it in. Its response shows the question; the answer follows it. */
export function incomingCommand(command: SeenCommand, deps: AnswerDeps): Incoming<DiscordPart> {
  const { api, conversations, clock } = deps;
  const { place } = command;
  const id = interactionIdentity(place, command.id);
  const direct = place.kind === 'direct-message';
  let questionShown = false;

  return {
    id,
    platform: 'discord',
    origin: 'command',
    asker: command.author,
    text: command.text,
    agent: command.agent,
    channelKey: channelKeyOf(place),
    current: async () => (direct ? await conversations.currentDirect(place.channelId) : conversationOfThread(place)),
    async open() {
      const shown = quoteQuestion(command.author.name, command.text);
      const messageId = await persist(clock, () => api.editResponse(command, shown));
      questionShown = true;
      return await openPlace(deps, {
        questionId: id,
        place,
        messageId,
        startId: command.id,
        content: command.content,
        fallback: interactionPlace(api, {
          applicationId: command.applicationId,
          token: command.token,
          id: command.id,
          channelId: place.channelId,
        }),
      });
    },
    async tell(words) {
      if (questionShown) await api.createFollowUp(command, onlyWords(words), true);
      else await persist(clock, () => api.editResponse(command, words));
    },
    ...(direct ? { restart: () => conversations.restartDirect(place.channelId) } : {}),
  };
}
