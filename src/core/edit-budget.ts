import type { Budget, Clock } from './ports.ts';

/** Who goes first when writes wait for the same budget: the end of an answer, its first words, what is in between. */
export type Priority = 'final' | 'first' | 'progress';

/** Spaces the writes of all answers that share an allowance of a platform. */
export interface EditBudget {
  /**
   * Resolves with true when one write may be sent: the most urgent first, then in order of arrival. Resolves with false
   * when the signal aborted before that.
   */
  take(budget: Budget, priority: Priority, signal?: AbortSignal): Promise<boolean>;
  /** The platform refused a write of this key and asked to wait: nothing is granted before, and progress comes slower for a while. */
  limited(key: string, waitMs: number): void;
}

interface Waiting {
  readonly budget: Budget;
  readonly rank: number;
  readonly settle: (granted: boolean) => void;
}

interface Lane {
  /** When the writes of the running window were granted, oldest first. */
  granted: number[];
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

/** What a budget works with. */
export interface EditBudgetOptions {
  readonly clock: Clock;
  /** How much later than ours the platform's window may begin, because requests travel; 150 unless given. */
  readonly travelMs?: number | undefined;
}

/** The budget of one process. No window ever holds more grants than its limit; an idle key grants at once. */
export function createEditBudget({ clock, travelMs = 150 }: EditBudgetOptions): EditBudget {
  const lanes = new Map<string, Lane>();

  function laneOf(key: string): Lane {
    const known = lanes.get(key);
    if (known) return known;
    const lane: Lane = { granted: [], windowMs: 0, openAt: 0, slowness: 1, waiting: [], wake: new AbortController() };
    lanes.set(key, lane);
    queueMicrotask(() => void serve(key, lane));
    return lane;
  }

  async function serve(key: string, lane: Lane): Promise<void> {
    for (;;) {
      const now = clock.now();
      lane.granted = lane.granted.filter((at) => at > now - lane.windowMs);
      const next = lane.waiting[0];
      const due = Math.max(lane.openAt, next ? dueAt(lane, next) : (lane.granted.at(-1) ?? 0) + lane.windowMs);
      if (due > now) {
        await clock.sleep(due - now, lane.wake.signal);
        if (lane.wake.signal.aborted) lane.wake = new AbortController();
        continue;
      }
      if (!next) break;
      lane.waiting.shift();
      lane.granted.push(now);
      lane.slowness = Math.max(1, lane.slowness * 0.95);
      next.settle(true);
    }
    lanes.delete(key);
  }

  return {
    take(budget, priority, signal) {
      return new Promise((resolve) => {
        const lane = laneOf(budget.key);
        const rank = ranks[priority];
        const leave = () => {
          lane.waiting.splice(lane.waiting.indexOf(entry), 1);
          settle(false);
        };
        const settle = (granted: boolean) => {
          signal?.removeEventListener('abort', leave);
          resolve(granted);
        };
        const entry = { budget, rank, settle };
        if (signal?.aborted) {
          resolve(false);
          return;
        }
        signal?.addEventListener('abort', leave, { once: true });
        lane.windowMs = budget.windowMs + travelMs;
        const behind = lane.waiting.findIndex((other) => other.rank > rank);
        lane.waiting.splice(behind === -1 ? lane.waiting.length : behind, 0, entry);
        lane.wake.abort();
      });
    },
    limited(key, waitMs) {
      const lane = laneOf(key);
      lane.openAt = Math.max(lane.openAt, clock.now() + waitMs);
      lane.slowness = Math.min(4, lane.slowness * 1.5);
      lane.wake.abort();
    },
  };
}

/** When a waiting write may be granted, as far as the writes before it decide. */
function dueAt({ granted, windowMs, slowness }: Lane, { budget: { limit }, rank }: Waiting): number {
  const isProgress = rank === ranks.progress;
  const usable = isProgress && limit >= 5 ? limit - Math.max(1, Math.floor(limit * reserved)) : limit;
  const oldest = granted[granted.length - usable];
  const roomAt = oldest === undefined ? 0 : oldest + windowMs;
  const last = granted.at(-1);
  if (!isProgress || last === undefined) return roomAt;
  const even = windowMs / usable;
  const use = Math.min(1, granted.length / usable);
  // What is left is spread until the window moves on: used up too early, all progress would stand still until then.
  const left = Math.max(0, usable - granted.length);
  const spread = ((granted[0] ?? last) + windowMs - last) / (left + 1);
  return Math.max(roomAt, last + even * (eagerness + (1 - eagerness) * use) * slowness, last + spread * use);
}
