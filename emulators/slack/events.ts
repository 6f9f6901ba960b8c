import { installation } from './installation.ts';
import { toApiMessage, type VisibleMessage } from './message.ts';
import { historyScopes } from './scopes.ts';
import type { Channel, Workspace } from './workspace.ts';

/** An event as the Events API sends it. */
export interface EventBody {
  readonly type: 'event_callback';
  readonly event_id: string;
  readonly event: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** Tells the app what happened, as far as it is subscribed. Promises resolve when the events were sent once. */
export interface EventPublisher {
  /** A new message: `message`, `app_mention`, or both. */
  posted(message: VisibleMessage): Promise<void>;
  /** An edit: `message_changed`, and another `app_mention` where the new words of somebody mention the app. */
  changed(message: VisibleMessage, previous: VisibleMessage): Promise<void>;
  /** A deletion: `message_deleted`, or the change of a root that has replies into a tombstone. */
  removed(previous: VisibleMessage): Promise<void>;
  /** Sends the events of a message again `times` times, marked as retries. Rejects when it never had any. */
  redeliver(ts: string, times?: number): Promise<void>;
  /** A person stopped the session of a thread. Rejects when the app is not subscribed, so that there is no button. */
  sessionStopped(session: { channel: string; threadTs: string; user: string; stopStreams(): string[] }): Promise<void>;
}

/** What events need. */
export interface EventOptions {
  readonly workspace: Workspace;
  /** As in a manifest's `bot_events`: `app_mention`, `message.im`, `message.channels`, `message.groups`. */
  readonly subscriptions: readonly string[];
  /** An event whose scope is not granted is not sent. */
  readonly scopes: readonly string[];
  /** Which of the two events of a message that mentions the app comes first. */
  readonly twinOrder: 'message-first' | 'mention-first';
  readonly now: () => number;
  /** Sends one event; `retryAttempt` 0 for the first time. */
  deliver(body: EventBody, retryAttempt: number): Promise<void>;
}

const mentioningSubtypes = [undefined, 'file_share', 'me_message', 'thread_broadcast'];

/** The events of a workspace. */
export function createEventPublisher(options: EventOptions): EventPublisher {
  const { workspace, subscriptions, scopes, now } = options;
  const sent = new Map<string, readonly EventBody[]>();
  let count = 0;

  function wrap(event: Readonly<Record<string, unknown>>): EventBody {
    count += 1;
    return {
      token: installation.verificationToken,
      team_id: installation.teamId,
      context_team_id: installation.teamId,
      context_enterprise_id: null,
      api_app_id: installation.appId,
      event,
      type: 'event_callback',
      event_id: `Ev${String(count).padStart(9, '0')}`,
      event_time: Math.floor(now() / 1000),
      authorizations: [
        {
          enterprise_id: null,
          team_id: installation.teamId,
          user_id: installation.botUserId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
      event_context: `4-${count}`,
    };
  }

  /** The channel when its `message` events are subscribed to and reach the app. */
  function hears(channel: Channel): boolean {
    const subscription = { public: 'message.channels', private: 'message.groups', im: 'message.im' }[channel.kind];
    const granted = scopes.includes(historyScopes[channel.kind]);
    return channel.botIsMember && granted && subscriptions.includes(subscription);
  }

  /** What both events of a message carry. */
  function content(message: VisibleMessage, channel: Channel) {
    const parentUser = message.threadTs && workspace.rootAuthor(channel.id, message.threadTs);
    return {
      ...toApiMessage(message, { metadata: true, parentUser }),
      ...(message.botId === undefined ? { client_msg_id: `client-${message.ts}`, blocks: richText(message.text) } : {}),
      channel: channel.id,
      event_ts: message.ts,
    };
  }

  /** The `app_mention` of a message, where it mentions the app and the app hears of it. */
  function mentionOf(message: VisibleMessage, channel: Channel): EventBody[] {
    const mentioned =
      message.user !== installation.botUserId &&
      mentioningSubtypes.includes(message.subtype) &&
      new RegExp(`<@${installation.botUserId}(\\|[^>]*)?>`).test(message.text);
    const hearsMentions = subscriptions.includes('app_mention') && scopes.includes('app_mentions:read');
    if (!mentioned || !channel.botIsMember || !hearsMentions) return [];
    return [wrap({ ...content(message, channel), type: 'app_mention' })];
  }

  const inOrder = (twins: readonly EventBody[]) => (options.twinOrder === 'message-first' ? twins : twins.toReversed());

  function eventsOf(message: VisibleMessage, channel: Channel): readonly EventBody[] {
    const plain = { ...content(message, channel), channel_type: channelType(channel) };
    return inOrder([...(hears(channel) ? [wrap(plain)] : []), ...mentionOf(message, channel)]);
  }

  /** One after the other, so that they arrive in this order. */
  async function deliverAll(bodies: readonly EventBody[], retryAttempt: number): Promise<void> {
    for (const body of bodies) await options.deliver(body, retryAttempt);
  }

  /** The hidden event of something that happened to a message. */
  function hiddenEvents(channel: Channel, fields: Readonly<Record<string, unknown>>): EventBody[] {
    if (!hears(channel)) return [];
    const ts = workspace.nextTs();
    const common = { type: 'message', channel: channel.id, hidden: true, ts, event_ts: ts };
    return [wrap({ ...common, ...fields, channel_type: channelType(channel) })];
  }

  return {
    posted: async (message) => {
      const channel = workspace.channels.get(message.channel);
      const bodies = channel === undefined ? [] : eventsOf(message, channel);
      sent.set(message.ts, bodies);
      await deliverAll(bodies, 0);
    },
    changed: async (message, previous) => {
      const channel = workspace.channels.get(message.channel);
      if (channel === undefined) return;
      const change = {
        subtype: 'message_changed',
        message: toApiMessage(message),
        previous_message: toApiMessage(previous),
      };
      await deliverAll(inOrder([...hiddenEvents(channel, change), ...mentionOf(message, channel)]), 0);
    },
    removed: async (previous) => {
      const channel = workspace.channels.get(previous.channel);
      if (channel === undefined) return;
      const deletion = { subtype: 'message_deleted', deleted_ts: previous.ts };
      const replies = workspace.thread(channel.id, previous.ts).length;
      const what = replies > 0 ? { subtype: 'message_changed', message: tombstone(previous, replies) } : deletion;
      await deliverAll(hiddenEvents(channel, { ...what, previous_message: toApiMessage(previous) }), 0);
    },
    redeliver: async (ts, times = 1) => {
      const bodies = sent.get(ts) ?? [];
      if (bodies.length === 0) throw new Error(`message ${ts} had no events`);
      for (let attempt = 1; attempt <= times; attempt += 1) await deliverAll(bodies, attempt);
    },
    sessionStopped: async ({ channel, threadTs, user, stopStreams }) => {
      const type = 'agent_session_stopped';
      if (!subscriptions.includes(type)) throw new Error(`the app is not subscribed to ${type}`);
      const event = { channel, thread_ts: threadTs, user, streaming_message_ts: stopStreams() };
      await options.deliver(wrap({ type, ...event, event_ts: workspace.nextTs() }), 0);
    },
  };
}

/** What stands in place of a root that was deleted and has replies. */
function tombstone({ ts }: VisibleMessage, replies: number) {
  const text = 'This message was deleted.';
  const common = { type: 'message', subtype: 'tombstone', user: 'USLACKBOT', text, hidden: true };
  return { ...common, ts, thread_ts: ts, reply_count: replies, is_locked: false };
}

function channelType({ kind }: Channel): string {
  return { public: 'channel', private: 'group', im: 'im' }[kind];
}

function richText(text: string) {
  const elements = text
    .split(/(<@[UW]\w+>)/)
    .filter((piece) => piece !== '')
    .map((piece) => {
      const user = /^<@([UW]\w+)>$/.exec(piece)?.[1];
      return user === undefined ? { type: 'text', text: piece } : { type: 'user', user_id: user };
    });
  return [{ type: 'rich_text', block_id: 'b1', elements: [{ type: 'rich_text_section', elements }] }];
}
