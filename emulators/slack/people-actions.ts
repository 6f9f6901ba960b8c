import { composeText } from './compose.ts';
import type { EventPublisher } from './events.ts';
import type { VisibleMessage } from './message.ts';
import type { Streams } from './streams.ts';
import type { ThreadStatus } from './thread-status.ts';
import type { Workspace } from './workspace.ts';

/** A message that a person sends. */
interface PostInput {
  readonly channel: string;
  readonly user: string;
  /** As typed: `@footnote` and `<@U…>` both mention. */
  readonly text: string;
  readonly threadTs?: string | undefined;
  /** For example `file_share`, `channel_join`. */
  readonly subtype?: string | undefined;
}

/** What people (and other people's apps) do with messages. Each resolves when the events were sent once, and rejects when it is not possible. */
export interface PeopleActions {
  post(input: PostInput): Promise<{ ts: string }>;
  editMessage(input: { channel: string; ts: string; text: string }): Promise<void>;
  deleteMessage(input: { channel: string; ts: string }): Promise<void>;
  /** The stop button of a thread's agent session: ends its streams and tells the app, which has to change the status. */
  stopSession(input: { channel: string; threadTs: string; user: string }): Promise<void>;
}

/** What people need. */
interface PeopleOptions {
  readonly workspace: Workspace;
  readonly events: EventPublisher;
  readonly streams: Streams;
  readonly status: ThreadStatus;
}

/** People in a workspace. */
export function createPeopleActions({ workspace, events, streams, status }: PeopleOptions): PeopleActions {
  function existing(channel: string, ts: string): VisibleMessage {
    const message = workspace.find(channel, ts);
    if (message === undefined) throw new Error(`no message ${ts} in ${channel}`);
    return message;
  }

  return {
    post: async ({ channel, user, text, threadTs, subtype }) => {
      const place = workspace.channels.get(channel);
      const author = workspace.users.get(user);
      if (place === undefined || author === undefined) throw new Error('no such channel or user');
      if (place.kind === 'im' && place.user !== user) throw new Error(`${channel} is the channel of somebody else`);
      if (threadTs !== undefined && !workspace.hasThread(channel, threadTs)) throw new Error(`no thread ${threadTs}`);
      const message: VisibleMessage = {
        ts: workspace.nextTs(),
        channel,
        threadTs,
        user,
        botId: author.botId,
        subtype,
        text: composeText(text, workspace.users),
        blocks: [],
        edited: 0,
        reactions: [],
        pings: [],
        unfurls: [],
      };
      workspace.put(message);
      await events.posted(message);
      return { ts: message.ts };
    },
    editMessage: async ({ channel, ts, text }) => {
      const before = existing(channel, ts);
      const message = { ...before, text: composeText(text, workspace.users), edited: before.edited + 1 };
      workspace.put(message);
      await events.changed(message, before);
    },
    deleteMessage: async ({ channel, ts }) => {
      const message = existing(channel, ts);
      workspace.remove(message);
      await events.removed(message);
    },
    stopSession: async ({ channel, threadTs, user }) => {
      if (status.session(channel, threadTs) !== 'processing') throw new Error('no session is working there');
      const stopStreams = () => streams.stopByPerson(channel, threadTs);
      await events.sessionStopped({ channel, threadTs, user, stopStreams });
    },
  };
}
