import type { Answer } from '../answer/answer.ts';
import type { Conversation, Turn, TurnContext } from '../answer/conversation.ts';
import type { ChannelKey, ConversationKey, Platform } from '../question/keys.ts';
import type { Question } from '../question/question.ts';
import type { ReplyAddress } from './place.ts';

/**
 * How far something said to the bot has come: `accepted` on its platform, `opened` when its reply has a place, `asked`
 * when the agent's request is about to leave, `asked-again` when it is so once more after a crash, `ended` when nothing
 * more is to be done.
 */
export type RunState = 'accepted' | 'opened' | 'asked' | 'asked-again' | 'ended';

/** The durable record of one thing said to the bot, from its acceptance until long after its reply. */
export interface Run {
  /** The platform's identity of the message or interaction: what said it twice is recognised by. */
  readonly id: string;
  readonly platform: Platform;
  readonly state: RunState;
  /** What was said, as its adapter needs it to take it up again: JSON that only the adapter reads. Empty once it is forgotten. */
  readonly said: string;
  /** When it was accepted, in milliseconds since the epoch. */
  readonly acceptedAt: number;
  /** Absent until it was understood and a place for its reply was made. */
  readonly question?: Question | undefined;
  readonly address?: ReplyAddress | undefined;
  /** As far as it is known to the ledger; a running answer is noted at most once a second. */
  readonly answer?: Answer | undefined;
  /** Its newest wording, in the form of `said`, where that is a question and another than the one that was asked. */
  readonly reworded?: string | undefined;
}

/** What becomes known of a run; what is absent stays as it was. */
export interface RunChange {
  readonly state?: RunState;
  readonly question?: Question;
  readonly address?: ReplyAddress;
  readonly answer?: Answer;
  /** Nothing where it was forgotten. */
  readonly said?: string;
}

/** A place where the bot was asked. */
export interface RecentPlace {
  readonly channelKey: ChannelKey;
  readonly conversation: ConversationKey;
  /** When the newest of its questions was accepted, in milliseconds since the epoch. */
  readonly acceptedAt: number;
}

/**
 * The durable records of all runs. Several processes may have the same ledger open, and a run belongs to one of them.
 * Methods throw a `FootnoteError` of kind `storage`, and one of kind `stopped` with the hint `taken-over` when what is to be
 * done is another process's by now: this one was taken for dead.
 */
export interface Ledger {
  /** Records what was said before its platform is told that it was taken. False when it is known already. Survives a power cut once it has resolved. */
  accept(run: Pick<Run, 'id' | 'platform' | 'said' | 'acceptedAt'>): Promise<boolean>;
  /** Notes a change of a run of this process. One to `ended` survives a power cut, any other the death of the process. A run that is not known stays unknown. */
  change(id: string, change: RunChange): Promise<void>;
  /** Whether a run belongs to this process; true also of one that is not known, and where it cannot be told. Never rejects. */
  owns(id: string): Promise<boolean>;
  /** Notes the newest wording of what was asked, in the form of `said`, whoever the run belongs to; `null` takes it away. */
  reword(id: string, said: string | null): Promise<void>;
  /** Makes a run that has ended one of this process, as `opened`. False when another process has it, or it is not known. */
  reopen(id: string): Promise<boolean>;
  /** The runs that have not ended and belonged to no process that lives, in order of their acceptance: now they belong to this one. */
  takeOver(): Promise<readonly Run[]>;
  /** Says that this process lives: to be called several times within a lease. */
  renew(): Promise<void>;
  find(id: string): Promise<Run | undefined>;
  /** Where questions were accepted since then, those with the newest first; forgotten ones are left out. */
  recentPlaces(platform: Platform, acceptedSince: number, limit: number): Promise<readonly RecentPlace[]>;
  /** Removes what was said and answered, keeping the ids, so that a redelivery is still recognised. */
  forget(
    what: { readonly conversation: ConversationKey } | { readonly channelKey: ChannelKey; readonly askerId: string },
  ): Promise<void>;
  /** Removes the runs that ended and were accepted before this moment. */
  prune(acceptedBefore: number): Promise<void>;
}

/** The remembered conversations. Methods throw a `FootnoteError` of kind `storage`. */
export interface HistoryStore {
  /** The conversation, a new one when nothing is remembered. */
  load(key: ConversationKey): Promise<Conversation>;
  /**
   * Adds a turn to the conversation, or the new state of one that it has. False, and nothing is stored, when the conversation
   * was forgotten since it was loaded; one that is forgotten meanwhile does not come back. What is added to the same
   * conversation at once is kept whole, and none of its numbers leads to two pages.
   */
  append(
    key: ConversationKey,
    turn: Turn,
    options: TurnContext & {
      /** The conversation as it was loaded before the question was asked. */
      readonly unlessForgotten: Conversation;
    },
  ): Promise<boolean>;
  /** Removes it; false when nothing was remembered. */
  forget(key: ConversationKey): Promise<boolean>;
  /** Removes the conversations that this person began in this channel, and names them. */
  forgetBegunBy(channelKey: ChannelKey, askerId: string): Promise<readonly ConversationKey[]>;
}

/** Which conversation a message or a direct-message channel belongs to, where its id alone does not say. Throws like {@link HistoryStore}. */
export interface ConversationIndex {
  /** `at`: when it was last linked, in milliseconds since the epoch. */
  find(alias: string): Promise<{ readonly conversation: ConversationKey; readonly at: number } | undefined>;
  link(alias: string, conversation: ConversationKey): Promise<void>;
  unlink(alias: string): Promise<void>;
}
