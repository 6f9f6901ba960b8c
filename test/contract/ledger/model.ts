import type { Run, RunChange } from '../../../src/core/ports/stores.ts';
import type { Question } from '../../../src/core/question/question.ts';

/** What a ledger is compared with: the same in a Map. */
export interface LedgerModel {
  accept(run: Pick<Run, 'id' | 'platform' | 'said' | 'acceptedAt'>): boolean;
  change(id: string, change: RunChange): void;
  reword(id: string, said: string | null): void;
  find(id: string): Run | undefined;
  unfinished(): readonly string[];
  forget(isForgotten: (question: Question) => boolean): void;
  prune(acceptedBefore: number): void;
}

/** Holds nothing at first. */
export function createLedgerModel(): LedgerModel {
  const held = new Map<string, Run>();
  const forgotten = ({ id, platform, state, acceptedAt, address }: Run): Run => ({
    id,
    platform,
    state,
    acceptedAt,
    address,
    said: '',
  });
  return {
    accept(run) {
      if (held.has(run.id)) return false;
      held.set(run.id, { ...run, state: 'accepted' });
      return true;
    },
    change(id, change) {
      const before = held.get(id);
      if (!before) return;
      const after = { ...before, ...change };
      const isForgotten = before.said === '' || (change.state === 'ended' && !after.question);
      held.set(id, isForgotten ? forgotten(after) : after);
    },
    reword(id, said) {
      const run = held.get(id);
      if (run && run.said !== '') held.set(id, { ...run, reworded: said ?? undefined });
    },
    find: (id) => held.get(id),
    unfinished: () =>
      [...held.values()]
        .filter(({ state }) => state !== 'ended')
        .sort((a, b) => a.acceptedAt - b.acceptedAt)
        .map(({ id }) => id),
    forget(isForgotten) {
      for (const run of held.values()) if (run.question && isForgotten(run.question)) held.set(run.id, forgotten(run));
    },
    prune(acceptedBefore) {
      for (const run of held.values()) {
        if (run.state === 'ended' && run.acceptedAt < acceptedBefore) held.delete(run.id);
      }
    },
  };
}
