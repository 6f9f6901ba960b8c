import { isTransient, toFootnoteError } from '../../../core/errors.ts';
import type { Opened, Render, ReplyAddress } from '../../../core/ports/place.ts';
import type { Clock, Logger } from '../../../core/ports/system.ts';
import type { CommandContext } from '../../../core/question/command.ts';
import type { ConversationKey } from '../../../core/question/keys.ts';
import type { AgentName } from '../../../core/question/question.ts';
import type { EditBudget } from '../../../core/reply/edit-budget.ts';
import type { SeenPlace } from '../inbound/inbound.ts';
import { threadName } from '../inbound/text.ts';
import type { DiscordApi } from '../outbound/api.ts';
import { botBudget } from '../outbound/limits.ts';
import { persist } from '../outbound/persist.ts';
import { createReply } from '../outbound/reply.ts';
import { channelPlace, type Place } from '../outbound/reply-place.ts';
import type { DiscordPart } from '../render/render.ts';
import { type Conversations, chainConversation, threadConversation } from './conversations.ts';

/** What messages and commands need to be answered. */
export interface AnswerDeps {
  readonly api: DiscordApi;
  readonly conversations: Conversations;
  /** Makes the renderer of the answer to one question. */
  readonly createRender: (questionId: string) => Render<DiscordPart>;
  /** How the words of a question are read, for the name of its thread. */
  readonly asking: CommandContext;
  /** Paces what is sent beside the answers together with them. */
  readonly budget: EditBudget;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** One thing that was said, as far as making a place for its answer goes. */
export interface Anchor {
  readonly questionId: string;
  readonly place: SeenPlace;
  /** The message that shows the question: a thread can start from it, a reply can refer to it. */
  readonly messageId: string;
  /** What begins a conversation in direct messages. */
  readonly startId: string;
  /** The question as written: it names the thread. */
  readonly content: string;
  /** Who is asked because of the slash command in front of it. */
  readonly agent?: AgentName | undefined;
  /** The reply chain that goes on; `undefined` when none does. */
  readonly chain?: ConversationKey | undefined;
  /** Where to write when the bot may not write as itself. */
  readonly fallback?: Place | undefined;
}

/** Makes the place for an answer: the direct messages, the thread, a new thread, or else a reply in the channel. */
export async function openPlace(deps: AnswerDeps, anchor: Anchor): Promise<Opened<DiscordPart>> {
  const { api, conversations, createRender, logger } = deps;
  const { questionId, place, messageId, fallback } = anchor;

  async function remember(link: () => Promise<void>): Promise<void> {
    try {
      await link();
    } catch (error) {
      logger.warn({ err: error }, 'A follow-up may not find its conversation: it could not be stored.');
    }
  }
  const opened = (conversation: ConversationKey, at: Place, onCreated?: (id: string) => Promise<void>) => ({
    conversation,
    reply: createReply({ questionId, place: at, fallback, onCreated }),
    render: createRender(questionId),
  });

  if (place.kind === 'direct-message') {
    const conversation = await conversations.openDirect(place.channelId, anchor.startId);
    return opened(conversation, channelPlace(api, place.channelId));
  }
  if (place.kind === 'thread') {
    const conversation = threadConversation(place.guildId, place.channelId);
    // The first message of a forum's post has the id of its thread.
    if (messageId === place.channelId) await remember(() => conversations.linkThread(place.channelId, conversation));
    return opened(conversation, channelPlace(api, place.channelId));
  }
  const threadId = anchor.chain ? undefined : await startThread(deps, anchor);
  if (threadId !== undefined) {
    const conversation = threadConversation(place.guildId, threadId);
    await remember(() => conversations.linkThread(threadId, conversation));
    return opened(conversation, channelPlace(api, threadId));
  }
  const conversation = anchor.chain ?? chainConversation(place.guildId, place.channelId, messageId);
  return opened(conversation, channelPlace(api, place.channelId, messageId), (id) =>
    remember(() => conversations.linkMessage(id, conversation)),
  );
}

/** The place that an address tells, where the answer is gone on with. `replyTo`: what a first message would reply to. */
export function reopenPlace(
  { api, createRender }: AnswerDeps,
  { channel, messages, asResponse }: ReplyAddress,
  { questionId, replyTo, fallback }: { questionId: string; replyTo?: string | undefined; fallback?: Place | undefined },
): Pick<Opened<DiscordPart>, 'reply' | 'render'> {
  const place = asResponse && fallback ? fallback : channelPlace(api, channel, replyTo);
  return { reply: createReply({ questionId, place, fallback, messages }), render: createRender(questionId) };
}

async function startThread(
  { api, asking, budget, clock, logger }: AnswerDeps,
  anchor: Anchor,
): Promise<string | undefined> {
  const { place, messageId, content, agent: preset } = anchor;
  if (!place.canStartThread) return undefined;
  try {
    return await persist(clock, () =>
      budget.spend(botBudget, 'first', () =>
        api.startThread(place.channelId, messageId, threadName(content, { ...asking, preset })),
      ),
    );
  } catch (thrown) {
    const error = toFootnoteError(thrown);
    if (isTransient(error)) throw error;
    logger.debug({ reason: error.message }, 'No thread could be started: the answer goes to the channel.');
    return undefined;
  }
}
