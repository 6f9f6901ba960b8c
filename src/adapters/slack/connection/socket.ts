import { type Receiver, type Logger as SdkLogger, SocketModeReceiver } from '@slack/bolt';
import { FootnoteError } from '../../../core/errors.ts';
import { fromSlackError } from '../errors.ts';
import { callTimeoutMs } from '../outbound/limits.ts';
import { aborted } from './aborted.ts';

/** How long a connection may take until Slack says hello. */
const helloTimeoutMs = 30_000;
/** How long Slack has to answer the closing of a socket before it is cut. */
const closeTimeoutMs = 2000;

/** One WebSocket of Socket Mode. It is not opened again by itself. */
export interface Socket {
  readonly receiver: Receiver;
  isOpen(): boolean;
  /** Resolves when Slack has said hello. Throws a `FootnoteError`. */
  open(): Promise<void>;
  /** Never rejects. */
  close(): Promise<void>;
}

/** What a socket is made of. */
export interface SocketOptions {
  readonly appToken: string;
  /** The base of the Web API. */
  readonly apiUrl: string;
  readonly sdkLogger: SdkLogger;
  /** Nothing is opened any more once it aborts. */
  readonly stopping: AbortSignal;
  /** Something came from Slack. */
  readonly onHeard: () => void;
  /** The socket was open and is no more, whoever closed it. */
  readonly onLost: () => void;
}

/** A socket that is not open. The SDK pings Slack on it, and closes it when no pong comes for five seconds. */
export function createSocket(options: SocketOptions): Socket {
  const { stopping, onHeard, onLost } = options;
  let connected = false;

  const never = () => new Promise<never>(() => {});
  /** The SDK goes on connecting when it was stopped in the middle. */
  async function watchedFetch(...request: Parameters<typeof fetch>): Promise<Response> {
    if (stopping.aborted) return never();
    const response = await fetch(...request);
    return stopping.aborted ? never() : response;
  }

  const receiver = new SocketModeReceiver({
    appToken: options.appToken,
    logger: options.sdkLogger,
    // It would wait five seconds before each attempt, and answer for no rejection.
    autoReconnectEnabled: false,
    // The app's handler has told of the error.
    processEventErrorHandler: async () => false,
    installerOptions: {
      clientOptions: {
        slackApiUrl: options.apiUrl,
        timeout: callTimeoutMs,
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        fetch: watchedFetch,
      },
    },
  });
  const { client } = receiver;
  client.on('ws_message', onHeard);
  client.on('connected', () => {
    connected = true;
    if (stopping.aborted) void client.disconnect();
  });
  client.on('close', () => {
    if (!connected) return;
    connected = false;
    onLost();
  });

  async function close(): Promise<void> {
    let closed = false;
    const answered = client.disconnect().then(() => {
      closed = true;
    });
    await Promise.race([answered, aborted(AbortSignal.timeout(closeTimeoutMs))]);
    // The second call cuts the socket.
    if (!closed) await client.disconnect();
  }

  async function connect(): Promise<void> {
    try {
      await client.start();
    } catch (thrown) {
      // The SDK's promise is rejected with nothing when the socket closes before the hello.
      if (thrown === undefined) throw new FootnoteError('upstream', 'Slack closed a socket that was being opened.');
      throw fromSlackError(thrown, 'apps.connections.open');
    }
  }

  return {
    receiver,
    isOpen: () => connected,
    async open() {
      const late = AbortSignal.timeout(helloTimeoutMs);
      const ended = aborted(AbortSignal.any([late, stopping])).then(() => {
        if (stopping.aborted) throw new FootnoteError('stopped', 'The bot was stopped while it connected to Slack.');
        throw new FootnoteError('timeout', 'Slack did not open a socket in time.');
      });
      try {
        await Promise.race([connect(), ended]);
      } catch (thrown) {
        if (late.aborted) await close();
        throw thrown;
      }
    },
    close,
  };
}
