import type { HttpTimeouts } from '../sender.ts';

/** Limits in milliseconds. */
export interface RekaTimeouts extends HttpTimeouts {
  /** Without a new step or more text: a stream may send signs of life for ever. */
  readonly progressMs: number;
  /** The whole call in place of all others but `connectMs`, where the service thinks in parallel. */
  readonly parallelMs: number;
}

/** The limits of one call. */
export type CallTimeouts = Omit<RekaTimeouts, 'parallelMs'>;

/** The limits of calls whose answer comes in pieces. */
export function streamedTimeouts(given: Partial<CallTimeouts> = {}): CallTimeouts {
  const { connectMs = 10_000, totalMs = 300_000 } = given;
  return { headersMs: 60_000, idleMs: 120_000, progressMs: 180_000, ...given, connectMs, totalMs };
}

/** The limits of calls whose answer comes whole: the total takes the place of the others. */
export function wholeTimeouts(given: Partial<CallTimeouts> = {}): CallTimeouts {
  const { connectMs = 10_000, totalMs = 300_000 } = given;
  return { headersMs: totalMs, idleMs: totalMs, progressMs: totalMs, ...given, connectMs, totalMs };
}
