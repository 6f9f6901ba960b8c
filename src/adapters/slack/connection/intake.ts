import type { IncomingMessage, ServerResponse } from 'node:http';
import { App, type Logger as SdkLogger } from '@slack/bolt';
import { FootnoteError } from '../../../core/errors.ts';
import type { PlatformAdapter } from '../../../core/ports/platform.ts';
import type { Clock, Logger, Metrics } from '../../../core/ports/system.ts';
import type { IncomingPorts } from '../incoming/ports.ts';
import { callTimeoutMs } from '../outbound/limits.ts';
import { acknowledgingLate } from './acknowledging-late.ts';
import type { Connection } from './connection.ts';
import { type HandlersOptions, handleEvents } from './handlers.ts';
import { createHttpConnection } from './http-connection.ts';
import { logIn } from './login.ts';
import { createSocketConnection } from './socket-connection.ts';

/** What hearing Slack needs. */
export interface IntakeOptions extends HandlersOptions {
  readonly botToken: string;
  /** Socket Mode when given. */
  readonly appToken?: string | undefined;
  /** HTTP mode when there is no app token. */
  readonly signingSecret?: string | undefined;
  /** The base of the Web API. */
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'connectionOpened' | 'connectionLost'>;
}

/** The half of Slack that hears: the connection on which events arrive. */
export interface Intake
  extends Pick<PlatformAdapter, 'start' | 'connected' | 'heardAt' | 'reconnect' | 'pause' | 'stop'> {
  /** In HTTP mode: takes the requests to `POST /slack/events`. */
  readonly handleRequest?: (request: IncomingMessage, response: ServerResponse) => void;
}

/** An intake that hears nothing yet. Throws a `FootnoteError` of kind `config` without an app token and a signing secret. */
export function createIntake(options: IntakeOptions, ports: IncomingPorts, sdkLogger: SdkLogger): Intake {
  const connection = createConnection(options, sdkLogger);
  const app = createApp(options, connection, sdkLogger);
  handleEvents(app, options, ports);
  return {
    start: () => logIn(app, connection),
    connected: () => connection.isOpen(),
    heardAt: () => connection.heardAt(),
    reconnect: () => connection.reopen(),
    pause: () => connection.close(),
    stop: () => connection.close(),
    ...(connection.handleRequest ? { handleRequest: connection.handleRequest } : {}),
  };
}

function createConnection(options: IntakeOptions, sdkLogger: SdkLogger): Connection {
  const { appToken, signingSecret } = options;
  if (appToken) return createSocketConnection({ ...options, appToken, sdkLogger });
  if (signingSecret) return createHttpConnection({ ...options, signingSecret, sdkLogger });
  throw new FootnoteError('config', 'Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP).');
}

function createApp({ botToken, apiUrl, logger }: IntakeOptions, { receiver }: Connection, sdkLogger: SdkLogger): App {
  const app = new App({
    token: botToken,
    receiver: acknowledgingLate(receiver),
    deferInitialization: true,
    convoStore: false,
    logger: sdkLogger,
    clientOptions: {
      slackApiUrl: apiUrl,
      timeout: callTimeoutMs,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    },
  });
  app.error(async (error) => {
    logger.error({ err: error }, 'An event from Slack could not be handled.');
    // What is not acknowledged is delivered again.
    throw error;
  });
  return app;
}
