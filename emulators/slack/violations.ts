import { type RuleName, rules } from './rules.ts';
import { SlackError } from './slack-error.ts';

/** A rule that a careful bot does not break was broken. */
export interface Violation {
  readonly rule: RuleName;
  /** `chat.postMessage`, `response_url`; the event, command or interaction for a late acknowledgement. */
  readonly method: string;
  readonly detail: string;
  /** Milliseconds since the epoch, by the emulator's clock. */
  readonly at: number;
}

/** What the bot did wrong. Rules that circumstances can break are not kept. */
export interface Violations {
  readonly list: readonly Violation[];
  /** Runs a call: what it breaks counts for this method. Rethrows. */
  during<T>(method: string, call: () => T): T;
  /** Keeps a violation of the call that runs now, or of `method`. */
  note(rule: RuleName, detail: string, method?: string): void;
}

/** No violations yet. */
export function createViolations(now: () => number): Violations {
  const list: Violation[] = [];
  let running = '';

  function note(rule: RuleName, detail: string, method = running): void {
    if (rules[rule].blame === 'bot') list.push({ rule, method, detail, at: now() });
  }

  return {
    list,
    during: (method, call) => {
      running = method;
      try {
        return call();
      } catch (error) {
        if (error instanceof SlackError) note(error.rule, error.detail);
        throw error;
      } finally {
        running = '';
      }
    },
    note,
  };
}
