import type { Answer } from '../answer/answer.ts';
import type { Control } from '../answer/control.ts';
import type { FootnoteList } from '../answer/footnotes.ts';
import type { ChannelKey, ConversationKey, Platform } from '../question/keys.ts';
import type { GivenOption } from '../question/parse-options.ts';
import type { AgentName, Asker, Origin } from '../question/question.ts';
import type { Opened, Part, ReplyAddress } from './place.ts';

/** Who sees what follows something said: everybody there, or the one who said it. */
export type SeenBy = 'all' | 'asker';

/** Something that a person said to the bot, as an adapter hands it over: acknowledged to the platform, not yet understood. */
export interface Incoming<P extends Part> {
  /** The same for every delivery of the same message or interaction; contains the workspace. */
  readonly id: string;
  readonly platform: Platform;
  readonly origin: Origin;
  readonly asker: Asker;
  /** The words, without the mention of the bot. */
  readonly text: string;
  /** The agent that a slash command names; `undefined` when the words decide. */
  readonly agent?: AgentName | undefined;
  /** Options that were given beside the words, unchecked; those in the words are still there. */
  readonly options?: readonly GivenOption[] | undefined;
  /** The channel it was said in. */
  readonly channelKey: ChannelKey;
  /**
   * What is said in one conversation has the same line, which is known before the place for its answer is made: it is
   * taken up in the order of its arrival.
   */
  readonly line: string;
  /** What {@link PlatformAdapter.restore} makes the same of again, in another process. */
  readonly said: string;
  /** The conversation it was said in; `undefined` when it would begin one. */
  current(): Promise<ConversationKey | undefined>;
  /**
   * Tells the platform that it was taken, where that also decides who sees what follows; absent where it does not. Called
   * when it is recorded; further calls wait for the first.
   */
  acknowledge?(seenBy: SeenBy): Promise<void>;
  /** Makes the place for an answer: finds the thread, starts one with this title, or posts the message that one can hang on. */
  open(title: string): Promise<Opened<P>>;
  /** The place that was opened before. Messages of it that may exist without being known are looked for before they are posted again. */
  resume(address: ReplyAddress): Pick<Opened<P>, 'reply' | 'render'>;
  /** Says one thing to the person, to nobody else where the platform can. */
  tell(words: string): Promise<void>;
  /** Makes the next question begin a new conversation; absent where a new thread does that. */
  restart?(): Promise<void>;
}

/**
 * The door that adapters knock on. Resolves when what was said is recorded, so that its platform may be told that it was
 * taken. Rejects only with the hint `taken-over`: another process takes it when its platform delivers it again.
 */
export type Accept = <P extends Part>(incoming: Incoming<P>) => Promise<void>;

/** Somebody who pressed a button, as an adapter sees them. */
export interface Presser {
  readonly userId: string;
  /** Whether they may manage what others wrote there; false where the platform does not tell. */
  mayModerate(): Promise<boolean>;
  /** Says one thing to this person alone. */
  tell(words: string): Promise<void>;
}

/** A button that a person pressed, acknowledged to the platform. */
export interface Pressed extends Presser {
  readonly control: Control;
  /** The question whose answer the button stands under. */
  readonly questionId: string;
  /** The channel that it stands in. */
  readonly channelKey: ChannelKey;
  /** Shows what stands behind an answer to this person alone. */
  show(details: Details): Promise<void>;
}

/** What stands behind an answer. */
export interface Details {
  readonly of: 'steps' | 'sources';
  readonly answer: Answer;
  /** The conversation's footnotes: they number the sources. */
  readonly footnotes: FootnoteList;
}

/** How details look on one platform: one part a message, at least one. */
export type RenderDetails<P extends Part> = (details: Details) => readonly P[];

/** The door for what people press. Neither method rejects. */
export interface Buttons {
  /** Resolves when the button has done its work. */
  press(pressed: Pressed): Promise<void>;
  /** Somebody stopped all of a conversation with a button of the platform's own. */
  stopConversation(conversation: ConversationKey, by: Presser): Promise<void>;
}

/** A message that was deleted by somebody who may do that there. */
export interface DeletedMessage {
  readonly platform: Platform;
  /** The channel and the id as a {@link ReplyAddress} has them. */
  readonly channel: string;
  readonly messageId: string;
  /** What {@link Incoming.id} is, or would be, if it was said to the bot. */
  readonly questionId: string;
}

/** The door for what people change of what was said. Neither method rejects. */
export interface Edits {
  /** A message as it is now, whether or not it was said to the bot and its words have changed. Resolves when that is recorded. */
  edited<P extends Part>(now: Incoming<P>): Promise<void>;
  deleted(message: DeletedMessage): Promise<void>;
}

/** One platform's connection, as the app starts and stops it. */
export interface PlatformAdapter {
  readonly platform: Platform;
  /** Connects; events are handed to {@link Accept} from then on. Throws a `FootnoteError` of kind `config` or `auth` that names the variable. */
  start(): Promise<void>;
  /** What was said, from {@link Incoming.said}; `undefined` when it cannot be read. */
  restore(said: string): Incoming<Part> | undefined;
  /** The place of a reply of whose question only the id is left; `undefined` where nothing can be written to it any more. */
  resume(address: ReplyAddress, questionId: string): Pick<Opened<Part>, 'reply' | 'render'> | undefined;
  /** True while events arrive, as far as is known. */
  connected(): boolean;
  /** When the platform last gave a sign of life, an event or the answer to a ping, in milliseconds since the epoch; `undefined` where none is due. */
  heardAt(): number | undefined;
  /** Makes the connection anew, because it only seems to be there. Never rejects. */
  reconnect(): Promise<void>;
  /** Takes in nothing new; writes still work. */
  pause(): Promise<void>;
  /** Disconnects. */
  stop(): Promise<void>;
}
