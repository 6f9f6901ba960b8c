import { z } from 'zod';
import { blocksArg } from '../args.ts';
import { installation } from '../installation.ts';
import { toApiMessage } from '../message.ts';
import { createMethod, type Methods } from '../method.ts';
import type { Posting } from '../posting.ts';
import { enforce } from '../slack-error.ts';
import type { Streams } from '../streams.ts';
import type { ThreadStatus } from '../thread-status.ts';
import type { Workspace } from '../workspace.ts';

const scope = 'chat:write';
const content = { markdown_text: z.string().optional(), chunks: z.array(z.unknown()).optional() };

/** What the stream methods need. */
export interface StreamMethodOptions {
  readonly workspace: Workspace;
  readonly posting: Posting;
  readonly streams: Streams;
  readonly status: ThreadStatus;
}

/** `chat.startStream`, `chat.appendStream`, `chat.stopStream`. */
export function createStreamMethods({ workspace, posting, streams, status }: StreamMethodOptions): Methods {
  const start = createMethod({
    scope,
    args: z.object({
      ...content,
      channel: z.string(),
      thread_ts: z.string().optional(),
      recipient_team_id: z.string().optional(),
      recipient_user_id: z.string().optional(),
      task_display_mode: z.enum(['timeline', 'plan']).default('timeline'),
    }),
    run: ({ channel, thread_ts: threadTs, task_display_mode: display, ...sent }) => {
      const place = posting.writableChannel(channel);
      enforce('streamThread', threadTs);
      enforce('knownThread', workspace.hasThread(place.id, threadTs));
      if (place.kind !== 'im') {
        enforce('streamRecipientTeam', sent.recipient_team_id === installation.teamId);
        enforce('streamRecipientUser', sent.recipient_user_id);
      }
      if (sent.recipient_user_id !== undefined) {
        const reader = workspace.users.get(sent.recipient_user_id);
        enforce('knownUser', reader);
        enforce('streamReader', reader.botId === undefined);
      }
      const { ts } = streams.start({ channel: place.id, threadTs, display }, sent);
      status.clear(place.id, threadTs);
      status.setSession(place.id, threadTs, 'processing');
      return { channel: place.id, ts };
    },
  });

  const append = createMethod({
    scope,
    args: z.object({ ...content, channel: z.string(), ts: z.string() }),
    run: ({ channel, ts, ...sent }) => {
      streams.append(channel, ts, sent);
      return { channel, ts };
    },
  });

  const stop = createMethod({
    scope,
    args: z.object({
      ...content,
      channel: z.string(),
      ts: z.string(),
      blocks: blocksArg,
      session_status: z.enum(['active', 'processing', 'suspended', 'closed']).default('active'),
    }),
    run: ({ channel, ts, session_status: state, ...sent }) => {
      const message = streams.stop(channel, ts, sent);
      status.setSession(channel, message.threadTs ?? ts, state);
      return { channel, ts, message: toApiMessage(message) };
    },
  });

  return [
    ['chat.startStream', start],
    ['chat.appendStream', append],
    ['chat.stopStream', stop],
  ];
}
