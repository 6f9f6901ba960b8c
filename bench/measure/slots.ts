/**
 * The earliest moments at which `count` more writes fit into an allowance of `limit` in any `windowMs`, given the writes
 * already made (ascending). What ends at `fromMs` cannot be shown sooner than that, and needs no longer.
 */
export function earliestSlots(
  made: readonly number[],
  fromMs: number,
  count: number,
  { limit, windowMs }: { readonly limit: number; readonly windowMs: number },
): readonly number[] {
  const all = made.filter((at) => at <= fromMs);
  const slots: number[] = [];
  for (let slot = 0; slot < count; slot += 1) {
    const oldest = all[all.length - limit];
    const at = Math.max(fromMs, slots.at(-1) ?? fromMs, oldest === undefined ? fromMs : oldest + windowMs);
    slots.push(at);
    all.push(at);
  }
  return slots;
}
