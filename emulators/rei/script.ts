import type { ServiceScript } from '../http/service-script.ts';

/** An answer, as documented or not. */
export type ReiAnswer =
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
  /** The headers and half of the body, then the connection is closed. */
  | { readonly kind: 'fin'; readonly content: string };

/** What the emulator does with one request. */
export type ReiScript = ReiAnswer | ServiceScript;

/** A call of a tool as the service makes it. `args`: a text goes out as it is, anything else as JSON. */
export function toolCall(id: string, name: string, args: unknown = {}): object {
  const written = typeof args === 'string' ? args : JSON.stringify(args);
  return { id, type: 'function', function: { name, arguments: written } };
}

/** A reply that asks for these calls, and says nothing else unless `content` is given. */
export function callsOf(toolCalls: readonly unknown[], content = ''): ReiAnswer & { readonly kind: 'answer' } {
  return { kind: 'answer', content, toolCalls };
}
