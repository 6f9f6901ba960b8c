import { installation } from './installation.ts';

/** A block of a message, as it was sent. */
export interface Block {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A file that the app shared. */
export interface SharedFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** As UTF-8. */
  readonly content: string;
}

/** A message as people see it now. A change makes a new object. */
export interface VisibleMessage {
  readonly ts: string;
  readonly channel: string;
  /** The thread's root, for a reply. */
  readonly threadTs?: string | undefined;
  /** Who wrote it; the bot's own user for the bot. */
  readonly user: string;
  /** Set when an app wrote it. */
  readonly botId?: string | undefined;
  readonly subtype?: string | undefined;
  /** In Slack's form: `&amp;`, `&lt;`, `<@U…>`, `<https://…>`. */
  readonly text: string;
  readonly blocks: readonly Block[];
  /** How many times it was edited. */
  readonly edited: number;
  /** The only person who sees it; `undefined` when everybody does. */
  readonly ephemeralTo?: string | undefined;
  readonly metadata?: unknown;
  /** The app streams it, and has not stopped. */
  readonly streaming?: boolean | undefined;
  readonly files?: readonly SharedFile[] | undefined;
  /** Names of emoji that the bot reacted with. */
  readonly reactions: readonly string[];
  /** What any version of it, written by an app, would have called people with: `<!here>`, `<@U…>`. */
  readonly pings: readonly string[];
  /** Links that would have opened a preview when an app posted it. */
  readonly unfurls: readonly string[];
}

/** The message as the Web API and events carry it. */
export function toApiMessage(
  message: VisibleMessage,
  options: { metadata?: boolean; parentUser?: string | undefined } = {},
) {
  return {
    type: 'message',
    ...(message.subtype === undefined ? {} : { subtype: message.subtype }),
    user: message.user,
    ts: message.ts,
    team: installation.teamId,
    text: message.text,
    ...(message.botId === undefined ? {} : appFields(message.botId)),
    ...(message.blocks.length === 0 ? {} : { blocks: message.blocks }),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.streaming === undefined ? {} : { streaming_state: message.streaming ? 'in_progress' : 'completed' }),
    ...(message.files === undefined ? {} : { files: message.files.map(toApiFile) }),
    ...(options.parentUser === undefined ? {} : { parent_user_id: options.parentUser }),
    ...(message.edited === 0 ? {} : { edited: { user: message.user, ts: message.ts } }),
    ...(options.metadata === true && message.metadata !== undefined ? { metadata: message.metadata } : {}),
    ...(message.reactions.length === 0
      ? {}
      : { reactions: message.reactions.map((name) => ({ name, users: [installation.botUserId], count: 1 })) }),
  };
}

/** The file as the Web API and events carry it. */
export function toApiFile({ id, name, title, content }: SharedFile) {
  const size = Buffer.byteLength(content);
  return { id, name, title, size, mode: 'hosted', user: installation.botUserId, filetype: name.split('.').at(-1) };
}

function appFields(botId: string) {
  const own = botId === installation.botId;
  const appId = own ? installation.appId : `A${botId.slice(1)}`;
  const profile = { id: botId, app_id: appId, name: own ? installation.botName : botId, deleted: false, updated: 0 };
  return { bot_id: botId, app_id: appId, bot_profile: { ...profile, team_id: installation.teamId } };
}
