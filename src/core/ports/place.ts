import type { Answer } from '../answer/answer.ts';
import type { Footnote, FootnoteList } from '../answer/footnotes.ts';
import type { ConversationKey, Platform } from '../question/keys.ts';

/** The payload of one platform message: the core only compares parts. */
export interface Part {
  /** Equal exactly when two parts look the same. */
  readonly fingerprint: string;
}

/** An answer as one platform shows it. */
export interface Rendered<P extends Part> {
  /** At least one. A longer answer has several, in order. */
  readonly parts: readonly P[];
  /** The footnotes that this answer uses, by number. */
  readonly used: readonly Footnote[];
  /** The conversation's footnotes with those of this answer. */
  readonly footnotes: FootnoteList;
  /** What is attached at the end; where it holds the rest of a long answer, the parts refer to it. */
  readonly files: readonly AnswerFile[];
}

/** An answer, or what belongs to it, as a file. */
export interface AnswerFile {
  readonly name: string;
  readonly text: string;
}

/**
 * What one answer looks like now, given the conversation's footnotes before it. Without `filesAllowed` all of it is in the
 * parts. It may remember what it has rendered of this answer, so each answer has its own.
 */
export type Render<P extends Part> = (answer: Answer, earlier: FootnoteList, filesAllowed?: boolean) => Rendered<P>;

/** One allowance of a platform: at most `limit` writes in any `windowMs`, for all that share the key. */
export interface Budget {
  readonly key: string;
  readonly limit: number;
  readonly windowMs: number;
  /** The allowance that this one is a part of; a write counts against both. */
  readonly within?: Budget | undefined;
}

/** Where an answer is shown, as it can be stored. */
export interface ReplyAddress {
  readonly platform: Platform;
  readonly channel: string;
  readonly thread?: string | undefined;
  /** The ids of the messages that exist, by part; an absent one is `null`. */
  readonly messages: readonly (string | null)[];
  /** Written as the response to a command, not as the bot. */
  readonly asResponse?: boolean | undefined;
}

/** One answer's messages on a platform. Calls are made one at a time. */
export interface Reply<P extends Part> {
  /** How many writes are left in all; `undefined` without such a limit. Slack's `response_url` has one. */
  readonly writesLeft?: number | undefined;
  /** What a write of this part is counted against: creating and editing may have budgets of their own. */
  budget(index: number): Budget;
  /** Creates the message of a part, or edits it when it exists. Parts are created in order. Throws a `FootnoteError`; `rate-limited` carries the wait. */
  write(index: number, part: P): Promise<void>;
  /** Looks for the message of a part where it may exist without being known, as `write` does by itself; false where there was nothing to look for. */
  lookFor?(index: number): Promise<boolean>;
  /** Takes back the message of a part that is no longer needed. */
  remove(index: number): Promise<void>;
  /** Attaches a file after the parts that exist; absent where the bot cannot. Throws like `write`. */
  attach?(file: AnswerFile): Promise<void>;
  /** Told once when the answer is begun to be shown, and once when it has ended, where the platform shows that by itself. Never rejects. */
  working?(isWorking: boolean): Promise<void>;
  address(): ReplyAddress;
}

/** A place that is ready for an answer. */
export interface Opened<P extends Part> {
  readonly conversation: ConversationKey;
  readonly reply: Reply<P>;
  readonly render: Render<P>;
}
