/** The platforms on which questions are asked. */
export type Platform = 'slack' | 'discord';

/** A question as the platform knows it. One question is one run of the bench. */
export interface AskedQuestion {
  /** Stands in the question and, with a segment's number, in its answer: `Q07`. */
  readonly marker: string;
  readonly platform: Platform;
  /** Questions of one conversation are answered in order. */
  readonly conversation: string;
  /** Where it was asked: what a refusal is looked for in. */
  readonly channel: string;
  /** When it was sent, in milliseconds since the epoch. */
  readonly askedAt: number;
  /**
   * Whether the bot has taken it: `yes` when the platform had its acknowledgement, or delivered it to a bot that lived on;
   * `perhaps` when nobody but the bot can know; `no` when the platform could not deliver it or told the person so.
   */
  readonly accepted: 'yes' | 'perhaps' | 'no';
  /** Its place in the order in which questions reached the bot; `undefined` when that is not certain. */
  readonly arrival: number | undefined;
}

/** A message of the bot as people see it when all is over. */
export interface ShownMessage {
  readonly id: string;
  /** The conversation that it stands in. */
  readonly conversation: string;
  /** The question that it answers, where the message itself says so. */
  readonly marker: string | undefined;
  /** Which message of a reply it is, where the message itself says so. */
  readonly part: number | undefined;
  readonly text: string;
  /** When it first looked ended, in milliseconds since the epoch; `undefined` while it does not. */
  readonly endedAt: number | undefined;
  /** What it said at its end, if somebody has written to it since. */
  readonly saidBefore: string | undefined;
}

/** A sentence with which the bot refused something. */
export interface Refusal {
  readonly channel: string;
  /** In milliseconds since the epoch. */
  readonly at: number;
}

/** A request that reached the agent. */
export interface AgentRequest {
  readonly marker: string;
  /** Turned away by the agent, which costs nothing. */
  readonly refused: boolean;
}

/** What the emulators know when all is over. */
export interface History {
  readonly questions: readonly AskedQuestion[];
  readonly messages: readonly ShownMessage[];
  readonly refusals: readonly Refusal[];
  /** In order of arrival. */
  readonly requests: readonly AgentRequest[];
  /** How many segments the answer to a question has when it is complete. */
  readonly segments: ReadonlyMap<string, number>;
  /** Rules of the platforms and of the agent that a careful bot does not break. */
  readonly brokenRules: readonly string[];
  /** Names of those that were broken because of what was done to the bot. */
  readonly excused: readonly string[];
  /** Processes that ended though nobody ended them. */
  readonly crashes: readonly string[];
}
