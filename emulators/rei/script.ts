/** What the emulator does with one request. */
export type ReiScript =
  /** An answer as documented. */
  | {
      readonly kind: 'answer';
      /** A string, null, or parts. */
      readonly content: unknown;
      readonly toolCalls?: readonly unknown[];
      readonly delayMs?: number;
    }
  /** An answer as server-sent events, although none were asked for: each text is one chunk. */
  | {
      readonly kind: 'sse';
      readonly texts: readonly string[];
      /** `[DONE]` unless given; `silent-end` leaves it out, `reset` breaks the connection instead. */
      readonly ending?: 'done' | 'silent-end' | 'reset';
      readonly delayMs?: number;
    }
  /** Any status and body: a string goes out as it is, anything else as JSON. */
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      readonly delayMs?: number;
    }
  /** The headers and half of the body, then the connection is closed. */
  | { readonly kind: 'fin'; readonly content: string }
  /** No byte ever comes. */
  | { readonly kind: 'hang' }
  /** The connection is reset before any byte. */
  | { readonly kind: 'reset' };

/** A call of a tool as the service makes it. `args`: a text goes out as it is, anything else as JSON. */
export function toolCall(id: string, name: string, args: unknown = {}): object {
  const written = typeof args === 'string' ? args : JSON.stringify(args);
  return { id, type: 'function', function: { name, arguments: written } };
}

/** A reply that asks for these calls, and says nothing else unless `content` is given. */
export function callsOf(toolCalls: readonly unknown[], content = ''): ReiScript & { readonly kind: 'answer' } {
  return { kind: 'answer', content, toolCalls };
}
