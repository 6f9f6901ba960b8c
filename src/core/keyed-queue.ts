/** Lets those of the same line pass in the order in which they came, however long each of them takes. */
export interface KeyedQueue {
  /** Takes the last place of a line; resolves when all before it have passed. What it gives lets the next one pass. */
  take(line: string): Promise<() => void>;
}

/** Nobody waits yet. */
export function createKeyedQueue(): KeyedQueue {
  const lasts = new Map<string, Promise<void>>();
  return {
    async take(line) {
      const before = lasts.get(line);
      const { promise, resolve } = Promise.withResolvers<void>();
      lasts.set(line, promise);
      await before;
      return () => {
        if (lasts.get(line) === promise) lasts.delete(line);
        resolve();
      };
    },
  };
}
