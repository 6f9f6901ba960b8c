import { checkBlocks } from './blocks.ts';
import type { EventPublisher } from './events.ts';
import { installation } from './installation.ts';
import type { Block, VisibleMessage } from './message.ts';
import { refuse, rules } from './rules.ts';
import { findLinks, findPings } from './visible.ts';
import type { Channel, Workspace } from './workspace.ts';

/** What the app sends of a message, by the Web API or a `response_url`. `undefined` means that it was not sent. */
export interface Content {
  readonly text?: string | undefined;
  readonly blocks?: readonly Block[] | undefined;
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
  /** New content for a message of the app. */
  update(message: VisibleMessage, content: Content): VisibleMessage;
  remove(message: VisibleMessage): void;
  /** The channel, when the app may write there. */
  writableChannel(id: string): Channel;
}

/** The app's writes into a workspace. */
export function createPosting(workspace: Workspace, events: EventPublisher, scopes: readonly string[]): Posting {
  return {
    post: ({ channel, threadTs, ephemeralTo }, content) => {
      checkContent(content);
      if (threadTs !== undefined && !workspace.hasThread(channel, threadTs)) refuse('knownThread');
      const limit = rules.postText.limit;
      const text = content.text ?? '';
      const draft = { text: text.slice(0, limit), blocks: content.blocks ?? [], linkNames: linksNames(content) };
      const previews = ephemeralTo === undefined && !(content.unfurl_links === false && content.unfurl_media === false);
      const message: VisibleMessage = {
        ts: workspace.nextTs(),
        channel,
        threadTs,
        user: installation.botUserId,
        botId: installation.botId,
        text: draft.text,
        blocks: draft.blocks,
        edited: 0,
        ephemeralTo,
        metadata: content.metadata,
        reactions: [],
        pings: findPings(draft),
        unfurls: previews ? findLinks(draft) : [],
      };
      workspace.put(message);
      if (ephemeralTo === undefined) void events.posted(message);
      return { message, truncated: text.length > limit };
    },
    update: (message, content) => {
      checkContent(content);
      // Text alone takes the blocks away; docs.slack.dev/reference/methods/chat.update, argument "blocks".
      const draft = { text: content.text ?? '', blocks: content.blocks ?? [], linkNames: linksNames(content) };
      const updated: VisibleMessage = {
        ...message,
        text: draft.text,
        blocks: draft.blocks,
        edited: message.edited + 1,
        metadata: content.metadata ?? message.metadata,
        pings: [...new Set([...message.pings, ...findPings(draft)])],
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
      if (channel === undefined || (channel.kind === 'private' && !channel.botIsMember)) refuse('knownChannel');
      if (channel.archived) refuse('archived');
      if (!channel.botIsMember && !scopes.includes('chat:write.public')) refuse('membership');
      return channel;
    },
  };
}

function checkContent({ text, blocks }: Content): void {
  if ((text ?? '').trim() === '' && (blocks ?? []).length === 0) refuse('empty');
  if (blocks !== undefined) checkBlocks(blocks);
}

function linksNames({ link_names, parse }: Content): boolean {
  return link_names === true || parse === 'full';
}
