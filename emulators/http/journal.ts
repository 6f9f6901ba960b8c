/** One call that an emulator received. */
export interface JournalEntry {
  /** Milliseconds since the epoch, by the emulator's clock. */
  readonly at: number;
  /** The method's name: `chat.postMessage`, or `POST /channels/{id}/messages`. */
  readonly method: string;
  /** What the caller sent, parsed; `undefined` when it could not be parsed. */
  readonly args: unknown;
  /** `ok`, or the error code that was answered, or `fault:…` when the answer was an injected one. */
  readonly outcome: string;
}

/** Every call in the order of arrival, for tests to look at. */
export interface Journal {
  readonly entries: readonly JournalEntry[];
  /** The entries of one method. */
  of(method: string): JournalEntry[];
  add(entry: JournalEntry): void;
  clear(): void;
}

/** An empty journal. */
export function createJournal(): Journal {
  const entries: JournalEntry[] = [];
  return {
    entries,
    of: (method) => entries.filter((entry) => entry.method === method),
    add: (entry) => {
      entries.push(entry);
    },
    clear: () => {
      entries.length = 0;
    },
  };
}
