import { z } from 'zod';
import { countArg, flagArg } from '../args.ts';
import { toApiMessage, type VisibleMessage } from '../message.ts';
import { createMethod, type Methods } from '../method.ts';
import type { HistoryAccess } from '../rate-limits.ts';
import { enforceScope, historyScopes, readScopes } from '../scopes.ts';
import { enforce } from '../slack-error.ts';
import type { Channel, Workspace } from '../workspace.ts';

/** The most objects of one page. */
const maxPage = { open: 1_000, restricted: 15 } as const satisfies Record<HistoryAccess, number>;

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
export function createConversationMethods(
  workspace: Workspace,
  scopes: readonly string[],
  historyAccess: HistoryAccess,
): Methods {
  function visibleChannel(id: string): Channel {
    const channel = workspace.channels.get(id);
    enforce('knownChannel', channel);
    enforce('knownChannel', channel.kind !== 'private' || channel.botIsMember);
    return channel;
  }

  function readableMessages(id: string): VisibleMessage[] {
    const channel = visibleChannel(id);
    enforceScope(scopes, historyScopes[channel.kind]);
    enforce('membership', channel.botIsMember);
    return workspace.messages(id).filter(({ ephemeralTo }) => ephemeralTo === undefined);
  }

  function toPage(all: readonly VisibleMessage[], options: Page) {
    const from = Number(options.cursor || '0');
    enforce('cursor', Number.isInteger(from));
    const size = Math.min(options.limit ?? 100, maxPage[historyAccess]);
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
    args: z.object({ channel: z.string() }),
    run: (args) => {
      const channel = visibleChannel(args.channel);
      enforceScope(scopes, readScopes[channel.kind]);
      return { channel: toApiChannel(channel) };
    },
  });

  const replies = createMethod({
    args: z.object({ ...page, ts: z.string() }),
    run: ({ ts, ...options }) => {
      const messages = readableMessages(options.channel);
      const root = messages.find((message) => message.ts === ts)?.threadTs ?? ts;
      const thread = messages.filter((message) => message.ts === root || message.threadTs === root);
      enforce('knownThread', thread.length > 0);
      // The root comes first whatever the limits in time are.
      const shown = within(thread, options).filter((message) => message.ts !== root);
      return toPage([...thread.filter((message) => message.ts === root), ...shown], options);
    },
  });

  const history = createMethod({
    args: z.object(page),
    run: (options) => {
      const roots = readableMessages(options.channel).filter(({ threadTs }) => threadTs === undefined);
      return toPage(within(roots, options).toReversed(), options);
    },
  });

  const open = createMethod({
    scope: 'im:write',
    args: z.object({ users: z.string().optional(), channel: z.string().optional() }),
    run: ({ users, channel }) => {
      if (channel !== undefined) return { channel: toApiChannel(visibleChannel(channel)) };
      enforce('arguments', users !== undefined, 'users or channel is needed');
      enforce('knownUser', workspace.users.has(users));
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
