import type { ErrorHint, ErrorKind } from '../errors.ts';
import type { AgentName } from '../question/question.ts';

/** A page that an agent delivered: only such a page can become a footnote. */
export interface Page {
  readonly url: string;
  readonly title?: string | undefined;
  readonly snippet?: string | undefined;
  /** How old the page is in the agent's words, for example `2h ago`. */
  readonly age?: string | undefined;
  /** What the agent took from reading the page. */
  readonly analysis?: string | undefined;
}

interface StepBase {
  /** Unique within the answer; a later event with the same id replaces the step. */
  readonly id: string;
  readonly state: 'running' | 'done' | 'failed';
  /** The pages that the step delivered. */
  readonly pages: readonly Page[];
  /** What the tool reported when it failed: text from outside. */
  readonly error?: string | undefined;
}

/** One thing that an agent did on the way to its answer. Every text in it comes from outside. */
export type Step =
  | (StepBase & { readonly kind: 'thought'; readonly text: string })
  | (StepBase & { readonly kind: 'search'; readonly query: string })
  | (StepBase & { readonly kind: 'read'; readonly urls: readonly string[]; readonly task: string })
  | (StepBase & { readonly kind: 'tool'; readonly name: string });

/** What the agent's service counted; `undefined` where it did not say. */
export interface Usage {
  readonly promptTokens?: number | undefined;
  readonly completionTokens?: number | undefined;
}

/** A structured answer: JSON that keeps to the schema of a template. */
export interface AnswerData {
  /** The template's name. */
  readonly template: string;
  /** A JSON object, nested at most {@link maxDataDepth} levels deep. */
  readonly value: unknown;
}

/** What is nested more deeply is no structured answer: everything that walks over one does so recursively. */
export const maxDataDepth = 32;

/** What an agent's service says of the agent; all of it comes from outside. */
export interface AgentProfile {
  readonly name?: string | undefined;
  readonly model?: string | undefined;
  /** What it answers in, for example `text` or `json`. */
  readonly format?: string | undefined;
}

/** What a person must know about an answer besides its text. */
export type Notice =
  /** The stream ended before its end was announced. */
  | 'cut-off'
  /** The bot itself ended while the answer was being written. */
  | 'interrupted'
  /** The agent gave no answer text, only its reasoning, which is shown instead. */
  | 'reasoning-only'
  /** The answer could not be stored, so a follow-up will not know it. */
  | 'not-remembered'
  /** The agent did not keep to the template that was asked for; its answer is shown as text. */
  | 'not-structured'
  /** The rest of the answer could not be shown here. */
  | 'not-all-shown'
  /** The agent wanted to use more tools than one answer may. */
  | 'tool-limit'
  /** Something of the conversation or of what tools found was too long for the agent. */
  | 'left-out';

/** Who shares a limit of running questions. A person counts once in each workspace; Discord's direct messages belong to no workspace. */
export type Scope = 'person' | 'channel' | 'workspace' | 'process';

/** What a question waits for before its agent is asked. */
export type Wait =
  /** The questions before it in its conversation. */
  | { readonly for: 'turn'; readonly ahead: number }
  /** Others that share a limit with it: so many are answered at a time. */
  | { readonly for: Scope; readonly running: number }
  /** The agent's service, which takes so many requests. */
  | { readonly for: 'agent'; readonly perMinute: number };

/** What an agent reports while it answers. */
export type AnswerEvent =
  /** The request has not left yet, or was refused without being begun; `asking` follows before it leaves. */
  | { readonly type: 'queued'; readonly wait: Wait }
  /** The request is about to leave: it does so when the next event is wanted. */
  | { readonly type: 'asking' }
  | { readonly type: 'step'; readonly step: Step }
  /** Which agent it is that answers. */
  | { readonly type: 'profile'; readonly profile: AgentProfile }
  | { readonly type: 'notice'; readonly notice: Notice }
  /** More text, or with `replace` the whole text anew. */
  | { readonly type: 'text'; readonly text: string; readonly replace?: boolean }
  /** The whole answer in the form of a template, in place of text. */
  | { readonly type: 'data'; readonly data: AnswerData }
  | { readonly type: 'citations'; readonly citations: readonly Page[] }
  | { readonly type: 'usage'; readonly usage: Usage }
  /** Nothing will be known before the end; this much time has passed since the agent was asked. */
  | { readonly type: 'waiting'; readonly elapsedMs: number }
  /** The last event. An answer whose events end without it is incomplete. */
  | { readonly type: 'done'; readonly complete: boolean; readonly notice?: Notice };

/** Why an answer failed, in what people may know of it. */
export interface Failure {
  readonly kind: ErrorKind;
  readonly hint?: ErrorHint | undefined;
  readonly retryAfterMs?: number | undefined;
  /** Why a policy refused it, as people are told. */
  readonly reason?: string | undefined;
  /** There is nothing to retry, whatever its kind says; only where the answer is shown. */
  readonly isFinal?: boolean | undefined;
}

/** `working` until the end; the others are final. */
export type AnswerState = 'working' | 'complete' | 'incomplete' | 'stopped' | 'failed';

/** All that is known of one answer: the fold of its events. */
export interface Answer {
  /** `undefined` when its question was forgotten. */
  readonly agent?: AgentName | undefined;
  readonly profile?: AgentProfile | undefined;
  readonly state: AnswerState;
  /** What it waits for; `undefined` once the agent is asked. */
  readonly wait?: Wait | undefined;
  /** Markdown as the agent wrote it; of a structured answer its JSON, so that a follow-up knows it. */
  readonly text: string;
  readonly data?: AnswerData | undefined;
  readonly steps: readonly Step[];
  readonly citations: readonly Page[];
  readonly notices: readonly Notice[];
  readonly usage?: Usage | undefined;
  /** How long the agent had been at work by its last word, where it reports nothing else; `undefined` otherwise. */
  readonly waitedMs?: number | undefined;
  readonly failure?: Failure | undefined;
  /** Its question has another wording by now; only where the answer is shown. */
  readonly reworded?: boolean | undefined;
  /** Milliseconds since the epoch; `endedAt` is `undefined` while the answer is being worked on. */
  readonly startedAt: number;
  readonly endedAt?: number | undefined;
}

/** An answer of which nothing is known yet. */
export function startAnswer(agent: AgentName | undefined, startedAt: number, wait?: Wait): Answer {
  return { agent, state: 'working', wait, text: '', steps: [], citations: [], notices: [], startedAt };
}

/** The answer after one more event. Neither argument is changed; `done` leaves `endedAt` to {@link endAnswer}. */
export function applyEvent(answer: Answer, event: AnswerEvent): Answer {
  switch (event.type) {
    case 'queued':
      return { ...answer, wait: event.wait };
    case 'asking':
      return { ...answer, wait: undefined };
    case 'step':
      return { ...answer, steps: withStep(answer.steps, event.step) };
    case 'profile':
      return { ...answer, profile: event.profile };
    case 'notice':
      return withNotice(answer, event.notice);
    case 'text':
      return { ...answer, text: event.replace ? event.text : answer.text + event.text };
    case 'data':
      return { ...answer, data: event.data, text: JSON.stringify(event.data.value) };
    case 'citations':
      return { ...answer, citations: [...answer.citations, ...event.citations] };
    case 'usage':
      return { ...answer, usage: event.usage };
    case 'waiting':
      return { ...answer, waitedMs: event.elapsedMs };
    case 'done': {
      const state = event.complete ? 'complete' : 'incomplete';
      return event.notice ? withNotice({ ...answer, state }, event.notice) : { ...answer, state };
    }
  }
}

/** The answer with a notice that is shown once, however often it is added. */
export function withNotice(answer: Answer, notice: Notice): Answer {
  return answer.notices.includes(notice) ? answer : { ...answer, notices: [...answer.notices, notice] };
}

/** The answer at its end. One that is still `working` ended without a word and becomes `incomplete`. */
export function endAnswer(answer: Answer, endedAt: number): Answer {
  const ended = { ...answer, endedAt: answer.endedAt ?? endedAt };
  if (answer.state !== 'working') return ended;
  return withNotice({ ...ended, state: 'incomplete' }, 'cut-off');
}

function withStep(steps: readonly Step[], step: Step): readonly Step[] {
  const at = steps.findIndex(({ id }) => id === step.id);
  return at === -1 ? [...steps, step] : steps.with(at, step);
}
