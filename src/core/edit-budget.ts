import type { Budget, Clock } from './ports.ts';

/** Who goes first when writes wait for the same budget. */
export type Priority = 'final' | 'first' | 'progress';

/** Spaces the writes of all answers that share an allowance of a platform. */
export interface EditBudget {
  /** Resolves when one write may be sent: the most urgent first, then in order of arrival. */
  take(budget: Budget, priority: Priority): Promise<void>;
  /** The platform refused a write of this key and asked to wait: nothing is granted before. */
  limited(key: string, waitMs: number): void;
}

interface Lane {
  openAt: number;
  readonly waiting: { readonly rank: number; readonly intervalMs: number; readonly grant: () => void }[];
}

const ranks: Readonly<Record<Priority, number>> = { final: 0, first: 1, progress: 2 };

/** One budget for the whole process: `limit` writes per `windowMs` are granted evenly, the first of an idle key at once. */
export function createEditBudget({ clock }: { clock: Clock }): EditBudget {
  const lanes = new Map<string, Lane>();

  async function serve(key: string, lane: Lane): Promise<void> {
    for (;;) {
      const waitMs = lane.openAt - clock.now();
      if (waitMs > 0) {
        await clock.sleep(waitMs);
        continue;
      }
      const next = lane.waiting.shift();
      if (!next) break;
      lane.openAt = clock.now() + next.intervalMs;
      next.grant();
    }
    lanes.delete(key);
  }

  return {
    take({ key, limit, windowMs }, priority) {
      return new Promise((grant) => {
        const rank = ranks[priority];
        const lane = lanes.get(key) ?? { openAt: 0, waiting: [] };
        const behind = lane.waiting.findIndex((other) => other.rank > rank);
        lane.waiting.splice(behind === -1 ? lane.waiting.length : behind, 0, {
          rank,
          intervalMs: windowMs / limit,
          grant,
        });
        if (lanes.has(key)) return;
        lanes.set(key, lane);
        void serve(key, lane);
      });
    },
    limited(key, waitMs) {
      const lane = lanes.get(key) ?? { openAt: 0, waiting: [] };
      lane.openAt = Math.max(lane.openAt, clock.now() + waitMs);
      if (lanes.has(key)) return;
      lanes.set(key, lane);
      void serve(key, lane);
    },
  };
}
