import { z } from 'zod';
import { blocksArg, flagArg } from '../args.ts';
import { installation } from '../installation.ts';
import { toApiMessage, type VisibleMessage } from '../message.ts';
import { createMethod, type Method } from '../method.ts';
import type { Posting } from '../posting.ts';
import { refuse, rules } from '../rules.ts';
import type { ThreadStatus } from '../thread-status.ts';
import type { Workspace } from '../workspace.ts';

const content = {
  text: z.string().optional(),
  blocks: blocksArg,
  link_names: flagArg,
  parse: z.string().optional(),
  unfurl_links: flagArg,
  unfurl_media: flagArg,
  metadata: z.looseObject({ event_type: z.string(), event_payload: z.looseObject({}) }).optional(),
};
const scopes = ['chat:write'];

/** `chat.*`. The stream methods belong here too. */
export function createChatMethods(workspace: Workspace, posting: Posting, status: ThreadStatus): [string, Method][] {
  function ownMessage(channel: string, ts: string, rule: 'editOwn' | 'deleteOwn'): VisibleMessage {
    if (!workspace.channels.has(channel)) refuse('knownChannel');
    const message = workspace.find(channel, ts) ?? refuse('knownMessage');
    if (message.user !== installation.botUserId) refuse(rule);
    return message;
  }

  const postMessage = createMethod({
    scopes,
    args: z.object({ ...content, channel: z.string(), thread_ts: z.string().optional() }),
    run: ({ channel, thread_ts: threadTs, ...sent }) => {
      const place = posting.writableChannel(channel);
      const { message, truncated } = posting.post({ channel: place.id, threadTs }, sent);
      status.clear(place.id, threadTs ?? message.ts);
      return {
        channel: place.id,
        ts: message.ts,
        message: toApiMessage(message),
        ...(truncated ? { response_metadata: { warnings: [rules.postText.error] } } : {}),
      };
    },
  });

  const update = createMethod({
    scopes,
    args: z.object({ ...content, channel: z.string(), ts: z.string() }),
    run: ({ channel, ts, ...sent }) => {
      const message = ownMessage(channel, ts, 'editOwn');
      if (workspace.channels.get(channel)?.archived === true) refuse('archived');
      if (Buffer.byteLength(sent.text ?? '') > rules.updateText.limit) refuse('updateText');
      const updated = posting.update(message, sent);
      return { channel, ts, text: updated.text, message: toApiMessage(updated) };
    },
  });

  const remove = createMethod({
    scopes,
    args: z.object({ channel: z.string(), ts: z.string() }),
    run: ({ channel, ts }) => {
      posting.remove(ownMessage(channel, ts, 'deleteOwn'));
      return { channel, ts };
    },
  });

  const postEphemeral = createMethod({
    scopes,
    args: z.object({ ...content, channel: z.string(), user: z.string(), thread_ts: z.string().optional() }),
    run: ({ channel, user, thread_ts: threadTs, ...sent }) => {
      const place = posting.writableChannel(channel);
      const reads = place.kind === 'im' ? place.user === user : workspace.users.has(user);
      if (!reads) refuse('ephemeralReader');
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
