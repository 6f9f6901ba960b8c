import type { AskedQuestion, Refusal, ShownMessage } from './history.ts';
import type { Fault, QuestionPlan } from './plan.ts';

/** How far the life of a question has come, as the platform sees it. */
export interface Progress {
  readonly sent: boolean;
  /** The platform has a sign that the bot took it. */
  readonly taken: boolean;
  /** The reply has a message. */
  readonly sign: boolean;
  /** How many segments of the answer can be read. */
  readonly segments: number;
  readonly ended: boolean;
}

/** The kind of a fault of calls. */
export type CallsFault = Extract<Fault, { kind: 'calls' }>;

/** One platform, with the people who ask there and the truth about what they see. */
export interface Side {
  /** Sends a question; resolves when the platform has it. */
  ask(question: QuestionPlan): Promise<void>;
  /** Delivers a question once more; nothing happens when that cannot be. */
  again(marker: string, times: number): Promise<void>;
  progress(marker: string): Progress;
  /** `wasHeard`: whether the bot that was told of something at this time lived on for long enough to take it. */
  asked(wasHeard: (at: number) => boolean): readonly AskedQuestion[];
  shown(): readonly ShownMessage[];
  refusals(): readonly Refusal[];
  planCalls(fault: CallsFault): void;
  outage(how: 'errors' | 'refused'): Promise<() => Promise<void>>;
  reconnect(how: 'drop' | 'asked'): void;
  /** Ends the faults of calls that are planned and did not happen yet. */
  clearFaults(): void;
  /** Rules that the bot broke and a careful bot keeps, by name and in words. */
  brokenRules(): readonly { readonly rule: string; readonly seen: string }[];
  stop(): Promise<void>;
}

/** What happens to a call, as both emulators plan it. */
export function plannedFault({ how, times }: CallsFault) {
  switch (how) {
    case 'limited':
      return { retryAfterSeconds: 1, times };
    case 'error':
      return { status: 500, times };
    case 'cut before':
      return { cut: 'before', times } as const;
    case 'cut after':
      return { cut: 'after', times } as const;
    case 'silent':
      return { silent: true, times };
  }
}
