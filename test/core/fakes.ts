import { type Answer, type AnswerEvent, endAnswer, startAnswer } from '../../src/core/answer/answer.ts';
import { type Conversation, goesOn, newConversation, withTurn } from '../../src/core/answer/conversation.ts';
import { createFootnotes } from '../../src/core/answer/footnotes.ts';
import { FootnoteError } from '../../src/core/errors.ts';
import type { Agent } from '../../src/core/ports/agent.ts';
import type { Budget, Part, Render, Reply } from '../../src/core/ports/place.ts';
import type { Buttons, Edits } from '../../src/core/ports/platform.ts';
import type { HistoryStore, Ledger, Run } from '../../src/core/ports/stores.ts';
import type { Logger, Metrics } from '../../src/core/ports/system.ts';
import { encodeChannelKey, encodeConversationKey } from '../../src/core/question/keys.ts';
import type { AgentName, Question } from '../../src/core/question/question.ts';
import type { EditBudget } from '../../src/core/reply/edit-budget.ts';
import { research } from './known-agents.ts';

/** A part that is nothing but text. */
export interface TextPart extends Part {
  readonly text: string;
}

/**
 * An answer in words: `|` in its text begins a new part, the last part names the state, what is unusual about it, and
 * the numbers of its citations.
 */
export const renderText: Render<TextPart> = (answer, earlier) => {
  const registry = createFootnotes(earlier);
  const numbers = answer.citations.map((page) => registry.cite(page).number);
  const texts = [...answer.text.split('|').slice(0, -1), [answer.text.split('|').at(-1), ...remarks(answer, numbers)]];
  const parts = texts.map((text) => {
    const shown = typeof text === 'string' ? text : text.filter((word) => word !== '').join(' ');
    return { fingerprint: shown, text: shown };
  });
  return { parts, used: registry.used(), footnotes: registry.list(), files: [] };
};

function remarks(answer: Answer, numbers: readonly number[]): string[] {
  return [
    answer.wait ? `waits for ${answer.wait.for === 'turn' ? answer.wait.ahead : answer.wait.for}` : answer.state,
    answer.failure?.reason ??
      (answer.failure?.hint === 'not-shown' ? answer.failure.hint : (answer.failure?.kind ?? '')),
    ...answer.notices,
    answer.reworded ? 'reworded' : '',
    ...numbers.map((number) => `[${number}]`),
  ];
}

/** Grants every write at once. */
export const unlimited: EditBudget = {
  take: async () => ({ release() {} }),
  spend: (_budget, _priority, write) => write(),
  limited() {},
};

/** A door at which nobody edits or deletes anything. */
export const noEdits: Edits = { edited: async () => {}, deleted: async () => {} };

/** A door that nobody presses at. */
export const noButtons: Buttons = { press: async () => {}, stopConversation: async () => {} };

/** A gate that what passes waits at while it is shut. */
function createGate() {
  let opened = Promise.resolve();
  let open: (() => void) | undefined;
  return {
    shut() {
      if (open) return;
      opened = new Promise((resolve) => {
        open = resolve;
      });
    },
    open() {
      open?.();
      open = undefined;
    },
    pass: () => opened,
  };
}

/** An allowance that leaves room for what a test writes. */
export const roomy: Budget = { key: 'channel', limit: 50, windowMs: 60_000 };
/** An allowance that makes every write wait for the one before it. */
export const tight: Budget = { key: 'channel', limit: 1, windowMs: 1000 };

/** A reply on no platform: what is visible, and what was written to make it so. */
export function createFakeReply(options: { writesLeft?: number; budget?: (index: number) => Budget } = {}) {
  const visible: string[] = [];
  const writes: string[] = [];
  const removed: number[] = [];
  const refusals: FootnoteError[] = [];
  const gone = new Set<number>();
  const gate = createGate();
  let writesLeft = options.writesLeft;
  let attempts = 0;
  let underway = 0;
  let mostUnderway = 0;

  async function attempt(change: () => void): Promise<void> {
    attempts += 1;
    underway += 1;
    mostUnderway = Math.max(mostUnderway, underway);
    await gate.pass();
    underway -= 1;
    const refusal = refusals.shift();
    if (refusal) throw refusal;
    change();
  }

  /** By part, the message that exists or that nobody has missed yet. */
  function messages(): (string | null)[] {
    const parts = Math.max(visible.length, ...[...gone, ...removed].map((index) => index + 1));
    return Array.from({ length: parts }, (_, index) =>
      index < visible.length || gone.has(index) ? `m${index}` : null,
    );
  }

  const reply: Reply<TextPart> = {
    get writesLeft() {
      return writesLeft;
    },
    budget: options.budget ?? (() => roomy),
    write: (index, { text }) =>
      attempt(() => {
        if (index > visible.length) throw new RangeError('Parts are created in order.');
        if (gone.has(index)) throw new FootnoteError('platform', 'It was deleted.', { hint: 'message-gone' });
        if (writesLeft !== undefined) writesLeft -= 1;
        visible[index] = text;
        writes.push(`${index}: ${text}`);
      }),
    remove: (index) =>
      attempt(() => {
        if (!gone.delete(index)) visible.splice(index, 1);
        removed.push(index);
      }),
    address: () => ({ platform: 'slack', channel: 'C1', messages: messages() }),
  };
  return {
    reply,
    visible,
    writes,
    removed,
    /** Writes hang at it while it is shut. */
    gate,
    /** The next writes fail with these, one each. */
    refuse: (...errors: FootnoteError[]) => refusals.push(...errors),
    /** Somebody deletes the message of a part. */
    delete(index: number) {
      visible.splice(index, 1);
      gone.add(index);
    },
    attempts: () => attempts,
    mostUnderway: () => mostUnderway,
  };
}

/** One request to a scripted agent, answered by the test. */
export interface AgentCall {
  readonly question: Question;
  readonly conversation: Conversation;
  readonly signal: AbortSignal;
  say(...events: AnswerEvent[]): void;
  /** The stream ends here. */
  end(): void;
  fail(error: unknown): void;
}

/** An agent whose every word is the test's. When its signal aborts it throws an error of its own, or just ends where told so. */
export function createScriptedAgent(
  name: AgentName = research,
  { onAbort = 'throw' }: { onAbort?: 'throw' | 'end' } = {},
) {
  const calls: AgentCall[] = [];

  async function* stream(question: Question, conversation: Conversation, signal: AbortSignal) {
    const events: AnswerEvent[] = [];
    let ended: { readonly error?: unknown } | undefined;
    let wake = () => {};
    const end = (how: { readonly error?: unknown }) => {
      ended ??= how;
      wake();
    };
    signal.addEventListener('abort', () => end(onAbort === 'throw' ? { error: new Error('Aborted.') } : {}));
    calls.push({
      question,
      conversation,
      signal,
      say(...more) {
        events.push(...more);
        wake();
      },
      end: () => end({}),
      fail: (error) => end({ error }),
    });
    for (;;) {
      const event = events.shift();
      if (event) yield event;
      else if (ended?.error !== undefined) throw ended.error;
      else if (ended) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }

  const agent: Agent = {
    name,
    answer: (question, conversation, { signal }) => stream(question, conversation, signal),
  };
  return { agent, calls };
}

/** A history in memory that can be told to fail and to be slow. */
export function createFakeHistory() {
  const held = new Map<string, Conversation>();
  const failures: Partial<Record<'load' | 'save' | 'forget', FootnoteError>> = {};
  const saving = createGate();
  // What is forgotten while it is being added goes as well.
  let appended: Promise<unknown> = Promise.resolve();
  const history: HistoryStore = {
    async load(key) {
      if (failures.load) throw failures.load;
      return held.get(key) ?? newConversation(key);
    },
    append(key, turn, { unlessForgotten, ...context }) {
      const appending = saving.pass().then(() => {
        if (failures.save) throw failures.save;
        const now = held.get(key) ?? newConversation(key);
        if (!goesOn(now, unlessForgotten)) return false;
        held.set(key, withTurn(now, turn, context, { maxTurns: 10, maxChars: 10_000 }));
        return true;
      });
      appended = appending.catch(() => {});
      return appending;
    },
    async forget(key) {
      if (failures.forget) throw failures.forget;
      await appended;
      return held.delete(key);
    },
    async forgetBegunBy(channelKey, askerId) {
      await appended;
      const found = [...held.values()].filter(
        ({ begun }) => begun?.channelKey === channelKey && begun.askerId === askerId,
      );
      for (const { key } of found) held.delete(key);
      return found.map(({ key }) => key);
    },
  };
  return { history, held, failures, saving };
}

/** A ledger in memory that knows the runs it is given, and can be told to fail. */
export function createFakeLedger(...known: readonly Run[]) {
  const runs = new Map(known.map((run) => [run.id, run]));
  const failures: Partial<Record<'accept' | 'change' | 'find' | 'renew' | 'reword', FootnoteError>> = {};
  const own = new Set<string>();
  const lost = new Set<string>();
  const takenOver = () => new FootnoteError('stopped', 'Another process goes on with this.', { hint: 'taken-over' });
  const ledger: Ledger = {
    async accept(run) {
      if (failures.accept) throw failures.accept;
      if (runs.has(run.id)) return false;
      own.add(run.id);
      runs.set(run.id, { ...run, state: 'accepted' });
      return true;
    },
    async change(id, change) {
      if (failures.change) throw failures.change;
      if (lost.has(id)) throw takenOver();
      const run = runs.get(id);
      if (run) runs.set(id, { ...run, ...change });
    },
    async find(id) {
      if (failures.find) throw failures.find;
      return runs.get(id);
    },
    owns: async (id) => !lost.has(id),
    async reword(id, said) {
      if (failures.reword) throw failures.reword;
      const run = runs.get(id);
      if (run) runs.set(id, { ...run, reworded: said ?? undefined });
    },
    async reopen(id) {
      const run = runs.get(id);
      if (!run || lost.has(id)) return false;
      runs.set(id, { ...run, state: 'opened' });
      return true;
    },
    async takeOver() {
      const left = [...runs.values()].filter(({ id, state }) => state !== 'ended' && !own.has(id));
      for (const { id } of left) own.add(id);
      return left;
    },
    async renew() {
      if (failures.renew) throw failures.renew;
    },
    async forget(what) {
      for (const { id, platform, acceptedAt, question } of runs.values()) {
        const isMeant =
          'conversation' in what
            ? question?.conversation === what.conversation
            : question?.channelKey === what.channelKey && question.asker.id === what.askerId;
        if (isMeant) runs.set(id, { id, platform, acceptedAt, said: '', state: 'ended' });
      }
    },
    recentPlaces: async () => [],
    async prune() {},
  };
  return {
    ledger,
    runs,
    failures,
    /** Another process takes this run for its own from now on. */
    lose: (id: string) => lost.add(id),
  };
}

/** The record of an answered question, unless told otherwise. */
export function runOf(id: string, changes: Partial<Run> = {}): Run {
  const question = questionOf(id);
  const answer = endAnswer({ ...startAnswer(research, question.askedAt), state: 'complete' }, question.askedAt + 1000);
  return {
    id,
    platform: 'slack',
    state: 'ended',
    said: '',
    acceptedAt: question.askedAt,
    question,
    answer,
    ...changes,
  };
}

/** Metrics as the calls that were made. */
export function createFakeMetrics() {
  const counted: (readonly [name: keyof Metrics, ...details: unknown[]])[] = [];
  const metrics: Metrics = {
    questionAccepted: (...details) => counted.push(['questionAccepted', ...details]),
    duplicateDropped: (...details) => counted.push(['duplicateDropped', ...details]),
    questionRefused: (...details) => counted.push(['questionRefused', ...details]),
    replyVisible: (...details) => counted.push(['replyVisible', ...details]),
    textVisible: (...details) => counted.push(['textVisible', ...details]),
    answerEnded: (...details) => counted.push(['answerEnded', ...details]),
    replyWritten: (...details) => counted.push(['replyWritten', ...details]),
    connectionOpened: (...details) => counted.push(['connectionOpened', ...details]),
    connectionLost: (...details) => counted.push(['connectionLost', ...details]),
    platformSilent: (...details) => counted.push(['platformSilent', ...details]),
    storageFailed: (...details) => counted.push(['storageFailed', ...details]),
  };
  return { metrics, counted };
}

/** A log as its entries. */
export function createFakeLogger() {
  const entries: { readonly level: keyof Logger; readonly fields: object }[] = [];
  const logger: Logger = {
    debug: (fields) => entries.push({ level: 'debug', fields }),
    info: (fields) => entries.push({ level: 'info', fields }),
    warn: (fields) => entries.push({ level: 'warn', fields }),
    error: (fields) => entries.push({ level: 'error', fields }),
  };
  return { logger, entries };
}

/** The key of a channel on Slack, `slack:T1:C1` unless told otherwise. */
export const slackChannel = (channel = 'C1', workspace = 'T1') =>
  encodeChannelKey({ platform: 'slack', workspace, channel });

/** The conversation of a thread in `slack:T1:C1`. */
export const threadKey = (thread: string) =>
  encodeConversationKey({ platform: 'slack', workspace: 'T1', channel: 'C1', thread });

/** A question to Reka Research in thread `1`, unless told otherwise. */
export function questionOf(id: string, changes: Partial<Question> = {}): Question {
  return {
    id,
    conversation: threadKey('1'),
    channelKey: slackChannel(),
    asker: { id: 'U1', name: 'Ada' },
    origin: 'mention',
    agent: research,
    text: `question ${id}`,
    askedAt: Date.UTC(2026, 0, 1),
    ...changes,
  };
}
