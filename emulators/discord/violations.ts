import { type RuleName, rules } from './rules.ts';

/** A rule that a careful bot does not run into, broken. */
export interface Violation {
  readonly rule: string;
  /** The REST route as the journal names it, or `gateway`. */
  readonly route: string;
  readonly detail: string;
  /** Milliseconds since the epoch, by the emulator's clock. */
  readonly at: number;
}

/** Tells that a rule was broken; one that can meet a careful bot is not recorded. */
export type Report = (rule: RuleName, detail: string) => void;

/** The violations so far, oldest first. */
export interface Violations {
  readonly entries: readonly Violation[];
  /** What reports for one route. */
  on(route: string): Report;
}

/** Nothing broken yet. */
export function createViolations(now: () => number): Violations {
  const entries: Violation[] = [];
  return {
    entries,
    on: (route) => (rule, detail) => {
      if (rules[rule].blame === 'bot') entries.push({ rule, route, detail, at: now() });
    },
  };
}
