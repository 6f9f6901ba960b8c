import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Receiver } from '@slack/bolt';

/** The way on which events reach Bolt. */
export interface Connection {
  readonly receiver: Receiver;
  /** Resolves when events arrive. Throws a `FootnoteError`. */
  open(): Promise<void>;
  isOpen(): boolean;
  /** Takes in nothing more; what comes is left unacknowledged, so that Slack delivers it again. */
  close(): Promise<void>;
  /** Takes one HTTP request from Slack; `undefined` where none come. */
  readonly handleRequest?: (request: IncomingMessage, response: ServerResponse) => void;
}
