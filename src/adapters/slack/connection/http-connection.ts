import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver, type Logger as SdkLogger } from '@slack/bolt';
import type { Clock } from '../../../core/ports/system.ts';
import type { Connection } from './connection.ts';

/** How far a request's time may be from ours (docs.slack.dev, "Verifying requests from Slack"). */
const maxSkewMs = 5 * 60_000;

/** Signed HTTP requests to `/slack/events`, on a server that somebody else opened. */
export function createHttpConnection(options: {
  signingSecret: string;
  clock: Clock;
  sdkLogger: SdkLogger;
}): Connection {
  const receiver = new HTTPReceiver({
    signingSecret: options.signingSecret,
    logger: options.sdkLogger,
    // The app's handler has told of the error.
    processEventErrorHandler: async ({ response }) => {
      if (!response.headersSent) refuse(response, 500);
      return false;
    },
  });
  let open = false;

  /** Bolt refuses only times that are too old. */
  function isFromTheFuture(request: IncomingMessage): boolean {
    const sentAtMs = Number(request.headers['x-slack-request-timestamp']) * 1000;
    return sentAtMs - options.clock.now() > maxSkewMs;
  }

  return {
    receiver,
    open: async () => {
      open = true;
    },
    isOpen: () => open,
    heardAt: () => undefined,
    reopen: async () => {},
    close: async () => {
      open = false;
    },
    handleRequest(request, response) {
      if (!open) refuse(response, 503);
      else if (isFromTheFuture(request)) refuse(response, 401);
      else
        try {
          receiver.requestListener(request, response);
        } catch {
          refuse(response, 404);
        }
    },
  };
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status);
  response.end();
}
