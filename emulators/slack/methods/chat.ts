import { z } from 'zod';
import { blocksArg, flagArg } from '../args.ts';
import { installation } from '../installation.ts';
import { toApiMessage, type VisibleMessage } from '../message.ts';
import { createMethod, type Methods } from '../method.ts';
import type { Posting } from '../posting.ts';
import { enforce, enforceLimit } from '../slack-error.ts';
import type { Streams } from '../streams.ts';
import type { ThreadStatus } from '../thread-status.ts';
import type { Workspace } from '../workspace.ts';

const content = {
  text: z.string().optional(),
  markdown_text: z.string().optional(),
  blocks: blocksArg,
  link_names: flagArg,
  parse: z.string().optional(),
  unfurl_links: flagArg,
  unfurl_media: flagArg,
  metadata: z.looseObject({ event_type: z.string(), event_payload: z.looseObject({}) }).optional(),
};
const scope = 'chat:write';

/** What the methods of messages need. */
export interface ChatOptions {
  readonly workspace: Workspace;
  readonly posting: Posting;
  readonly status: ThreadStatus;
  readonly streams: Streams;
}

/** `chat.*`, without the stream methods. */
export function createChatMethods({ workspace, posting, status, streams }: ChatOptions): Methods {
  function ownMessage(channel: string, ts: string, rule: 'editOwn' | 'deleteOwn'): VisibleMessage {
    enforce('knownChannel', workspace.channels.has(channel));
    const message = workspace.find(channel, ts);
    enforce('knownMessage', message);
    enforce(rule, message.user === installation.botUserId);
    return message;
  }

  const postMessage = createMethod({
    scope,
    args: z.object({ ...content, channel: z.string(), thread_ts: z.string().optional() }),
    run: ({ channel, thread_ts: threadTs, ...sent }) => {
      const place = posting.writableChannel(channel);
      const { message, truncated } = posting.post({ channel: place.id, threadTs }, sent);
      status.clear(place.id, threadTs ?? message.ts);
      return {
        channel: place.id,
        ts: message.ts,
        message: toApiMessage(message),
        ...(truncated ? { response_metadata: { warnings: ['message_truncated'] } } : {}),
      };
    },
  });

  const update = createMethod({
    scope,
    args: z.object({ ...content, channel: z.string(), ts: z.string() }),
    run: ({ channel, ts, ...sent }) => {
      const message = ownMessage(channel, ts, 'editOwn');
      enforce('editArchived', workspace.channels.get(channel)?.archived !== true);
      enforce('streamEdit', !streams.isOpen(ts));
      enforceLimit('updateText', Buffer.byteLength(sent.text ?? ''), '/text');
      const updated = posting.update(message, sent);
      return { channel, ts, text: updated.text, message: toApiMessage(updated) };
    },
  });

  const remove = createMethod({
    scope,
    args: z.object({ channel: z.string(), ts: z.string() }),
    run: ({ channel, ts }) => {
      posting.remove(ownMessage(channel, ts, 'deleteOwn'));
      return { channel, ts };
    },
  });

  const postEphemeral = createMethod({
    scope,
    args: z.object({ ...content, channel: z.string(), user: z.string(), thread_ts: z.string().optional() }),
    run: ({ channel, user, thread_ts: threadTs, ...sent }) => {
      const place = posting.writableChannel(channel);
      enforce('ephemeralReader', place.kind === 'im' ? place.user === user : workspace.users.has(user));
      const { message } = posting.post({ channel: place.id, threadTs, ephemeralTo: user }, sent);
      return { message_ts: message.ts };
    },
  });

  return [
    ['chat.postMessage', postMessage],
    ['chat.update', update],
    ['chat.delete', remove],
    ['chat.postEphemeral', postEphemeral],
  ];
}
