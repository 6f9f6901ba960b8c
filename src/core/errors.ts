/** What went wrong, in the one vocabulary of errors. */
export type ErrorKind =
  | 'config'
  | 'input'
  | 'auth'
  | 'rate-limited'
  | 'no-credit'
  | 'timeout'
  | 'upstream'
  | 'protocol'
  | 'platform'
  | 'storage'
  | 'stopped'
  | 'bug';

/** Refines a kind where people need another sentence than the kind's usual one. */
export type ErrorHint =
  /** The agent's service does not offer the model that was asked for. */
  | 'model-unavailable'
  /** The service knows no such agent: wrong secret, or deleted agent. */
  | 'agent-not-found'
  /** The service has nothing at the configured address. */
  | 'api-moved'
  /** The platform has no such message (any more): it was deleted. */
  | 'message-gone'
  /** The bot may not post or edit there. */
  | 'not-allowed'
  /** The platform limits all that the bot sends, not one kind of write. */
  | 'all-limited'
  /** A person stopped the answer; the bot goes on. */
  | 'by-person'
  /** The question waited so long for its turn that it was not asked. */
  | 'waited-too-long'
  /** A policy does not let the question be asked; the failure has its reason. */
  | 'refused'
  /** The platform does not take the answer; only where that is said in its place. */
  | 'not-shown'
  /** Another process goes on with it, because this one was taken for dead: whatever it is, it is not to be done here. */
  | 'taken-over';

/** What is known of an error besides its kind. */
export interface ErrorDetails {
  readonly hint?: ErrorHint | undefined;
  /** How long the other side asked to wait, in milliseconds; `undefined` when it did not say. */
  readonly retryAfterMs?: number | undefined;
  /** Why a policy refused it, as people are told. */
  readonly reason?: string | undefined;
  /** What was caught. For the operator's log alone. */
  readonly cause?: unknown;
}

/** The one error class of Footnote. Its message is for the operator's log; people read the sentence of its kind and hint. */
export class FootnoteError extends Error {
  override readonly name = 'FootnoteError';
  readonly kind: ErrorKind;
  readonly hint: ErrorHint | undefined;
  readonly retryAfterMs: number | undefined;
  readonly reason: string | undefined;

  constructor(kind: ErrorKind, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = kind;
    this.hint = details.hint;
    this.retryAfterMs = details.retryAfterMs;
    this.reason = details.reason;
  }
}

/** Anything thrown as a `FootnoteError`; what is none becomes one of kind `bug` with the original as its cause. */
export function toFootnoteError(thrown: unknown): FootnoteError {
  if (thrown instanceof FootnoteError) return thrown;
  return new FootnoteError('bug', thrown instanceof Error ? thrown.message : 'Something that is no error was thrown.', {
    cause: thrown,
  });
}

/** Does something that may throw; what it throws becomes a `FootnoteError`, and `onError` says what is given instead. */
export async function attempt<T>(
  work: () => T | Promise<T>,
  onError: (error: FootnoteError) => T | Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    return onError(toFootnoteError(thrown));
  }
}

/** Whether the same call may succeed a little later. */
export function isTransient(error: FootnoteError): boolean {
  return error.kind === 'rate-limited' || error.kind === 'timeout' || error.kind === 'upstream';
}

/** Whether what was written to is not to be written to any more: somebody deleted it, or another process goes on with it. */
export function isOver(error: FootnoteError): boolean {
  return error.hint === 'message-gone' || error.hint === 'taken-over';
}

/** Whether a write may have happened although it failed: its answer was lost or says nothing. */
export function isAmbiguous(error: FootnoteError): boolean {
  return isTransient(error) && error.kind !== 'rate-limited';
}
