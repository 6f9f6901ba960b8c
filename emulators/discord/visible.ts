import { type Guild, messageFlag, type StoredMessage } from './guild.ts';

/** Whom a message may ping, as the API takes it. */
export interface AllowedMentions {
  readonly parse?: readonly string[] | null | undefined;
  readonly users?: readonly string[] | null | undefined;
  readonly roles?: readonly string[] | null | undefined;
  readonly replied_user?: boolean | null | undefined;
}

/** The people and groups that a text mentions, code or not: whether mentions in code ping is not documented. */
export function findMentions(content: string): { users: string[]; roles: string[]; everyone: string[] } {
  const all = (pattern: RegExp) => [...new Set([...content.matchAll(pattern)].map((match) => match[1] ?? ''))];
  return { users: all(/<@!?(\d{17,20})>/g), roles: all(/<@&(\d{17,20})>/g), everyone: all(/(@everyone|@here)/g) };
}

/**
 * Who is pinged by a text: `<@id>`, `<@&id>`, `@everyone`, `@here`. Without `allowed` Discord's defaults hold, which
 * ping everybody who is mentioned. `repliedTo` is the author of the message that a new one replies to.
 */
export function findPings(content: string, allowed?: AllowedMentions | null, repliedTo?: string): string[] {
  const { users, roles, everyone } = findMentions(content);
  const parse = allowed ? (allowed.parse ?? []) : ['users', 'roles', 'everyone'];
  const may = (kind: string, id: string, listed?: readonly string[] | null) =>
    parse.includes(kind) || (listed ?? []).includes(id);
  const pings = [
    ...users.filter((id) => may('users', id, allowed?.users)).map((id) => `<@${id}>`),
    ...roles.filter((id) => may('roles', id, allowed?.roles)).map((id) => `<@&${id}>`),
    ...everyone.filter((word) => may('everyone', word)),
  ];
  if (repliedTo !== undefined && (allowed ? allowed.replied_user === true : true)) pings.push(`<@${repliedTo}>`);
  return [...new Set(pings)];
}

/** The links that open a preview: those neither in `<…>` nor in code, unless the message suppresses embeds. */
export function findPreviews(content: string, flags: number): string[] {
  if ((flags & messageFlag.suppressEmbeds) !== 0) return [];
  const live = content
    .replace(/```[\s\S]*?```/g, ' ')
    .replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, ' ')
    .replace(/<https?:\/\/[^\s<>]+>/gi, ' ');
  return [...live.matchAll(/https?:\/\/[^\s<>]+/gi)].map(([link]) => link.replace(/[).,;:!?'"\]*_]+$/, ''));
}

/** A message as a human sees it. */
export interface VisibleMessage {
  readonly id: string;
  readonly channel: string;
  /** The author's user id. */
  readonly author: string;
  /** Discord's message type: 0 plain, 19 reply, 20 answer to a command, 21 start of a thread. */
  readonly type: number;
  readonly content: string;
  readonly createdAt: number;
  /** How often it was edited. */
  readonly edits: number;
  readonly flags: number;
  /** "Footnote is thinking…": a deferred answer that has not come yet. */
  readonly thinking: boolean;
  readonly components: readonly object[];
  readonly embeds: readonly object[];
  /** The attached files, their content as UTF-8. */
  readonly attachments: readonly { readonly name: string; readonly content: string }[];
  readonly replyTo?: string | undefined;
  /** The thread that hangs on it. */
  readonly thread?: string | undefined;
  /** The only person who sees it. */
  readonly ephemeralTo?: string | undefined;
  /** The command or click that it answers. */
  readonly interaction?:
    | { readonly id: string; readonly user: string; readonly command?: string | undefined }
    | undefined;
  /** Who would have been pinged by the bot when it was created or edited, for example `<@id>` or `@everyone`. */
  readonly pings: readonly string[];
  /** The links of a message of the bot that would have opened a preview. */
  readonly previews: readonly string[];
}

/** A thread as a human sees it. */
export interface VisibleThread {
  readonly id: string;
  readonly name: string;
  readonly channel: string;
  readonly archived: boolean;
  readonly locked: boolean;
}

/** What a human sees of a message. */
export function describeMessage(guild: Guild, message: StoredMessage): VisibleMessage {
  const { interaction } = message;
  return {
    id: message.id,
    channel: message.channelId,
    author: message.authorId,
    type: message.type,
    content: message.content,
    createdAt: message.createdAt,
    edits: message.edits,
    flags: message.flags,
    thinking: (message.flags & messageFlag.loading) !== 0,
    components: message.components,
    embeds: message.embeds,
    attachments: message.attachments.map(({ filename, content }) => ({ name: filename, content })),
    replyTo: message.replyTo,
    thread: message.threadId,
    ephemeralTo: message.ephemeralTo,
    interaction: interaction && { id: interaction.id, user: interaction.userId, command: interaction.commandName },
    pings: [...message.pings],
    previews: message.authorId === guild.bot.id ? findPreviews(message.content, message.flags) : [],
  };
}
