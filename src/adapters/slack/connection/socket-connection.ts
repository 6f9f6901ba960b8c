import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { App, Receiver, Logger as SdkLogger } from '@slack/bolt';
import { toFootnoteError } from '../../../core/errors.ts';
import type { Clock, Logger, Metrics } from '../../../core/ports/system.ts';
import { aborted } from './aborted.ts';
import type { Connection } from './connection.ts';
import { createSocket, type Socket } from './socket.ts';

/**
 * How much later than the one the other socket is opened. Slack ends each after some hours and gives what is said then to
 * the other, as long as both do not end at once.
 */
const apartMs = 30_000;
/** A socket that ends sooner than this is no reason to open it again at once. */
const steadyMs = 1000;
const maxWaitMs = 30_000;

/** The pongs of every WebSocket of undici's; in this process only Slack's SDK has any. */
const pongs = 'undici:websocket:pong';

/** What sockets need. */
export interface SocketConnectionOptions {
  readonly appToken: string;
  /** The base of the Web API. */
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'connectionOpened' | 'connectionLost'>;
  readonly sdkLogger: SdkLogger;
}

/** How long to wait until a socket is opened: longer after each failure. */
function createBackoff() {
  let failures = 0;
  let waitMs = 0;
  return {
    waitMs: () => waitMs,
    /** `askedMs`: how long Slack asks to wait. */
    failed(askedMs = 0) {
      failures += 1;
      waitMs = Math.max(askedMs, Math.min(maxWaitMs, 500 * 2 ** failures));
    },
    opened() {
      waitMs = 0;
    },
    wasSteady() {
      failures = 0;
      waitMs = 0;
    },
  };
}

/** Socket Mode: two WebSockets to the same app, each opened anew whenever Slack or the network ends it. Slack gives each event to one of them. */
export function createSocketConnection(options: SocketConnectionOptions): Connection {
  const { clock, logger, metrics } = options;
  const stop = new AbortController();
  const stopping = stop.signal;
  let lost = new AbortController();
  let heardAt = clock.now();
  /** When the younger of the sockets was opened. */
  let openedAt = 0;
  const backoff = createBackoff();
  let closing: Promise<unknown> | undefined;

  const heard = () => {
    heardAt = clock.now();
  };
  const first = create();
  const sockets = [first, create()];
  const isOpen = () => sockets.some((socket) => socket.isOpen());
  const closeAll = () => Promise.all(sockets.map((socket) => socket.close()));

  function create(): Socket {
    return createSocket({ ...options, stopping, onHeard: heard, onLost });
  }

  function onLost(): void {
    if (stopping.aborted) return;
    metrics.connectionLost('slack');
    logger.info({ left: sockets.filter((socket) => socket.isOpen()).length }, 'A socket to Slack has ended.');
    if (clock.now() - openedAt < steadyMs) backoff.failed();
    else backoff.wasSteady();
    lost.abort();
    lost = new AbortController();
  }

  async function open(socket: Socket): Promise<void> {
    await socket.open();
    openedAt = clock.now();
    backoff.opened();
    metrics.connectionOpened('slack', 'new');
  }

  async function keepOpen(): Promise<void> {
    while (!stopping.aborted) {
      const changed = AbortSignal.any([lost.signal, stopping]);
      const closed = sockets.find((socket) => !socket.isOpen());
      const waitMs = backoff.waitMs();
      const dueMs = isOpen() ? Math.max(waitMs, openedAt + apartMs - clock.now()) : waitMs;
      if (!closed) await aborted(changed);
      else if (dueMs > 0) await clock.sleep(dueMs, changed);
      if (!closed || changed.aborted) continue;
      try {
        await open(closed);
      } catch (thrown) {
        const error = toFootnoteError(thrown);
        backoff.failed(error.retryAfterMs);
        if (!stopping.aborted)
          logger.warn({ err: error, waitMs: backoff.waitMs() }, 'A socket to Slack could not be opened.');
      }
    }
  }

  return {
    receiver: receiverOf(sockets),
    async open() {
      subscribe(pongs, heard);
      await open(first);
      void keepOpen();
    },
    isOpen,
    heardAt: () => heardAt,
    async reopen() {
      await closeAll();
    },
    async close() {
      stop.abort();
      unsubscribe(pongs, heard);
      closing ??= closeAll();
      await closing;
    },
  };
}

/** What comes on one of several sockets goes to the same app. */
function receiverOf(sockets: readonly Socket[]): Receiver {
  return {
    init(app: App) {
      for (const { receiver } of sockets) receiver.init(app);
    },
    start: async () => {},
    stop: async () => {},
  };
}
