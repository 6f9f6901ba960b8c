import { type DestinationStream, destination as openDestination, pino, stdTimeFunctions } from 'pino';
import { FootnoteError } from '../core/errors.ts';
import type { Logger } from '../core/ports/system.ts';
import { createScrub } from './scrub.ts';

/** How the log is written. */
export interface LoggerOptions {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  /** Texts that no line may contain, such as the configured tokens. */
  readonly secrets: readonly string[];
  /** Where the lines go; standard output by default. */
  readonly destination?: DestinationStream;
}

/** An error as the log shows it. */
interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly kind?: string | undefined;
  readonly hint?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly code?: string | number | undefined;
  readonly stack?: string | undefined;
  readonly cause?: DescribedError | string | undefined;
  readonly errors?: readonly (DescribedError | string)[] | undefined;
}

const deepestCause = 5;
const longestCause = 500;

/**
 * A log of one JSON object a line. Fields that are errors are written with kind, hint, stack and causes, but without
 * their other properties, where SDKs keep requests and bodies. Secrets are struck out of the whole line.
 */
export function createLogger({ level, secrets, destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      timestamp: stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, shown(value)])),
      },
      // pino's own serializer for `err` would fold the causes into one text.
      serializers: { err: (value: unknown) => value },
      hooks: { streamWrite: createScrub(secrets) },
    },
    destination ?? openDestination({ dest: 1, sync: true }),
  );
}

const shown = (value: unknown) => (value instanceof Error ? describeError(value, deepestCause) : value);

function describeError(error: Error, depth: number): DescribedError {
  return {
    type: error.name,
    message: error.message,
    ...(error instanceof FootnoteError
      ? { kind: error.kind, hint: error.hint, retryAfterMs: error.retryAfterMs }
      : undefined),
    code: codeOf(error),
    stack: error.stack,
    cause: depth > 0 && error.cause !== undefined ? describeCause(error.cause, depth - 1) : undefined,
    errors:
      depth > 0 && error instanceof AggregateError
        ? error.errors.slice(0, deepestCause).map((one: unknown) => describeCause(one, depth - 1))
        : undefined,
  };
}

function describeCause(cause: unknown, depth: number): DescribedError | string {
  if (cause instanceof Error) return describeError(cause, depth);
  return typeof cause === 'string' ? cause.slice(0, longestCause) : `a thrown ${typeof cause}`;
}

function codeOf(error: Error): string | number | undefined {
  if (!('code' in error)) return undefined;
  return typeof error.code === 'string' || typeof error.code === 'number' ? error.code : undefined;
}
