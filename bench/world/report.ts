import { z } from 'zod';

const point = z.object({ atMs: z.number(), chars: z.number() });

/** What became of one answer. Times are in milliseconds; the lines begin with the agent's first text. */
export const answerReport = z.object({
  sent: z.array(point).readonly(),
  visible: z.array(point).readonly(),
  firstVisibleMs: z.number().optional(),
  meanLagMs: z.number(),
  /** From the agent's end to the last change that people see. */
  endToFinalMs: z.number().optional(),
  /** By the clock of the emulators' process. */
  endedAt: z.number().optional(),
  finalAt: z.number(),
  /** The part of the agent's words that can be read at the end, from 0 to 1. */
  completeness: z.number(),
  messages: z.number(),
  /** How often something changed for people. */
  changes: z.number(),
});

/** See {@link answerReport}. */
export type AnswerReport = z.infer<typeof answerReport>;

/** What a platform counted since the start. */
export const platformCounts = z.object({
  /** Answers with status 429. */
  limited: z.number(),
  /** Rules broken that a careful bot keeps, by name, with how often. */
  violations: z.record(z.string(), z.number()),
  /** Calls by method. */
  calls: z.record(z.string(), z.number()),
});

/** See {@link platformCounts}. */
export type PlatformCounts = z.infer<typeof platformCounts>;
