import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { App, Logger as SdkLogger } from '@slack/bolt';
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

/** Socket Mode: two WebSockets to the same app, each opened anew whenever Slack or the network ends it. Slack gives each event to one of them. */
export function createSocketConnection(options: {
  appToken: string;
  apiUrl: string;
  clock: Clock;
  logger: Logger;
  metrics: Pick<Metrics, 'connectionOpened' | 'connectionLost'>;
  sdkLogger: SdkLogger;
}): Connection {
  const { clock, logger, metrics } = options;
  const stop = new AbortController();
  const stopping = stop.signal;
  let lost = new AbortController();
  let heardAt = clock.now();
  /** When the younger of the sockets was opened. */
  let openedAt = 0;
  let failures = 0;
  let waitMs = 0;
  let closing: Promise<unknown> | undefined;

  const heard = () => {
    heardAt = clock.now();
  };
  const first = create();
  const sockets = [first, create()];
  const isOpen = () => sockets.some((socket) => socket.isOpen());

  function create(): Socket {
    return createSocket({ ...options, stopping, onHeard: heard, onLost });
  }

  function onLost(): void {
    if (stopping.aborted) return;
    metrics.connectionLost('slack');
    logger.info({ left: sockets.filter((socket) => socket.isOpen()).length }, 'A socket to Slack has ended.');
    if (clock.now() - openedAt < steadyMs) failed();
    else {
      failures = 0;
      waitMs = 0;
    }
    lost.abort();
    lost = new AbortController();
  }

  function failed(askedMs = 0): void {
    failures += 1;
    waitMs = Math.max(askedMs, Math.min(maxWaitMs, 500 * 2 ** failures));
  }

  async function open(socket: Socket): Promise<void> {
    await socket.open();
    openedAt = clock.now();
    waitMs = 0;
    metrics.connectionOpened('slack', 'new');
  }

  async function keepOpen(): Promise<void> {
    while (!stopping.aborted) {
      const changed = AbortSignal.any([lost.signal, stopping]);
      const closed = sockets.find((socket) => !socket.isOpen());
      const dueMs = isOpen() ? Math.max(waitMs, openedAt + apartMs - clock.now()) : waitMs;
      if (!closed) await aborted(changed);
      else if (dueMs > 0) await clock.sleep(dueMs, changed);
      if (!closed || changed.aborted) continue;
      try {
        await open(closed);
      } catch (thrown) {
        const error = toFootnoteError(thrown);
        failed(error.retryAfterMs);
        if (!stopping.aborted) logger.warn({ err: error, waitMs }, 'A socket to Slack could not be opened.');
      }
    }
  }

  return {
    receiver: {
      init(app: App) {
        for (const { receiver } of sockets) receiver.init(app);
      },
      start: async () => {},
      stop: async () => {},
    },
    async open() {
      subscribe(pongs, heard);
      await open(first);
      void keepOpen();
    },
    isOpen,
    heardAt: () => heardAt,
    async reopen() {
      await Promise.all(sockets.map((socket) => socket.close()));
    },
    async close() {
      stop.abort();
      unsubscribe(pongs, heard);
      closing ??= Promise.all(sockets.map((socket) => socket.close()));
      await closing;
    },
  };
}
