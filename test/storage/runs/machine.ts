import type { LeaseHolder } from '../../../src/storage/runs/leases.ts';

/** A machine with processes that a test starts and kills. */
export interface Machine {
  /** Another process; its lease outlasts the test unless told otherwise. */
  start(changes?: Partial<LeaseHolder>): LeaseHolder;
  kill(process: LeaseHolder): void;
}

/** No process at first. */
export function createMachine(): Machine {
  const alive = new Set<number>();
  let started = 0;
  return {
    start(changes) {
      started += 1;
      alive.add(started);
      return { host: 'machine', pid: started, leaseMs: 60_000, isAlive: (pid) => alive.has(pid), ...changes };
    },
    kill: ({ pid }) => void alive.delete(pid),
  };
}
