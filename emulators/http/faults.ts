/** What goes wrong with the next calls of a method. */
export interface Fault {
  /** HTTP status to answer with, instead of doing what was asked. */
  readonly status?: number;
  /** The service's own error code to answer with, instead of doing what was asked. */
  readonly error?: string;
  /** Answers 429 (unless `status` says otherwise) with this wait, instead of doing what was asked. */
  readonly retryAfterSeconds?: number;
  /** Waits this long, in real time, before anything else happens. Alone, the call then goes on as usual. */
  readonly delayMs?: number;
  /** Destroys the connection `before` anything was done, or `after` it was done but before it was answered. */
  readonly cut?: 'before' | 'after';
  /** Does what was asked, but never answers; the connection stays open. */
  readonly silent?: boolean;
}

/** A fault and how many calls it hits. */
interface PlannedFault extends Fault {
  /** Number of calls, 1 unless given; `Infinity` until `clear`. */
  readonly times?: number;
}

/** Faults waiting for their calls. */
export interface Faults {
  /** Adds a fault for a method (`*` for all methods); faults of one method come in the order they were planned. */
  plan(method: string, fault: PlannedFault): void;
  /** The fault for a call that arrives now, and counts it; `undefined` when it goes undisturbed. */
  next(method: string): Fault | undefined;
  clear(): void;
}

/** No faults planned yet. */
export function createFaults(): Faults {
  const planned = new Map<string, { fault: Fault; left: number }[]>();

  function take(method: string): Fault | undefined {
    const queue = planned.get(method);
    const first = queue?.[0];
    if (queue === undefined || first === undefined) return undefined;
    first.left -= 1;
    if (first.left <= 0) queue.shift();
    return first.fault;
  }

  return {
    plan: (method, { times = 1, ...fault }) => {
      if (times <= 0) return;
      const queue = planned.get(method) ?? [];
      queue.push({ fault, left: times });
      planned.set(method, queue);
    },
    next: (method) => take(method) ?? take('*'),
    clear: () => planned.clear(),
  };
}
