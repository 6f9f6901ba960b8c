import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Receiver } from '@slack/bolt';

/** The way on which events reach Bolt. */
export interface Connection {
  readonly receiver: Receiver;
  /** Resolves when events arrive. Throws a `FootnoteError`. */
  open(): Promise<void>;
  isOpen(): boolean;
  /** When Slack last gave a sign of life, in milliseconds since the epoch; `undefined` where none is due. */
  heardAt(): number | undefined;
  /** Ends what is open, so that it is opened anew. Never rejects. */
  reopen(): Promise<void>;
  /** Takes in nothing more; what comes is left unacknowledged, so that Slack delivers it again. */
  close(): Promise<void>;
  /** Takes one HTTP request from Slack; `undefined` where none come. */
  readonly handleRequest?: (request: IncomingMessage, response: ServerResponse) => void;
}
