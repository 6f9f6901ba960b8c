/** Places of which each key has so many, taken in order of arrival. */
export interface KeyedSemaphore {
  /** Whether taking one means waiting. */
  isFull(key: string): boolean;
  /** Resolves with what gives the place back, to be called once; with `undefined` when the signal aborted before. */
  take(key: string, signal?: AbortSignal): Promise<(() => void) | undefined>;
}

interface Lane {
  taken: number;
  readonly waiting: Set<() => void>;
}

/** Nothing is taken at first. */
export function createKeyedSemaphore(limit: number): KeyedSemaphore {
  const lanes = new Map<string, Lane>();

  function giveBack(key: string, lane: Lane): void {
    const [next] = lane.waiting;
    if (next) {
      lane.waiting.delete(next);
      next();
      return;
    }
    lane.taken -= 1;
    if (lane.taken === 0) lanes.delete(key);
  }

  return {
    isFull: (key) => (lanes.get(key)?.taken ?? 0) >= limit,
    async take(key, signal) {
      if (signal?.aborted) return undefined;
      const lane = lanes.get(key) ?? { taken: 0, waiting: new Set() };
      lanes.set(key, lane);
      if (lane.taken >= limit) {
        const { promise, resolve } = Promise.withResolvers<boolean>();
        const enter = () => resolve(true);
        // Too late once its turn has come: then it has the place, and gives it back.
        const leave = () => {
          lane.waiting.delete(enter);
          resolve(false);
        };
        lane.waiting.add(enter);
        signal?.addEventListener('abort', leave, { once: true });
        const entered = await promise;
        signal?.removeEventListener('abort', leave);
        if (!entered) return undefined;
      } else lane.taken += 1;
      return () => giveBack(key, lane);
    },
  };
}
