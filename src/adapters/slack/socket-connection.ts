import { type Logger as SdkLogger, SocketModeReceiver } from '@slack/bolt';
import { z } from 'zod';
import { FootnoteError } from '../../core/errors.ts';
import type { Logger } from '../../core/ports.ts';
import type { Connection } from './connection.ts';
import { codeError, slackError } from './errors.ts';
import { callTimeoutMs } from './limits.ts';

/** How long the first connection may take until Slack says hello. */
const helloTimeoutMs = 30_000;
/** How long Slack has to answer the closing of a socket before it is cut. */
const closeTimeoutMs = 2000;

const refusal = z.object({ ok: z.literal(false), error: z.string() });

/** Socket Mode: one WebSocket, opened anew whenever Slack or the network ends it. */
export function createSocketConnection(options: {
  appToken: string;
  apiUrl: string;
  logger: Logger;
  sdkLogger: SdkLogger;
}): Connection {
  const { appToken, logger, sdkLogger } = options;
  const ended = Promise.withResolvers<never>();
  let closing: Promise<void> | undefined;
  let connected = false;
  ended.promise.catch(() => {});

  const never = () => new Promise<never>(() => {});

  /**
   * The SDK tries again for ever where only another token would help, and goes on connecting when it was stopped in
   * the middle: here both end.
   */
  async function watchedFetch(...request: Parameters<typeof fetch>): Promise<Response> {
    if (closing) return never();
    const response = await fetch(...request);
    const answer = refusal.safeParse(
      await response
        .clone()
        .json()
        .catch(() => undefined),
    );
    if (answer.success) {
      const error = codeError(answer.data.error, 'apps.connections.open');
      if (error.kind === 'auth') ended.reject(error);
    }
    return closing ? never() : response;
  }

  const receiver = new SocketModeReceiver({
    appToken,
    logger: sdkLogger,
    installerOptions: {
      clientOptions: {
        slackApiUrl: options.apiUrl,
        timeout: callTimeoutMs,
        // A connection that cannot be opened again ends in an unhandled rejection, so opening never gives up.
        retryConfig: { forever: true, factor: 1.3, maxTimeout: 30_000 },
        fetch: watchedFetch,
      },
    },
  });
  const { client } = receiver;
  client.on('connected', () => {
    connected = true;
  });
  client.on('close', () => {
    connected = false;
  });

  const connect = client.start.bind(client);
  // Reconnecting calls this and looks at no rejection.
  client.start = () =>
    connect().catch((thrown: unknown) => {
      if (!closing) logger.error({ err: slackError(thrown, 'apps.connections.open') }, 'Slack cannot be reconnected.');
      return never();
    });

  async function disconnect(): Promise<void> {
    let closed = false;
    const answered = client.disconnect().then(() => {
      closed = true;
    });
    await Promise.race([answered, after(closeTimeoutMs)]);
    // The second call cuts the socket.
    if (!closed) await client.disconnect();
  }

  return {
    receiver,
    async open() {
      const late = after(helloTimeoutMs).then(() => {
        throw new FootnoteError('timeout', 'Slack did not open a socket in time.');
      });
      try {
        await Promise.race([connect(), ended.promise, late]);
      } catch (thrown) {
        closing ??= disconnect();
        throw slackError(thrown, 'apps.connections.open');
      }
    },
    isOpen: () => connected,
    async close() {
      closing ??= disconnect();
      ended.reject(new FootnoteError('stopped', 'The bot was stopped while it connected to Slack.'));
      await closing;
    },
  };
}

/** In real time, like the SDK's own timeouts; keeps no process alive. */
function after(ms: number): Promise<void> {
  return new Promise((resolve) => {
    AbortSignal.timeout(ms).addEventListener('abort', () => resolve());
  });
}
