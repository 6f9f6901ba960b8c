import type { Scope, Wait } from '../answer/answer.ts';
import type { Refusal } from '../ports/phrases.ts';
import { type ConversationKey, decodeChannelKey } from '../question/keys.ts';
import type { Question } from '../question/question.ts';
import { createKeyedSemaphore, type KeyedSemaphore } from './keyed-semaphore.ts';

/** Who shares a limit, from the few to the many. */
const scopes = ['person', 'channel', 'workspace', 'process'] as const satisfies readonly Scope[];

/** How many questions may be answered at a time. In a conversation it is always one. */
export type RunningLimits = Readonly<Record<Scope, number>>;

/** One question that was let in. */
export interface Place {
  /** Counts it in its conversation, where that is known only now. */
  settle(conversation: ConversationKey): void;
  /** Resolves when the question may be asked, or when the signal aborts. `onWait` is told each thing that it waits for. */
  turn(signal: AbortSignal, onWait: (wait: Wait) => void): Promise<void>;
  /** Makes room for others. Further calls do nothing. */
  leave(): void;
}

/** What is counted of a question; its conversation is `undefined` when the question begins one. */
export type Counted = Pick<Question, 'asker' | 'channelKey'> & {
  readonly conversation: ConversationKey | undefined;
};

/** Lets questions in, and says when each may be asked. */
export interface Admission {
  enter(question: Counted): { readonly place: Place } | { readonly refusal: Refusal };
  /** Lets in what was let in before a crash, however many there are. */
  reenter(question: Counted): Place;
}

/** So many questions may be open for each that may be answered at a time: what waits longer would mostly wait in vain. */
const openPerRunning = 5;

/**
 * Nobody is in at first. KeyedSemaphore are taken one after the other, from those that few share to those that many share, so that
 * nobody can take up more of what many share than they may, and no two questions wait for each other.
 */
export function createAdmission(running: RunningLimits): Admission {
  const open = new Map<string, number>();
  const slots: Readonly<Record<Scope, KeyedSemaphore>> = {
    person: createKeyedSemaphore(running.person),
    channel: createKeyedSemaphore(running.channel),
    workspace: createKeyedSemaphore(running.workspace),
    process: createKeyedSemaphore(running.process),
  };

  const opened = (key: string) => open.get(key) ?? 0;
  function count(key: string, by: 1 | -1): void {
    const now = opened(key) + by;
    if (now === 0) open.delete(key);
    else open.set(key, now);
  }

  function refusalOf({ conversation, ...question }: Counted): Refusal | undefined {
    if (conversation !== undefined && opened(conversation) >= openPerRunning)
      return { by: 'conversation', open: openPerRunning };
    const full = sharesOf(question).find(({ scope, key }) => opened(key) >= running[scope] * openPerRunning);
    return full && { by: full.scope, open: running[full.scope] * openPerRunning };
  }

  function reenter({ conversation, ...question }: Counted): Place {
    const shares = sharesOf(question);
    const counted: string[] = [];
    const taken: (() => void)[] = [];
    const add = (key: string) => {
      count(key, 1);
      counted.push(key);
    };
    for (const { key } of shares) add(key);
    if (conversation !== undefined) add(conversation);
    return {
      settle(key) {
        if (!counted.includes(key)) add(key);
      },
      async turn(signal, onWait) {
        for (const { scope, key } of shares) {
          if (slots[scope].isFull(key)) onWait({ for: scope, running: running[scope] });
          const giveBack = await slots[scope].take(key, signal);
          if (!giveBack) return;
          taken.push(giveBack);
        }
      },
      leave() {
        for (const giveBack of taken.splice(0)) giveBack();
        for (const key of counted.splice(0)) count(key, -1);
      },
    };
  }

  return {
    reenter,
    enter(question) {
      const refusal = refusalOf(question);
      return refusal ? { refusal } : { place: reenter(question) };
    },
  };
}

/** What a question has to have a slot of. No two scopes have a key in common. */
function sharesOf({ asker, channelKey }: Omit<Counted, 'conversation'>): { scope: Scope; key: string }[] {
  const { platform, workspace } = decodeChannelKey(channelKey);
  const keys: Readonly<Record<Scope, string | undefined>> = {
    person: `person ${platform}:${workspace}:${asker.id}`,
    channel: `channel ${channelKey}`,
    workspace: workspace === '@dm' ? undefined : `workspace ${platform}:${workspace}`,
    process: 'process',
  };
  return scopes.flatMap((scope) => {
    const key = keys[scope];
    return key === undefined ? [] : [{ scope, key }];
  });
}
