import { type Logger as SdkLogger, webApi } from '@slack/bolt';
import { z } from 'zod';
import { FootnoteError } from '../../../core/errors.ts';
import type { AnswerFile } from '../../../core/ports/place.ts';
import { fromSlackError } from '../errors.ts';
import type { SlackPart } from '../render/render.ts';
import { callTimeoutMs } from './limits.ts';

/** A message to be posted. */
export interface NewMessage {
  readonly channel: string;
  readonly threadTs?: string | undefined;
  /** mrkdwn; the notification when there are blocks. */
  readonly text: string;
  readonly blocks?: SlackPart['blocks'] | undefined;
  /** By which the message is found again. */
  readonly mark?: ReplyMark | undefined;
}

/** Which part of the reply to which question a message is. */
export interface ReplyMark {
  readonly questionId: string;
  readonly part: number;
}

/** The Web API methods that the bot uses, for one workspace. Every method throws a `FootnoteError`. Nothing is retried here. */
export interface SlackApi {
  /** chat.postMessage without previews; the message's `ts`. */
  createMessage(message: NewMessage): Promise<string>;
  /** chat.update. */
  editMessage(channel: string, ts: string, part: SlackPart): Promise<void>;
  /** Uploads a text file into a thread (files.getUploadURLExternal, files.completeUploadExternal). */
  attachFile(to: { channel: string; threadTs: string }, file: AnswerFile): Promise<void>;
  /** chat.delete. */
  deleteMessage(channel: string, ts: string): Promise<void>;
  /** chat.postEphemeral: only this user sees it, until the next reload. */
  whisper(to: { channel: string; userId: string; threadTs: string | undefined }, text: string): Promise<void>;
  /** agents.sessions.setStatus: whether the bot is at work in a thread. False when the app does not hear of its stop button. */
  setSession(channel: string, threadTs: string, status: 'processing' | 'active'): Promise<boolean>;
  /** users.info: whether this user is an admin or owner of the workspace. */
  isAdmin(userId: string): Promise<boolean>;
  /** The `ts` of the marked message among the first 15 of a thread after `afterTs`; 15 is what Slack grants every app. */
  findReply(channel: string, threadTs: string, afterTs: string, mark: ReplyMark): Promise<string | undefined>;
}

const person = z.object({ user: z.object({ is_admin: z.boolean().optional() }) });
const metadataType = 'footnote_reply';

const posted = z.object({ ts: z.string() });
const metadata = z.object({
  event_type: z.literal(metadataType),
  event_payload: z.object({ question_id: z.string(), part: z.number() }),
});
const replies = z.object({
  messages: z.array(z.object({ ts: z.string(), metadata: metadata.optional().catch(undefined) })),
});

/** A client that answers within 10 s, never repeats a call and never waits for a limit: its callers decide. */
export function createSlackApi(options: { botToken: string; apiUrl: string; logger: SdkLogger }): SlackApi {
  const client = new webApi.WebClient(options.botToken, {
    slackApiUrl: options.apiUrl,
    timeout: callTimeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: options.logger,
  });

  async function call<T>(method: string, send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (thrown) {
      throw fromSlackError(thrown, method);
    }
  }

  return {
    async createMessage({ channel, threadTs, text, blocks, mark }) {
      const result = await call('chat.postMessage', () =>
        client.chat.postMessage({
          channel,
          text,
          ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
          ...(blocks ? { blocks: [...blocks] } : {}),
          ...(mark ? { metadata: toMetadata(mark) } : {}),
          unfurl_links: false,
          unfurl_media: false,
        }),
      );
      const message = posted.safeParse(result);
      if (message.success) return message.data.ts;
      throw new FootnoteError('protocol', 'Slack answered chat.postMessage without a ts.', { cause: message.error });
    },
    async editMessage(channel, ts, { text, blocks }) {
      await call('chat.update', () => client.chat.update({ channel, ts, text, blocks: [...blocks] }));
    },
    async attachFile({ channel, threadTs }, { name, text }) {
      await call('files.completeUploadExternal', () =>
        client.filesUploadV2({ channel_id: channel, thread_ts: threadTs, filename: name, content: text }),
      );
    },
    async deleteMessage(channel, ts) {
      await call('chat.delete', () => client.chat.delete({ channel, ts }));
    },
    async whisper({ channel, userId, threadTs }, text) {
      const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
      await call('chat.postEphemeral', () => client.chat.postEphemeral({ channel, user: userId, text, ...thread }));
    },
    async setSession(channel_id, thread_ts, status) {
      const { warning } = await call('agents.sessions.setStatus', () =>
        client.agents.sessions.setStatus({ channel_id, thread_ts, status }),
      );
      return warning !== 'missing_agent_session_stopped_event_subscription';
    },
    async isAdmin(user) {
      const { data } = person.safeParse(await call('users.info', () => client.users.info({ user })));
      return data?.user.is_admin === true;
    },
    async findReply(channel, threadTs, afterTs, mark) {
      const result = await call('conversations.replies', () =>
        client.conversations.replies({
          channel,
          ts: threadTs,
          oldest: afterTs,
          limit: 15,
          include_all_metadata: true,
        }),
      );
      const thread = replies.safeParse(result);
      if (!thread.success)
        throw new FootnoteError('protocol', 'Slack answered conversations.replies with nonsense.', {
          cause: thread.error,
        });
      return thread.data.messages.find(({ metadata: found }) => isMarked(found, mark))?.ts;
    },
  };
}

function toMetadata({ questionId, part }: ReplyMark) {
  return { event_type: metadataType, event_payload: { question_id: questionId, part } };
}

function isMarked(found: z.infer<typeof metadata> | undefined, mark: ReplyMark): boolean {
  return found?.event_payload.question_id === mark.questionId && found.event_payload.part === mark.part;
}
