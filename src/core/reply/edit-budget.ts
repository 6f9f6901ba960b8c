import type { Budget } from '../ports/place.ts';
import type { Clock } from '../ports/system.ts';

/** Who goes first when writes wait for the same budget: the end of an answer, its first words, what is in between. */
export type Priority = 'final' | 'first' | 'progress';

/** Leave for one write. It counts as under way until it is handed back. */
export interface Permit {
  /** To be called once the platform has answered, also when it refused. `sent` false: nothing was sent, so nothing counts. */
  release(sent: boolean): void;
}

/** Spaces the writes of all answers that share an allowance of a platform. */
export interface EditBudget {
  /**
   * Resolves when one write may be sent: the most urgent first, then in order of arrival. Resolves with `undefined` when
   * the signal aborted before that.
   */
  take(budget: Budget, priority: Priority, signal?: AbortSignal): Promise<Permit | undefined>;
  /** Makes one write in its turn. Throws what it throws. */
  spend<T>(budget: Budget, priority: Priority, write: () => Promise<T>): Promise<T>;
  /** The platform refused a write and asked to wait: nothing of this budget is granted before, and progress comes slower for a while. */
  limited(budget: Budget, waitMs: number): void;
}

/** A write that was granted. */
interface Grant {
  readonly at: number;
  /** When the platform had answered: not before that the write is known to count. Infinite while it is under way. */
  answeredAt: number;
}

interface Waiting {
  readonly budget: Budget;
  readonly priority: Priority;
  readonly settle: (permit: Permit | undefined) => void;
}

interface Lane {
  /** The writes of the running window, in order of their grants. */
  granted: Grant[];
  windowMs: number;
  openAt: number;
  /** 1 while all is well; progress is spaced so many times wider after a refusal. */
  slowness: number;
  readonly waiting: Waiting[];
  wake: AbortController;
}

const ranks: Readonly<Record<Priority, number>> = { final: 0, first: 1, progress: 2 };
/** Whether a write goes before another that waits for the same budget. */
export function isMoreUrgent(one: Priority, other: Priority): boolean {
  return ranks[one] < ranks[other];
}

/** The part of an allowance that progress leaves to ends and first words; at least one write where there are five or more. */
const reserved = 0.1;
/** How much closer than evenly spaced progress may come while the window is empty. */
const eagerness = 0.4;
/** Our clock and the platform's count in whole milliseconds. */
const roundingMs = 2;
/** The reason of an abort that only wakes; without one, an error with a stack would be made each time. */
const woken = 'woken';
/** An idle lane looks again at least so often; only wakes matter. */
const longestSleepMs = 60_000;

/** The budget of one process. No window ever holds more grants than its limit; an idle key grants at once. */
export function createEditBudget({ clock }: { readonly clock: Clock }): EditBudget {
  const lanes = new Map<string, Lane>();

  function laneOf({ key, windowMs }: Budget): Lane {
    const known = lanes.get(key);
    if (known) return known;
    const lane = newLane(windowMs);
    lanes.set(key, lane);
    queueMicrotask(() => void serve(key, lane));
    return lane;
  }

  async function serve(key: string, lane: Lane): Promise<void> {
    for (;;) {
      if (lane.wake.signal.aborted) lane.wake = new AbortController();
      const now = clock.now();
      lane.granted = lane.granted.filter(({ answeredAt }) => answeredAt > now - lane.windowMs);
      const next = lane.waiting[0];
      const due = Math.max(lane.openAt, next ? dueAt(lane, next) : idleAt(lane));
      if (due > now) {
        await clock.sleep(Math.min(due - now, longestSleepMs), lane.wake.signal);
        continue;
      }
      if (!next) break;
      const { within } = next.budget;
      const outer = within && (await take(within, next.priority, lane.wake.signal));
      if (within && !outer) continue;
      // Another may have come first in the meantime, or the platform asked to wait.
      if (lane.waiting[0] !== next || lane.openAt > clock.now()) {
        outer?.release(false);
        continue;
      }
      lane.waiting.shift();
      lane.slowness = Math.max(1, lane.slowness * 0.95);
      next.settle(permitOf(lane, outer, clock));
    }
    lanes.delete(key);
  }

  function take(budget: Budget, priority: Priority, signal?: AbortSignal): Promise<Permit | undefined> {
    return new Promise((resolve) => {
      if (signal?.aborted) {
        resolve(undefined);
        return;
      }
      const lane = laneOf(budget);
      const leave = () => {
        lane.waiting.splice(lane.waiting.indexOf(entry), 1);
        settle(undefined);
        lane.wake.abort(woken);
      };
      const settle = (permit: Permit | undefined) => {
        signal?.removeEventListener('abort', leave);
        resolve(permit);
      };
      const entry: Waiting = { budget, priority, settle };
      signal?.addEventListener('abort', leave, { once: true });
      const behind = lane.waiting.findIndex((other) => isMoreUrgent(priority, other.priority));
      lane.waiting.splice(behind === -1 ? lane.waiting.length : behind, 0, entry);
      if (lane.waiting[0] === entry) lane.wake.abort(woken);
    });
  }

  return {
    take,
    async spend(budget, priority, write) {
      const permit = await take(budget, priority);
      try {
        return await write();
      } finally {
        permit?.release(true);
      }
    },
    limited(budget, waitMs) {
      const lane = laneOf(budget);
      lane.openAt = Math.max(lane.openAt, clock.now() + waitMs);
      lane.slowness = Math.min(4, lane.slowness * 1.5);
      lane.wake.abort(woken);
    },
  };
}

/** When a lane for which nothing waits may be forgotten. */
function idleAt({ granted, windowMs }: Lane): number {
  return granted.reduce((latest, { answeredAt }) => Math.max(latest, answeredAt + windowMs), 0);
}

/** When a waiting write may be granted, as far as the writes before it decide. */
function dueAt({ granted, windowMs, slowness }: Lane, { budget: { limit }, priority }: Waiting): number {
  const isProgress = priority === 'progress';
  const usable = isProgress && limit >= 5 ? limit - Math.max(1, Math.floor(limit * reserved)) : limit;
  const answered = granted.map(({ answeredAt }) => answeredAt).sort((a, b) => a - b);
  const oldest = answered[answered.length - usable];
  const roomAt = oldest === undefined ? 0 : oldest + windowMs;
  const last = granted.at(-1)?.at;
  if (!isProgress || last === undefined) return roomAt;
  const even = windowMs / usable;
  const use = Math.min(1, granted.length / usable);
  // What is left is spread until the window moves on: used up too early, all progress would stand still until then.
  const left = Math.max(0, usable - granted.length);
  const spread = ((granted[0]?.at ?? last) + windowMs - last) / (left + 1);
  return Math.max(roomAt, last + even * (eagerness + (1 - eagerness) * use) * slowness, last + spread * use);
}

function newLane(windowMs: number): Lane {
  return {
    granted: [],
    windowMs: windowMs + roundingMs,
    openAt: 0,
    slowness: 1,
    waiting: [],
    wake: new AbortController(),
  };
}

function permitOf(lane: Lane, outer: Permit | undefined, clock: Pick<Clock, 'now'>): Permit {
  const grant: Grant = { at: clock.now(), answeredAt: Number.POSITIVE_INFINITY };
  lane.granted.push(grant);
  return {
    release(sent) {
      grant.answeredAt = sent ? clock.now() : Number.NEGATIVE_INFINITY;
      outer?.release(sent);
      lane.wake.abort(woken);
    },
  };
}
