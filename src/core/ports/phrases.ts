import type { AgentProfile, Scope } from '../answer/answer.ts';
import type { OptionProblem } from '../question/parse-options.ts';
import type { AgentName } from '../question/question.ts';

/** A limit that lets no further question in. */
export interface FullPlace {
  readonly by: Scope | 'conversation';
  /** How many questions may be open there: answered or waiting. */
  readonly open: number;
}

/** An agent that is set up, and what is known of it now. */
export interface Answering {
  readonly name: AgentName;
  readonly profile?: AgentProfile | undefined;
}

/** What the bot says besides answers; the words of one language. */
export interface Phrases {
  /** How to use the bot, and who answers: for an empty command, an empty mention or `help`. */
  help(answering: readonly Answering[]): string;
  /** To a command for an agent that is not set up. */
  agentOff(agent: AgentName): string;
  /** To a question that was not asked because of its options: why, and the right form. */
  wrongOption(problem: OptionProblem): string;
  /** To a question that was not taken in because too many are open. */
  tooMany(full: FullPlace): string;
  /** To `forget` in a conversation. `agents`: those that are set up, some of which may not be able to forget. */
  forgotten(found: boolean, agents: readonly AgentName[]): string;
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
  /** To a Retry or an "Ask again" by somebody who may not. */
  readonly mayNotAskAgain: string;
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
