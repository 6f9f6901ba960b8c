import type { ServiceScript } from '../http/service-script.ts';

/** One event of an answer. Without streaming, the parts of all items come in one JSON response. */
export type RekaItem = {
  /** Waits before this item, by the emulator's `sleep`. */
  readonly delayMs?: number;
} & (
  | { /** `delta.reasoning_steps`, any JSON. */ readonly steps: readonly unknown[] }
  | { /** `delta.reasoning_content`. */ readonly reasoning: string }
  | { /** `delta.content`. */ readonly text: string }
  | { /** `delta.annotations`: not documented for streams. */ readonly annotations: readonly unknown[] }
  | {
      /** `choices[0].message` inside the stream: not documented. */ readonly message: Readonly<
        Record<string, unknown>
      >;
    }
  | { /** The data of one event, any JSON. */ readonly chunk: unknown }
  | { /** An event named `error` with this data. */ readonly errorFrame: unknown }
  | {
      /** Bytes as they are, for example a comment line; left out of a JSON response. */ readonly raw:
        | string
        | Uint8Array;
    }
);

/** How a stream ends. */
export type RekaEnding =
  /** A finish reason, a usage chunk with empty `choices`, `[DONE]`. */
  | 'done'
  /** A finish reason and usage, but no `[DONE]`. */
  | 'no-done'
  /** `[DONE]` without a finish reason. */
  | 'no-finish-reason'
  /** Neither; the body ends properly. */
  | 'silent-end'
  /** Half an event, then the connection is closed. */
  | 'fin-mid-event'
  /** The connection is reset. */
  | 'reset'
  /** Nothing more comes, and the connection stays open. */
  | 'hang';

/** How the bytes of a stream look. */
export interface StreamShape {
  /** `\n` unless given. */
  readonly newline?: '\n' | '\r\n' | '\r';
  /** Begins with a byte order mark. */
  readonly byteOrderMark?: boolean;
  /** Splits everything into pieces of this size. */
  readonly bytesPerWrite?: number;
  readonly gzip?: boolean;
}

/** An answer, streamed when the request asked for it. */
export interface RekaAnswer {
  readonly kind: 'answer';
  readonly items: readonly RekaItem[];
  /** `done` unless given; a JSON response knows only `reset` and `hang` besides. */
  readonly ending?: RekaEnding;
  /** Waits before the headers. */
  readonly delayMs?: number;
  /** Forces the format, whatever was asked. */
  readonly format?: 'sse' | 'json';
  readonly shape?: StreamShape;
  /** `null` leaves it out. */
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number } | null;
}

/** What the emulator does with one request. */
export type RekaScript = RekaAnswer | ServiceScript;
