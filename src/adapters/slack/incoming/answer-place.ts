import { toFootnoteError } from '../../../core/errors.ts';
import type { Opened, ReplyAddress } from '../../../core/ports/place.ts';
import { retry } from '../../../core/retry.ts';
import type { NewMessage } from '../outbound/api.ts';
import { postBudget } from '../outbound/limits.ts';
import { patience } from '../outbound/patience.ts';
import { createReply, type ReplyOptions } from '../outbound/reply.ts';
import type { SlackPart } from '../render/render.ts';
import { type ChannelRef, threadConversation } from './conversations.ts';
import { teamOfIdentity } from './identity.ts';
import type { IncomingPorts } from './ports.ts';

/** The thread of an answer, and the message that asks. */
export type Anchor = Pick<ReplyOptions, 'team' | 'channel' | 'threadTs' | 'questionTs' | 'questionId' | 'messages'>;

/** The place for an answer: a thread, which is there as soon as something is posted to it. */
export function openPlace(ports: IncomingPorts, anchor: Anchor): Opened<SlackPart> {
  const { api, createRender, logger, sessions } = ports;
  return {
    conversation: threadConversation(anchor, anchor.threadTs),
    render: createRender(anchor.questionId),
    reply: createReply({ api, logger, sessions, ...anchor }),
  };
}

/** The place that an address tells; `undefined` for an answer that went through a `response_url`. */
export function resumePlace(
  ports: IncomingPorts,
  { channel, thread, messages }: ReplyAddress,
  questionId: string,
): Opened<SlackPart> | undefined {
  const team = teamOfIdentity(questionId);
  if (!team || thread === undefined) return undefined;
  return openPlace(ports, { team, channel, threadTs: thread, questionTs: thread, questionId, messages });
}

/** Posts a message beside the answers; its `ts`. */
export function post({ api, budget, clock }: IncomingPorts, message: NewMessage): Promise<string> {
  return retry(
    () => budget.spend(postBudget(message.channel), 'first', () => api.createMessage(message)),
    patience(clock),
  );
}

/** Remembers that a thread began with a question. Where that fails only a follow-up will need its mention: no reason to leave the question unanswered. */
export async function remember(
  { conversations, logger }: IncomingPorts,
  channel: ChannelRef,
  threadTs: string,
): Promise<void> {
  try {
    await conversations.linkThread(channel, threadTs);
  } catch (thrown) {
    logger.warn({ err: toFootnoteError(thrown) }, 'A thread could not be remembered for its follow-ups.');
  }
}
