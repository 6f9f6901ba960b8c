/** What an emulated agent can do with a request besides answering it as its service would. */
export type ServiceScript =
  /** Any status and body: a string goes out as it is, anything else as JSON. */
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      readonly delayMs?: number;
    }
  /** No byte ever comes. */
  | { readonly kind: 'hang' }
  /** The connection is reset before any byte. */
  | { readonly kind: 'reset' };

/** An answer of one service, in its own form. */
export interface AnswerScript {
  readonly kind: string;
  /** Waits before anything is sent. */
  readonly delayMs?: number;
}

/** Whether a script is none of a service's own answers. */
export function isServiceScript(script: AnswerScript | ServiceScript): script is ServiceScript {
  return script.kind === 'response' || script.kind === 'hang' || script.kind === 'reset';
}
