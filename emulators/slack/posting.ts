import { checkBlocks } from './blocks.ts';
import type { EventPublisher } from './events.ts';
import { installation } from './installation.ts';
import type { Block, SharedFile, VisibleMessage } from './message.ts';
import { rules } from './rules.ts';
import { enforce, enforceLimit } from './slack-error.ts';
import type { Violations } from './violations.ts';
import { type Draft, findLinks, findPings } from './visible.ts';
import type { Channel, Workspace } from './workspace.ts';

/** What the app sends of a message, by the Web API or a `response_url`. `undefined` means that it was not sent. */
export interface Content {
  readonly text?: string | undefined;
  readonly blocks?: readonly Block[] | undefined;
  /** Markdown, instead of text and blocks. */
  readonly markdown_text?: string | undefined;
  readonly link_names?: boolean | undefined;
  readonly parse?: string | undefined;
  readonly unfurl_links?: boolean | undefined;
  readonly unfurl_media?: boolean | undefined;
  readonly metadata?: unknown;
}

/** Where a new message of the app goes. */
interface Destination {
  readonly channel: string;
  readonly threadTs?: string | undefined;
  readonly ephemeralTo?: string | undefined;
}

/** Writes of the app, with the rules on what a message may be. All throw a `SlackError`. */
export interface Posting {
  /** A new message. `truncated` when its text was cut. */
  post(destination: Destination, content: Content): { readonly message: VisibleMessage; readonly truncated: boolean };
  /** A new message that shows files. */
  share(destination: Destination, files: readonly SharedFile[], text: string): VisibleMessage;
  /** New content for a message of the app. */
  update(message: VisibleMessage, content: Content): VisibleMessage;
  remove(message: VisibleMessage): void;
  /** The channel, when the app may write there. */
  writableChannel(id: string): Channel;
}

/** What posting needs. */
export interface PostingOptions {
  readonly workspace: Workspace;
  readonly events: EventPublisher;
  readonly scopes: readonly string[];
  readonly violations: Violations;
}

/** The app's writes into a workspace. */
export function createPosting({ workspace, events, scopes, violations }: PostingOptions): Posting {
  /** What people see of the content. */
  function draftOf(content: Content): Draft {
    const { text = '', blocks = [], markdown_text: markdown } = content;
    enforce('markdownConflict', markdown === undefined || (content.text ?? content.blocks) === undefined);
    enforce('empty', [text, markdown ?? ''].some((words) => words.trim() !== '') || blocks.length > 0);
    enforceLimit('markdownText', markdown?.length ?? 0, '/markdown_text');
    checkBlocks(blocks);
    if (content.link_names === true) violations.note('linkNames', 'link_names: true');
    if (content.parse !== undefined) violations.note('parse', `parse: ${content.parse}`);
    const linkNames = content.link_names === true || content.parse === 'full';
    return { text, blocks: markdown === undefined ? blocks : [{ type: 'markdown', text: markdown }], linkNames };
  }

  /** Who a draft calls, besides those that were called before. */
  function pingsOf(draft: Draft, before: readonly string[] = []): string[] {
    const fresh = findPings(draft).filter((ping) => !before.includes(ping));
    if (fresh.length > 0) violations.note('liveMention', fresh.join(' '));
    return [...before, ...fresh];
  }

  function put(destination: Destination, fields: Partial<VisibleMessage>): VisibleMessage {
    const { channel, threadTs, ephemeralTo } = destination;
    enforce('knownThread', threadTs === undefined || workspace.hasThread(channel, threadTs));
    const message: VisibleMessage = {
      ts: workspace.nextTs(),
      channel,
      threadTs,
      user: installation.botUserId,
      botId: installation.botId,
      text: '',
      blocks: [],
      edited: 0,
      ephemeralTo,
      reactions: [],
      pings: [],
      unfurls: [],
      ...fields,
    };
    workspace.put(message);
    if (ephemeralTo === undefined) void events.posted(message);
    return message;
  }

  return {
    post: (destination, content) => {
      const whole = draftOf(content);
      const { limit, breach } = rules.postText;
      const truncated = whole.text.length > limit;
      const draft = { ...whole, text: whole.text.slice(0, limit) };
      const flagged = content.unfurl_links === false && content.unfurl_media === false;
      const previews = destination.ephemeralTo === undefined && !flagged;
      const message = put(destination, {
        text: content.markdown_text ?? draft.text,
        blocks: draft.blocks,
        metadata: content.metadata,
        pings: pingsOf(draft),
        unfurls: previews ? findLinks(draft) : [],
      });
      if (previews) violations.note('unfurlFlags', `message ${message.ts}: ${message.unfurls.join(' ') || 'no links'}`);
      if (truncated) violations.note('postText', `${whole.text.length} ${breach}, at most ${limit}`);
      return { message, truncated };
    },
    share: (destination, files, text) =>
      put(destination, { subtype: 'file_share', text, files, pings: pingsOf({ text, blocks: [] }) }),
    update: (message, content) => {
      // Text alone takes the blocks away; docs.slack.dev/reference/methods/chat.update, argument "blocks".
      const draft = draftOf(content);
      const updated: VisibleMessage = {
        ...message,
        text: content.markdown_text ?? draft.text,
        blocks: draft.blocks,
        edited: message.edited + 1,
        metadata: content.metadata ?? message.metadata,
        pings: pingsOf(draft, message.pings),
      };
      workspace.put(updated);
      if (message.ephemeralTo === undefined) void events.changed(updated, message);
      return updated;
    },
    remove: (message) => {
      workspace.remove(message);
      if (message.ephemeralTo === undefined) void events.removed(message);
    },
    writableChannel: (id) => {
      const channel = workspace.users.has(id) ? workspace.openDm(id) : workspace.channels.get(id);
      enforce('knownChannel', channel);
      enforce('knownChannel', channel.kind !== 'private' || channel.botIsMember);
      enforce('archived', !channel.archived);
      enforce('membership', channel.botIsMember || (channel.kind === 'public' && scopes.includes('chat:write.public')));
      return channel;
    },
  };
}
