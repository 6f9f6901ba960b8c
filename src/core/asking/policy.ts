import type { Wait } from '../answer/answer.ts';
import type { ConversationKey, Platform } from '../question/keys.ts';
import type { Asker, Question } from '../question/question.ts';

/**
 * Why an agent is to be asked: somebody said it, pressed Retry, or the button that asks a new wording; an earlier process
 * let it in and did not come to it; its words were edited while it was to be asked already; an agent wants it as a tool of
 * its own.
 */
export type Cause = 'said' | 'retry' | 'reworded' | 'recovered' | 'edited' | 'tool';

/** A question as it is known before anything is opened for it. */
export interface Prospect
  extends Pick<Question, 'id' | 'channelKey' | 'asker' | 'origin' | 'agent' | 'text' | 'options'> {
  readonly platform: Platform;
  /** The conversation that it belongs to; `undefined` when it begins one. */
  readonly conversation: ConversationKey | undefined;
}

/** What policies judge. */
export interface AskRequest {
  readonly question: Prospect;
  /** Who wants it asked: it is checked and counted for this person. */
  readonly by: Asker;
  readonly cause: Cause;
}

/** Why something is not asked. */
export interface Refusal {
  /** The policy's word for it, for the metrics: `person`, `agent-off`. */
  readonly by: string;
  /** A sentence for the person who wanted it. */
  readonly words: string;
}

/** What a policy keeps of a question that it let pass, until the question has ended. */
export interface Hold {
  /** Told the conversation once it is known. */
  settle?(conversation: ConversationKey): void;
  /** Resolves when the question may be asked, or when the signal aborts. `onWait` is told each thing that it waits for. */
  turn?(signal: AbortSignal, onWait: (wait: Wait) => void): Promise<void>;
  /** The question has ended. Called once. */
  leave?(): void;
}

/** What a policy says: let it pass, let it pass and keep something of it, or refuse it. */
export type Verdict = 'pass' | { readonly hold: Hold } | { readonly refusal: Refusal };

/** Judges whether something may be asked, before anything is opened, sent or charged. What it throws refuses the question as a fault. */
export type Policy = (request: AskRequest) => Verdict | Promise<Verdict>;
