import type { RekaTimeouts } from '../agents/reka/timeouts.ts';

/** Numbers that a test may change. Production uses the defaults. */
export interface Limits {
  /** How often the last write of an answer is tried. */
  readonly maxFinalAttempts: number;
  /** How long a question waits for its turn before it is given up, with a word in its reply. */
  readonly maxWaitMs: number;
  /** How long a stop waits for the last writes of answers that it ended early. */
  readonly settleMs: number;
  /** Timeouts of the agents; each agent's own defaults unless given. */
  readonly agentTimeouts?: Partial<RekaTimeouts> | undefined;
}

/** What production uses. */
export const defaultLimits: Limits = {
  maxFinalAttempts: 8,
  maxWaitMs: 600_000,
  settleMs: 5000,
};
