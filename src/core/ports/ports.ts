import type { AgentProfile, Answer, AnswerEvent, AnswerState, Page, Step } from '../answer/answer.ts';
import type { Control } from '../answer/control.ts';
import type { Conversation } from '../answer/conversation.ts';
import type { Footnote, FootnoteList, FootnoteRegistry } from '../answer/footnotes.ts';
import type { Refusal } from '../asking/admission.ts';
import type { ErrorKind } from '../errors.ts';
import type { GivenOption, OptionProblem } from '../question/parse-options.ts';
import type { AgentName, Asker, ConversationKey, Origin, Platform, Question } from '../question/question.ts';

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
  /** A question was not taken in, because too many are open. */
  questionRefused(platform: Platform, by: Refusal['by']): void;
  /** The first sign of a reply is visible, counted from the question's acceptance. */
  replyVisible(platform: Platform, afterMs: number): void;
  /** The first words of the answer are visible, counted from the question's acceptance. */
  textVisible(platform: Platform, afterMs: number): void;
  answerEnded(platform: Platform, agent: AgentName, state: AnswerState, tookMs: number, error?: ErrorKind): void;
  /** One write of a reply reached the platform, or was refused. */
  replyWritten(platform: Platform, outcome: 'ok' | ErrorKind): void;
  /** A connection to the platform was opened; `resumed`: with all that happened while there was none. */
  connectionOpened(platform: Platform, how: 'new' | 'resumed'): void;
  /** A connection to the platform ended, and the bot did not wish it. */
  connectionLost(platform: Platform): void;
  /** Nothing was heard of a platform for so long that its connection is made anew. */
  platformSilent(platform: Platform): void;
  /** An operation of a store failed: of the one with the conversations, or of the ledger of runs. */
  storageFailed(store: 'conversations' | 'ledger'): void;
}

/** Someone who answers. */
export interface Agent {
  readonly name: AgentName;
  /** Its name for people, for example `Reka Research`. */
  readonly label: string;
  /** What is known of it now; `undefined` while nothing is. */
  profile?(): AgentProfile | undefined;
  /** It may wait before its request leaves, and says with `asking` when it is about to. Any other is taken as asked at once. */
  readonly asksLater?: boolean;
  /** It tells only what it had told before: nothing is to be seen of it before its end. */
  readonly replays?: boolean;
  /** Events until `done`. Throws a `FootnoteError`; ends soon after the signal aborts. `conversation` holds the turns before this question. */
  answer(question: Question, conversation: Conversation, options: { signal: AbortSignal }): AsyncIterable<AnswerEvent>;
}

/** What an agent may call while it answers. */
export interface Tool {
  /** Letters, digits and underscores. */
  readonly name: string;
  /** For the agent: what it does, and what to use it for. */
  readonly description: string;
  /** JSON Schema of the arguments: an object, all of whose properties are required, and that takes no others. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Runs it. `args` is what the agent wrote, checked by nobody. May throw anything, which the agent is told as a failure without details. */
  run(args: unknown, context: ToolContext): Promise<ToolResult>;
}

/** What a call of a tool is about. */
export interface ToolContext {
  /** The question that the agent is answering. */
  readonly question: Question;
  readonly conversation: Conversation;
  /** The conversation's sources. What is cited here, the agent may cite by that number. */
  readonly sources: FootnoteRegistry;
  /** Aborts when the result is no longer wanted. */
  readonly signal: AbortSignal;
  /** Shows what the tool does meanwhile. Pages of the step count as delivered. */
  report(step: Step): void;
}

/** What the agent gets back. */
export interface ToolResult {
  /** For the agent. What comes from outside has to be marked as quoted. */
  readonly text: string;
  /** The pages that the tool delivered. */
  readonly pages: readonly Page[];
  /** The call could not be carried out, as `text` says. */
  readonly failed?: boolean;
}

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
  /** The channel it was said in, with platform and workspace, for example `slack:T1:C1`. */
  readonly channelKey: string;
  /**
   * What is said in one conversation has the same line, which is known before the place for its answer is made: it is
   * taken up in the order of its arrival.
   */
  readonly line: string;
  /** What {@link PlatformAdapter.revive} makes the same of again, in another process. */
  readonly said: string;
  /** The conversation it was said in; `undefined` when it would begin one. */
  current(): Promise<ConversationKey | undefined>;
  /** Makes the place for an answer: finds the thread, starts one, or posts the message that one can hang on. */
  open(): Promise<Opened<P>>;
  /** The place that was opened before. Messages of it that may exist without being known are looked for before they are posted again. */
  reopen(address: ReplyAddress): Pick<Opened<P>, 'reply' | 'render'>;
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
  /** The channel that it stands in, with platform and workspace, for example `slack:T1:C1`. */
  readonly channelKey: string;
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
export interface Presses {
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
export interface Amendments {
  /** A message as it is now, whether or not it was said to the bot and its words have changed. Resolves when that is recorded. */
  edited<P extends Part>(now: Incoming<P>): Promise<void>;
  deleted(message: DeletedMessage): Promise<void>;
}

/** The remembered conversations. Methods throw a `FootnoteError` of kind `storage`. */
export interface HistoryStore {
  /** The conversation, a new one when nothing is remembered. */
  load(key: ConversationKey): Promise<Conversation>;
  save(conversation: Conversation): Promise<void>;
  /** Removes it; false when nothing was remembered. */
  forget(key: ConversationKey): Promise<boolean>;
  /** Removes the conversations that this person began in this channel, and names them. */
  forgetBegunBy(channelKey: string, askerId: string): Promise<readonly ConversationKey[]>;
}

/** Which conversation a message or a direct-message channel belongs to, where its id alone does not say. Throws like {@link HistoryStore}. */
export interface ConversationIndex {
  /** `at`: when it was last linked, in milliseconds since the epoch. */
  find(alias: string): Promise<{ readonly conversation: ConversationKey; readonly at: number } | undefined>;
  link(alias: string, conversation: ConversationKey): Promise<void>;
  unlink(alias: string): Promise<void>;
}

/** One platform's connection, as the app starts and stops it. */
export interface PlatformAdapter {
  readonly platform: Platform;
  /** Connects; events are handed to {@link Accept} from then on. Throws a `FootnoteError` of kind `config` or `auth` that names the variable. */
  start(): Promise<void>;
  /** What was said, from {@link Incoming.said}; `undefined` when it cannot be read. */
  revive(said: string): Incoming<Part> | undefined;
  /** The place of a reply of whose question only the id is left; `undefined` where nothing can be written to it any more. */
  reopen(address: ReplyAddress, questionId: string): Pick<Opened<Part>, 'reply' | 'render'> | undefined;
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

/** What the bot says besides answers; the words of one language. */
export interface Phrases {
  /** How to use the bot, and who answers: for an empty command, an empty mention or `help`. */
  help(agents: readonly AgentName[], profiles?: Readonly<Partial<Record<AgentName, AgentProfile | undefined>>>): string;
  /** To a command for an agent that is not set up. */
  agentOff(agent: AgentName): string;
  /** To a question that was not asked because of its options: why, and the right form. */
  wrongOption(problem: OptionProblem): string;
  /** To a question that was not taken in because too many are open. */
  tooMany(refusal: Refusal): string;
  /** To `forget` in a conversation. `reigent`: one is set up here, which cannot forget. */
  forgotten(found: boolean, reigent: boolean): string;
  /** To `forget` in a channel. */
  forgottenInChannel(conversations: number): string;
  /** To a command that needs the store while it cannot be reached. */
  readonly storeUnreachable: string;
  /** To `new`. */
  readonly newConversation: string;
  /** To `new` where a new thread does that. */
  readonly newConversationHere: string;
  /** To anything while the bot shuts down. */
  readonly restarting: string;
  /** To a question for which a reply may be opened a little later. */
  readonly notNow: string;
  /** To a question for which no reply can be opened. */
  readonly cannotReply: string;
  /** To a Stop by somebody who may not. */
  readonly mayNotStop: string;
  /** To a Stop under an answer that has ended. */
  readonly alreadyEnded: string;
  /** To a Retry while the answer is being written, or after it has become complete. */
  readonly nothingToRetry: string;
  /** To a button that asks for a new wording which there is none of (any more). */
  readonly nothingToReword: string;
  /** To a button under an answer of which nothing is stored (any more). */
  readonly nothingKept: string;
  /** To a button that could not do its work. */
  readonly pressFailed: string;
}
