/** What was thrown, in one line that is short enough for a note below the table. */
export const reasonOf = (thrown: unknown): string =>
  ((thrown instanceof Error ? thrown.message : String(thrown)).split('\n', 1)[0] ?? '').slice(0, 200);
