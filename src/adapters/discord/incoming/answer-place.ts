import { isTransient, toFootnoteError } from '../../../core/errors.ts';
import type { Opened, ReplyAddress } from '../../../core/ports/place.ts';
import type { ConversationKey } from '../../../core/question/keys.ts';
import { retry } from '../../../core/retry.ts';
import { botBudget } from '../outbound/limits.ts';
import { patience } from '../outbound/patience.ts';
import { createReply } from '../outbound/reply.ts';
import { channelPlace, type ReplyPlace } from '../outbound/reply-place.ts';
import { threadName } from '../outbound/text.ts';
import type { DiscordPart } from '../render/render.ts';
import type { SaidPlace } from '../said.ts';
import { chainConversation, threadConversation } from './conversations.ts';
import type { IncomingPorts } from './ports.ts';

/** One thing that was said, as far as making a place for its answer goes. */
export interface Anchor {
  readonly questionId: string;
  readonly place: SaidPlace;
  /** The message that shows the question: a thread can start from it, a reply can refer to it. */
  readonly messageId: string;
  /** What begins a conversation in direct messages. */
  readonly startId: string;
  /** What the thread is about. */
  readonly title: string;
  /** The reply chain that goes on; `undefined` when none does. */
  readonly chain?: ConversationKey | undefined;
  /** Where to write when the bot may not write as itself. */
  readonly fallback?: ReplyPlace | undefined;
}

/** Makes the place for an answer: the direct messages, the thread, a new thread, or else a reply in the channel. */
export async function openPlace(ports: IncomingPorts, anchor: Anchor): Promise<Opened<DiscordPart>> {
  const { api, conversations, createRender, logger } = ports;
  const { questionId, place, messageId, fallback } = anchor;

  async function remember(link: () => Promise<void>): Promise<void> {
    try {
      await link();
    } catch (error) {
      logger.warn({ err: error }, 'A follow-up may not find its conversation: it could not be stored.');
    }
  }
  const opened = (conversation: ConversationKey, at: ReplyPlace, onCreated?: (id: string) => Promise<void>) => ({
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
  const threadId = anchor.chain ? undefined : await startThread(ports, anchor);
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
export function resumePlace(
  { api, createRender }: IncomingPorts,
  { channel, messages, asResponse }: ReplyAddress,
  {
    questionId,
    replyTo,
    fallback,
  }: { questionId: string; replyTo?: string | undefined; fallback?: ReplyPlace | undefined },
): Pick<Opened<DiscordPart>, 'reply' | 'render'> {
  const place = asResponse && fallback ? fallback : channelPlace(api, channel, replyTo);
  return { reply: createReply({ questionId, place, fallback, messages }), render: createRender(questionId) };
}

async function startThread(
  { api, words, budget, clock, logger }: IncomingPorts,
  { place, messageId, title }: Anchor,
): Promise<string | undefined> {
  if (!place.canStartThread) return undefined;
  const start = () => api.startThread(place.channelId, messageId, threadName(title, words.places));
  try {
    return await retry(() => budget.spend(botBudget, 'first', start), patience(clock));
  } catch (thrown) {
    const error = toFootnoteError(thrown);
    if (isTransient(error)) throw error;
    logger.debug({ reason: error.message }, 'No thread could be started: the answer goes to the channel.');
    return undefined;
  }
}
