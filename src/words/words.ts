import type { AgentProfile, Failure, Notice, Step, Wait } from '../core/answer/answer.ts';
import type { Control } from '../core/answer/control.ts';
import type { AgentInfo } from '../core/ports/agent.ts';
import type { Phrases } from '../core/ports/phrases.ts';
import type { Details } from '../core/ports/platform.ts';
import type { OptionName } from '../core/question/parse-options.ts';
import type { AgentName } from '../core/question/question.ts';

/** The words of one language, made for the agents that are known. An agent that is not among them is called by its name. */
export type Catalogue = (agents: readonly AgentInfo[]) => Words;

/**
 * Everything that the bot says in one language, emoji included. What comes from outside (`detail`, `error`, a profile's
 * fields, names, questions) is made safe and short before it comes here.
 */
export interface Words extends Phrases {
  readonly status: StatusWords;
  readonly notices: NoticeWords;
  readonly sources: SourceWords;
  readonly messages: MessageWords;
  readonly data: DataWords;
  readonly details: DetailWords;
  readonly commands: CommandWords;
  readonly places: PlaceWords;
  /** The words on a button: at most 75 characters. */
  controlLabel(control: Control): string;
}

/** The one line that says how an answer is coming along. */
export interface StatusWords {
  /** Nothing is known of the answer yet. */
  readonly researching: string;
  /** The question was not asked yet. */
  waiting(wait: Wait, agent: AgentName | undefined): string;
  /** The answer comes whole at its end. */
  thinkingInParallel(elapsedMs: number): string;
  /** The newest step. `pages`: how many a `read` step reads. */
  step(kind: Step['kind'], detail: string, pages: number): string;
  /** Text arrives. */
  readonly writing: string;
  /** The answer has ended: who gave it, where that is known, and what it took. */
  footer(agent: AgentName | undefined, took: Effort, profile?: AgentProfile): string;
}

/** The time, searches and pages that an answer took. */
export interface Effort {
  readonly tookMs: number;
  readonly searches: number;
  readonly pages: number;
}

/** What a person must know about an answer besides its text. */
export interface NoticeWords {
  notice(kind: Notice): string;
  /** Somebody stopped it. `early`: nothing had arrived. */
  stopped(early: boolean): string;
  /** It failed: what happened and what to do next. `afterText`: part of it stands above. */
  failed(failure: Failure, agent: AgentName | undefined, afterText: boolean): string;
}

/** The lists of pages under an answer. */
export interface SourceWords {
  /** Above the footnotes. */
  readonly heading: string;
  /** Above the pages that were found but not cited. */
  readonly alsoConsulted: string;
  /** The end of a list that names only some. */
  andMorePages(pages: number): string;
}

/** What holds an answer of several messages together. */
export interface MessageWords {
  /** The notification of the second and later messages. */
  continued(part: number): string;
  /** The end of the messages of an answer whose whole is a file. `working`: the rest is still being written. */
  restInFile(working: boolean, fileName: string): string;
  /** The name of an answer's files, without extension: letters and digits. */
  readonly fileName: string;
}

/** Values of a structured answer. */
export interface DataWords {
  yesOrNo(value: boolean): string;
  /** A field without a value. */
  readonly noValue: string;
}

/** The list of the steps or the sources behind an answer. */
export interface DetailWords {
  heading(of: Details['of']): string;
  /** In place of a list without entries. */
  nothingToList(of: Details['of']): string;
  /** What a step did. */
  stepTaken(kind: Step['kind'], detail: string): string;
  /** How many pages a step brought. */
  pagesFound(pages: number): string;
  /** A step failed. `error`: what its tool reported. */
  stepFailed(error: string | undefined): string;
  /** A step was still going on when the answer ended. */
  readonly stepUnfinished: string;
  /** What stands on a page. */
  quoted(text: string): string;
  /** The end of a list that is too long to be shown. */
  andMore(entries: number): string;
}

/** How commands and their options are described: at most 100 characters each. */
export interface CommandWords {
  /** The command that asks an agent. */
  ask(agent: AgentName): string;
  /** `/help`. */
  readonly help: string;
  /** The question of a command. */
  readonly question: string;
  readonly options: Readonly<Record<OptionName, string>>;
}

/** What a platform's own rules make the bot say. */
export interface PlaceWords {
  /** A person or role whose name the platform did not deliver, as in `@someone`. */
  readonly someone: string;
  /** A channel whose name the platform did not deliver, as in `#channel`. */
  readonly channel: string;
  /** The name of a thread about a question without words. */
  readonly thread: string;
  /** Who asked, where the platform delivers no name. */
  readonly somebody: string;
  /** The line above an answer to a command, which nothing else shows. */
  asked(who: string, question: string): string;
  /** To the asker alone, where the bot cannot edit what it wrote. */
  readonly answerFollows: string;
  /** To a reply whose words Discord does not show to the bot. */
  readonly unreadableReply: string;
}
