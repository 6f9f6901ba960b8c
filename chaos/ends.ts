import { looksEnded, looksRefused } from './looks.ts';

/** Remembers since when a message has looked ended, and when a refusal came. Messages are told of after every change. */
export interface Ends {
  see(id: string, text: string): void;
  endedAt(id: string): number | undefined;
  /** What it said at its end, if it has said something else since. */
  saidBefore(id: string): string | undefined;
  refusedAt(id: string): number | undefined;
}

/** Nothing seen yet. */
export function createEnds(): Ends {
  const ended = new Map<string, number>();
  const refused = new Map<string, number>();
  const lastEnds = new Map<string, string>();
  const revised = new Map<string, string>();
  return {
    see(id, text) {
      const before = lastEnds.get(id);
      if (before !== undefined && before !== text && !revised.has(id)) revised.set(id, before);
      if (looksEnded(text)) lastEnds.set(id, text);
      if (!looksEnded(text)) ended.delete(id);
      else if (!ended.has(id)) ended.set(id, Date.now());
      if (looksRefused(text) && !refused.has(id)) refused.set(id, Date.now());
    },
    endedAt: (id) => ended.get(id),
    saidBefore: (id) => revised.get(id),
    refusedAt: (id) => refused.get(id),
  };
}
