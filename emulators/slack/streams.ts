import { checkBlocks } from './blocks.ts';
import type { EventPublisher } from './events.ts';
import { installation } from './installation.ts';
import type { Block, VisibleMessage } from './message.ts';
import { rules } from './rules.ts';
import { enforce, enforceLimit } from './slack-error.ts';
import { addToStream, renderStream, type StreamContent, type StreamInput } from './stream-content.ts';
import type { Violations } from './violations.ts';
import { findPings } from './visible.ts';
import type { Workspace } from './workspace.ts';

/** A streamed message that nobody stopped. */
export interface OpenStream {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/** Where a stream is shown. */
interface StreamPlace {
  readonly channel: string;
  readonly threadTs: string;
  readonly display: 'timeline' | 'plan';
}

/** The streamed messages of the app. All methods but the questions throw a `SlackError`. */
export interface Streams {
  start(place: StreamPlace, input: StreamInput): VisibleMessage;
  append(channel: string, ts: string, input: StreamInput): void;
  /** `blocks` come after all else. */
  stop(channel: string, ts: string, input: StreamInput & { blocks?: readonly Block[] | undefined }): VisibleMessage;
  /** What a person's stop does: the `ts` of the thread's streams that ended. */
  stopByPerson(channel: string, threadTs: string): string[];
  /** Whether it still takes appends. */
  isOpen(ts: string): boolean;
  /** The streams that nobody stopped, also those that are too old by now. */
  open(): OpenStream[];
}

interface Stream extends OpenStream {
  readonly display: 'timeline' | 'plan';
  content: StreamContent;
  state: 'open' | 'stopped' | 'stopped-by-person';
}

/** What streams need. */
export interface StreamOptions {
  readonly workspace: Workspace;
  readonly events: EventPublisher;
  readonly violations: Violations;
  readonly now: () => number;
}

/** No streams yet. */
export function createStreams({ workspace, events, violations, now }: StreamOptions): Streams {
  const streams = new Map<string, Stream>();

  function openStream(channel: string, ts: string): { stream: Stream; message: VisibleMessage } {
    enforce('knownChannel', workspace.channels.has(channel));
    const message = workspace.find(channel, ts);
    enforce('knownMessage', message);
    enforce('streamOwn', message.user === installation.botUserId);
    const stream = streams.get(ts);
    enforce('streamOpen', stream && stream.state !== 'stopped');
    enforce('streamStopped', stream.state === 'open');
    enforceLimit('streamLifeMs', now() - stream.startedAt);
    return { stream, message };
  }

  function isOpen(ts: string): boolean {
    const stream = streams.get(ts);
    return stream?.state === 'open' && now() - stream.startedAt <= rules.streamLifeMs.limit;
  }

  function show(before: VisibleMessage, stream: Stream, after: readonly Block[] = []): VisibleMessage {
    const { text, blocks } = renderStream(stream.content, stream.display);
    const draft = { text: '', blocks: [...blocks, ...after] };
    const fresh = findPings(draft).filter((ping) => !before.pings.includes(ping));
    if (fresh.length > 0) violations.note('liveMention', fresh.join(' '));
    const pings = [...before.pings, ...fresh];
    return { ...before, text, blocks: draft.blocks, streaming: stream.state === 'open', pings };
  }

  function change(before: VisibleMessage, stream: Stream, after?: readonly Block[]): VisibleMessage {
    const message = show(before, stream, after);
    workspace.put(message);
    void events.changed(message, before);
    return message;
  }

  return {
    start: ({ channel, threadTs, display }, input) => {
      const content = addToStream({ mode: undefined, chunks: [] }, input);
      const ts = workspace.nextTs();
      const stream: Stream = { channel, ts, threadTs, display, startedAt: now(), content, state: 'open' };
      const { botUserId: user, botId } = installation;
      const empty = { ts, channel, threadTs, user, botId, text: '', blocks: [], edited: 0, reactions: [], unfurls: [] };
      const message = show({ ...empty, pings: [] }, stream);
      streams.set(ts, stream);
      workspace.put(message);
      void events.posted(message);
      return message;
    },
    append: (channel, ts, input) => {
      const { stream, message } = openStream(channel, ts);
      enforce('streamContent', Boolean(input.markdown_text) || (input.chunks ?? []).length > 0);
      stream.content = addToStream(stream.content, input);
      change(message, stream);
    },
    stop: (channel, ts, { blocks = [], ...input }) => {
      const { stream, message } = openStream(channel, ts);
      checkBlocks(blocks);
      stream.content = addToStream(stream.content, input);
      stream.state = 'stopped';
      return change(message, stream, blocks);
    },
    stopByPerson: (channel, threadTs) => {
      const running = [...streams.values()].filter(
        (stream) => stream.channel === channel && stream.threadTs === threadTs && isOpen(stream.ts),
      );
      for (const stream of running) {
        stream.state = 'stopped-by-person';
        const message = workspace.find(channel, stream.ts);
        if (message !== undefined) change(message, stream);
      }
      return running.map(({ ts }) => ts);
    },
    isOpen,
    open: () =>
      [...streams.values()]
        .filter(({ state }) => state === 'open')
        .map(({ channel, ts, threadTs, startedAt }) => ({ channel, ts, threadTs, startedAt })),
  };
}
