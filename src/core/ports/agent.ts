import type { AgentProfile, AnswerEvent, Page, Step } from '../answer/answer.ts';
import type { Conversation } from '../answer/conversation.ts';
import type { FootnoteRegistry } from '../answer/footnotes.ts';
import type { OptionName } from '../question/parse-options.ts';
import type { AgentName, Question } from '../question/question.ts';

/** What is to be known of an agent, whether or not it is set up: nothing else in the code knows one from another. */
export interface AgentInfo {
  /** By which questions, records and settings name it: lower-case letters. */
  readonly name: AgentName;
  /** Its name for people, for example `Reka Research`. */
  readonly label: string;
  /** There are many of its kind, so that sentences say "the Reigent" and "a Reigent". */
  readonly oneOfMany: boolean;
  /** The word before a colon with which a question picks it. */
  readonly prefix: string;
  /** Its slash command, without the slash. */
  readonly command: string;
  /** The options that a question to it may have. */
  readonly options: readonly OptionName[];
  /** It learns from every question, and cannot forget. */
  readonly learns: boolean;
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
