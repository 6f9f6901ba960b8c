import type { Scope } from '../../answer/answer.ts';
import { createKeyedSemaphore, type KeyedSemaphore } from '../../keyed-semaphore.ts';
import type { Phrases } from '../../ports/phrases.ts';
import { type ConversationKey, decodeChannelKey } from '../../question/keys.ts';
import type { Asker } from '../../question/question.ts';
import type { AskRequest, Hold, Policy, Refusal } from '../policy.ts';

/** Who shares a limit, from the few to the many. */
const scopes = ['person', 'channel', 'workspace', 'process'] as const satisfies readonly Scope[];

/** How many questions may be answered at a time. In a conversation it is always one. */
export type RunningLimits = Readonly<Record<Scope, number>>;

/** What a question is counted for. */
interface Share {
  readonly scope: Scope;
  readonly key: string;
}

/** So many questions may be open for each that may be answered at a time: what waits longer would mostly wait in vain. */
const openPerRunning = 5;

/**
 * Limits how many questions are answered at a time, and how many are open: answered or waiting. What an earlier process
 * left was let in before and is not refused; a question with other words keeps its place, and a tool's runs in the place of
 * the question that it serves.
 */
export function createRunningPolicy(limits: RunningLimits, phrases: Pick<Phrases, 'tooMany'>): Policy {
  const open = createCounts();
  const places: Readonly<Record<Scope, KeyedSemaphore>> = {
    person: createKeyedSemaphore(limits.person),
    channel: createKeyedSemaphore(limits.channel),
    workspace: createKeyedSemaphore(limits.workspace),
    process: createKeyedSemaphore(limits.process),
  };

  function refusalOf(shares: readonly Share[], conversation: ConversationKey | undefined): Refusal | undefined {
    const refusal = (by: Scope | 'conversation', most: number) => ({ by, words: phrases.tooMany({ by, open: most }) });
    if (conversation !== undefined && open.of(conversation) >= openPerRunning)
      return refusal('conversation', openPerRunning);
    const full = shares.find(({ scope, key }) => open.of(key) >= limits[scope] * openPerRunning);
    return full && refusal(full.scope, limits[full.scope] * openPerRunning);
  }

  /**
   * Places are taken one after the other, from those that few share to those that many share, so that nobody can take up
   * more of what many share than they may, and no two questions wait for each other.
   */
  function holdOf(shares: readonly Share[], conversation: ConversationKey | undefined): Hold {
    const counted = new Set([...shares.map(({ key }) => key), ...(conversation === undefined ? [] : [conversation])]);
    const taken: (() => void)[] = [];
    for (const key of counted) open.add(key, 1);
    return {
      settle(key) {
        if (counted.has(key)) return;
        counted.add(key);
        open.add(key, 1);
      },
      async turn(signal, onWait) {
        for (const { scope, key } of shares) {
          if (places[scope].isFull(key)) onWait({ for: scope, running: limits[scope] });
          const giveBack = await places[scope].take(key, signal);
          if (!giveBack) return;
          taken.push(giveBack);
        }
      },
      leave() {
        for (const giveBack of taken) giveBack();
        for (const key of counted) open.add(key, -1);
      },
    };
  }

  return ({ question, by, cause }) => {
    if (cause === 'edited' || cause === 'tool') return 'pass';
    const shares = sharesOf(question, by);
    const refusal = cause === 'recovered' ? undefined : refusalOf(shares, question.conversation);
    return refusal ? { refusal } : { hold: holdOf(shares, question.conversation) };
  };
}

/** How many there are of each key. */
function createCounts() {
  const counts = new Map<string, number>();
  const of = (key: string) => counts.get(key) ?? 0;
  return {
    of,
    add(key: string, by: 1 | -1): void {
      const now = of(key) + by;
      if (now === 0) counts.delete(key);
      else counts.set(key, now);
    },
  };
}

/** What a question has to have a place of. No two scopes have a key in common. */
function sharesOf({ channelKey }: AskRequest['question'], by: Asker): readonly Share[] {
  const { platform, workspace } = decodeChannelKey(channelKey);
  const keys: Readonly<Record<Scope, string | undefined>> = {
    person: `person ${platform}:${workspace}:${by.id}`,
    channel: `channel ${channelKey}`,
    workspace: workspace === '@dm' ? undefined : `workspace ${platform}:${workspace}`,
    process: 'process',
  };
  return scopes.flatMap((scope) => {
    const key = keys[scope];
    return key === undefined ? [] : [{ scope, key }];
  });
}
