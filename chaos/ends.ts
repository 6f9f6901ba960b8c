import { looksEnded, looksRefused } from './looks.ts';

/** Remembers since when a message has looked ended, and when a refusal came. Messages are told of after every change. */
export interface Ends {
  see(id: string, text: string): void;
  endedAt(id: string): number | undefined;
  refusedAt(id: string): number | undefined;
}

/** Nothing seen yet. */
export function createEnds(): Ends {
  const ended = new Map<string, number>();
  const refused = new Map<string, number>();
  return {
    see(id, text) {
      if (!looksEnded(text)) ended.delete(id);
      else if (!ended.has(id)) ended.set(id, Date.now());
      if (looksRefused(text) && !refused.has(id)) refused.set(id, Date.now());
    },
    endedAt: (id) => ended.get(id),
    refusedAt: (id) => refused.get(id),
  };
}
