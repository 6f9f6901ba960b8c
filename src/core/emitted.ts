/** What `work` emits while it goes on, in order, until it has ended. Throws what it throws. */
export async function* emitted<T>(work: (emit: (item: T) => void) => Promise<void>): AsyncGenerator<T> {
  const waiting: T[] = [];
  let wake = () => {};
  let isOver = false;
  const over = work((item) => {
    waiting.push(item);
    wake();
  }).finally(() => {
    isOver = true;
    wake();
  });
  // Whoever stops reading early does not hear of a failure that comes later.
  over.catch(() => undefined);
  while (!isOver || waiting.length > 0) {
    yield* waiting.splice(0);
    if (isOver) continue;
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (isOver || waiting.length > 0) resolve();
    });
  }
  await over;
}
