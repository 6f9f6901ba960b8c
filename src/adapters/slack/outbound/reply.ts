import { isAmbiguous, isTransient, toFootnoteError } from '../../../core/errors.ts';
import type { Reply } from '../../../core/ports/place.ts';
import type { Logger } from '../../../core/ports/system.ts';
import type { SlackPart } from '../render/render.ts';
import type { SlackApi } from './api.ts';
import { postBudget, updateBudget } from './limits.ts';
import type { Sessions } from './sessions.ts';

/** Where a reply stands. */
export interface ReplyOptions {
  readonly api: SlackApi;
  readonly logger: Logger;
  readonly sessions: Pick<Sessions, 'working'>;
  readonly team: string;
  readonly channel: string;
  readonly threadTs: string;
  /** The message that asks: the reply comes after it. */
  readonly questionTs: string;
  /** Marks the messages, so that one whose creation went unanswered is found instead of posted again. */
  readonly questionId: string;
  /** Of a reply that another process began: the messages that it knew of. One more may exist. */
  readonly messages?: readonly (string | null)[] | undefined;
}

/** A reply of messages in a thread. */
export function createReply(options: ReplyOptions): Reply<SlackPart> {
  const { api, logger, team, channel, threadTs, questionId } = options;
  const messages = [...(options.messages ?? [])];
  const uncertain = new Set(options.messages ? [messages.length] : []);

  async function find(part: number): Promise<string | undefined> {
    const after = messages.findLast((ts) => ts !== null) ?? options.questionTs;
    try {
      return await api.findReply(channel, threadTs, after, { questionId, part });
    } catch (thrown) {
      const error = toFootnoteError(thrown);
      if (isTransient(error)) throw error;
      // Where the thread may not be read, a second copy is better than no reply.
      logger.warn({ err: error }, 'It is not known whether a message of a reply exists; it is posted again.');
      return undefined;
    }
  }

  async function create(part: number, { text, blocks }: SlackPart): Promise<string> {
    try {
      return await api.createMessage({ channel, threadTs, text, blocks, mark: { questionId, part } });
    } catch (thrown) {
      const error = toFootnoteError(thrown);
      if (isAmbiguous(error)) uncertain.add(part);
      throw error;
    }
  }

  async function lookFor(index: number): Promise<boolean> {
    if (!uncertain.has(index)) return false;
    messages[index] = (await find(index)) ?? null;
    uncertain.delete(index);
    return true;
  }

  return {
    budget: (index) => (messages[index] ? updateBudget(team) : postBudget(channel)),
    lookFor,
    async write(index, part) {
      await lookFor(index);
      const ts = messages[index];
      if (ts) await api.editMessage(channel, ts, part);
      else messages[index] = await create(index, part);
    },
    async remove(index) {
      const ts = messages[index];
      // Not known any more when Slack tells of the deletion, which nobody wished but the bot.
      messages[index] = null;
      if (!ts) return;
      try {
        await api.deleteMessage(channel, ts);
      } catch (thrown) {
        const error = toFootnoteError(thrown);
        if (error.hint === 'message-gone') return;
        messages[index] = ts;
        throw error;
      }
    },
    working: (isWorking) => options.sessions.working({ team, channel, threadTs }, isWorking),
    attach: (file) => api.attachFile({ channel, threadTs }, file),
    address: () => ({ platform: 'slack', channel, thread: threadTs, messages: [...messages] }),
  };
}
