import { z } from 'zod';
import { countArg, flagArg } from '../args.ts';
import { toApiMessage, type VisibleMessage } from '../message.ts';
import { createMethod, type Method } from '../method.ts';
import { refuse } from '../rules.ts';
import { SlackError } from '../slack-error.ts';
import type { Channel, Workspace } from '../workspace.ts';

const readScopes = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];
const historyScopes = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];

const page = {
  channel: z.string(),
  limit: countArg,
  cursor: z.string().optional(),
  oldest: z.string().optional(),
  latest: z.string().optional(),
  inclusive: flagArg,
  include_all_metadata: flagArg,
};
type Page = z.output<z.ZodObject<typeof page>>;

/** `conversations.*`, as far as a bot reads them. */
export function createConversationMethods(workspace: Workspace): [string, Method][] {
  function visibleChannel(id: string): Channel {
    const channel = workspace.channels.get(id);
    if (channel === undefined || (channel.kind === 'private' && !channel.botIsMember)) refuse('knownChannel');
    return channel;
  }

  function readableMessages(id: string): VisibleMessage[] {
    if (!visibleChannel(id).botIsMember) refuse('membership');
    return workspace.messages(id).filter(({ ephemeralTo }) => ephemeralTo === undefined);
  }

  function toPage(all: readonly VisibleMessage[], options: Page) {
    const { from, size } = parsePage(options);
    const shown = all.slice(from, from + size);
    const more = from + size < all.length;
    return {
      messages: shown.map((message) => ({
        ...toApiMessage(message, {
          metadata: options.include_all_metadata === true,
          parentUser: message.threadTs && workspace.rootAuthor(message.channel, message.threadTs),
        }),
        ...replyFields(workspace, message),
      })),
      has_more: more,
      ...(more ? { response_metadata: { next_cursor: String(from + size) } } : {}),
    };
  }

  const info = createMethod({
    scopes: readScopes,
    args: z.object({ channel: z.string() }),
    run: (args) => ({ channel: toApiChannel(visibleChannel(args.channel)) }),
  });

  const replies = createMethod({
    scopes: historyScopes,
    args: z.object({ ...page, ts: z.string() }),
    run: ({ ts, ...options }) => {
      const messages = readableMessages(options.channel);
      const root = messages.find((message) => message.ts === ts)?.threadTs ?? ts;
      const thread = messages.filter((message) => message.ts === root || message.threadTs === root);
      if (thread.length === 0) refuse('knownThread');
      // The root comes first whatever the limits in time are.
      const shown = within(thread, options).filter((message) => message.ts !== root);
      return toPage([...thread.filter((message) => message.ts === root), ...shown], options);
    },
  });

  const history = createMethod({
    scopes: historyScopes,
    args: z.object(page),
    run: (options) => {
      const roots = readableMessages(options.channel).filter(({ threadTs }) => threadTs === undefined);
      return toPage(within(roots, options).toReversed(), options);
    },
  });

  const open = createMethod({
    scopes: ['im:write', 'channels:manage', 'groups:write', 'mpim:write'],
    args: z.object({ users: z.string().optional(), channel: z.string().optional() }),
    run: ({ users, channel }) => {
      if (channel !== undefined) return { channel: toApiChannel(visibleChannel(channel)) };
      if (users === undefined || !workspace.users.has(users)) throw new SlackError('user_not_found');
      return { channel: toApiChannel(workspace.openDm(users)) };
    },
  });

  return [
    ['conversations.info', info],
    ['conversations.replies', replies],
    ['conversations.history', history],
    ['conversations.open', open],
  ];
}

function parsePage({ limit = 100, cursor = '0' }: Page): { from: number; size: number } {
  const from = Number(cursor === '' ? '0' : cursor);
  if (!Number.isInteger(from)) throw new SlackError('invalid_cursor');
  return { from, size: Math.min(limit, 1_000) };
}

/** Timestamps have ten digits before the point and six after it, so that they compare as text. */
function within(messages: readonly VisibleMessage[], { oldest = '', latest = '~', inclusive }: Page): VisibleMessage[] {
  return messages.filter(
    ({ ts }) =>
      (ts > oldest && ts < (latest === '' ? '~' : latest)) || (inclusive === true && (ts === oldest || ts === latest)),
  );
}

function replyFields(workspace: Workspace, message: VisibleMessage) {
  if (message.threadTs !== undefined) return {};
  const replies = workspace
    .thread(message.channel, message.ts)
    .filter(({ ts, ephemeralTo }) => ts !== message.ts && ephemeralTo === undefined);
  if (replies.length === 0) return {};
  return { thread_ts: message.ts, reply_count: replies.length, latest_reply: replies.at(-1)?.ts };
}

function toApiChannel(channel: Channel) {
  return {
    id: channel.id,
    ...(channel.kind === 'im' ? { user: channel.user } : { name: channel.name, name_normalized: channel.name }),
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: channel.kind === 'im',
    is_mpim: false,
    is_private: channel.kind !== 'public',
    is_member: channel.botIsMember,
    is_archived: channel.archived,
  };
}
