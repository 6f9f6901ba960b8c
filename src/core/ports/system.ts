import type { AnswerState } from '../answer/answer.ts';
import type { ErrorKind } from '../errors.ts';
import type { Platform } from '../question/keys.ts';
import type { AgentName } from '../question/question.ts';

/** Time as the core sees it; tests bring a faster one. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`, or at once when the signal aborts; it never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The operator's log. Fields first, then a sentence; no message text of people at `info` and above. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What is counted. Durations are in milliseconds. */
export interface Metrics {
  questionAccepted(platform: Platform, agent: AgentName): void;
  /** A redelivery of a question that was accepted before. */
  duplicateDropped(platform: Platform): void;
  /** A policy refused a question; `by`: its word for why. */
  questionRefused(platform: Platform, by: string): void;
  /** The first sign of a reply is visible, counted from the question's acceptance. */
  replyVisible(platform: Platform, afterMs: number): void;
  /** The first words of the answer are visible, counted from the question's acceptance. */
  textVisible(platform: Platform, afterMs: number): void;
  /** `agent` is `undefined` when the question was forgotten. */
  answerEnded(
    platform: Platform,
    agent: AgentName | undefined,
    state: AnswerState,
    tookMs: number,
    error?: ErrorKind,
  ): void;
  /** One write of a reply reached the platform, or was refused. */
  replyWritten(platform: Platform, outcome: 'ok' | ErrorKind): void;
  /** A connection to the platform was opened; `resumed`: with all that happened while there was none. */
  connectionOpened(platform: Platform, how: 'new' | 'resumed'): void;
  /** A connection to the platform ended, and the bot did not wish it. */
  connectionLost(platform: Platform): void;
  /** Nothing was heard of a platform for so long that its connection is made anew. */
  platformSilent(platform: Platform): void;
  /** An operation of a store failed: of the one with the conversations, or of the ledger. */
  storageFailed(store: 'conversations' | 'ledger'): void;
}
