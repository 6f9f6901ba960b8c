import type { AgentProfile, AnswerEvent, Page, Step } from '../answer/answer.ts';
import type { Conversation } from '../answer/conversation.ts';
import type { FootnoteRegistry } from '../answer/footnotes.ts';
import type { Addressee } from '../question/command.ts';
import type { AgentName, Question } from '../question/question.ts';
import type { Depth } from '../question/research-options.ts';
import type { Templates } from '../question/template.ts';
import type { Clock, Logger } from './system.ts';

/** What is to be known of an agent, whether or not it is set up: nothing else in the code knows one from another. */
export interface AgentInfo extends Addressee {
  /** Its name for people. */
  readonly label: string;
  /** There are many of its kind, so that sentences have an article before its label. */
  readonly oneOfMany: boolean;
  /** Its slash command, without the slash. */
  readonly command: string;
  /** It learns from every question, and cannot forget. */
  readonly learns: boolean;
}

/** What a request costs. */
export interface Price {
  /** Dollars a request, by how deep the agent thinks. */
  readonly dollars: Readonly<Record<Depth, number>>;
  /** The day on which it was looked up, as an ISO date. */
  readonly seenOn: string;
}

/** What an agent is made with besides its settings. */
export interface AgentPorts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** For structured answers. */
  readonly templates: Templates;
  /** What it may call while it answers. */
  readonly tools: readonly Tool[];
}

/** All that there is of one kind of agent; a folder of agents exports one. `Settings`: how it is reached. */
export interface AgentDefinition<Settings> extends AgentInfo {
  /** What can be sent to it. */
  readonly accepts: readonly 'text'[];
  /** Absent where it is not known. */
  readonly price?: Price;
  /** An agent that asks nothing yet. Throws a `FootnoteError` of kind `config` where it cannot work so. */
  create(settings: Settings, ports: AgentPorts): Agent;
}

/** Someone who answers. */
export interface Agent {
  readonly name: AgentName;
  /** What is known of it now; `undefined` while nothing is. */
  profile?(): AgentProfile | undefined;
  /** Asks its service for its profile unless it was asked lately. Never rejects. */
  refresh?(signal: AbortSignal): Promise<void>;
  /** Why it cannot be asked, for the operator; `undefined` when it can, or when that is not known. */
  problem?(): string | undefined;
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
