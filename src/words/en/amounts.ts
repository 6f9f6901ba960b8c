/** "1 page", "2 pages". */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** "12 s", "2 min 5 s": a duration in milliseconds as people say it. */
export function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60;
  return rest === 0 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 60)} min ${rest} s`;
}

/** "a, b and c". */
export function allOf(entries: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(entries);
}

/** "a, b or c". */
export function anyOf(entries: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(entries);
}
