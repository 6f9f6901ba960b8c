import type { Answer } from './answer.ts';
import type { ReplyAddress } from './ports.ts';
import type { ConversationKey, Platform, Question } from './question.ts';

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
  /** `null` takes it away. */
  readonly reworded?: string | null;
}

/** A place where the bot was asked. */
export interface RecentPlace {
  readonly channelKey: string;
  readonly conversation: ConversationKey;
  /** When the newest of its questions was accepted, in milliseconds since the epoch. */
  readonly acceptedAt: number;
}

/** The ledger of runs. Methods throw a `FootnoteError` of kind `storage`. */
export interface RunStore {
  /** Records what was said before its platform is told that it was taken. False when it is known already. Survives a power cut once it has resolved. */
  accept(run: Pick<Run, 'id' | 'platform' | 'said' | 'acceptedAt'>): Promise<boolean>;
  /** Notes a change. One to `ended` survives a power cut, any other the death of the process. A run that is not known stays unknown. */
  change(id: string, change: RunChange): Promise<void>;
  find(id: string): Promise<Run | undefined>;
  /** The runs that have not ended, in order of their acceptance. */
  unfinished(): Promise<readonly Run[]>;
  /** Where questions were accepted since then, those with the newest first; forgotten ones are left out. */
  recentPlaces(platform: Platform, acceptedSince: number, limit: number): Promise<readonly RecentPlace[]>;
  /** Removes what was said and answered, keeping the ids, so that a redelivery is still recognised. */
  forget(
    what: { readonly conversation: ConversationKey } | { readonly channelKey: string; readonly askerId: string },
  ): Promise<void>;
  /** Removes the runs that ended and were accepted before this moment. */
  prune(acceptedBefore: number): Promise<void>;
}
