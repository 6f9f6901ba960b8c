import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, Faults } from '../http/faults.ts';
import type { Journal } from '../http/journal.ts';

/** What goes back over HTTP, and how the journal calls it. */
export interface Answer {
  readonly outcome: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What serving a call needs. */
export interface ServeContext {
  readonly journal: Journal;
  readonly faults: Faults;
  readonly now: () => number;
  /** Aborts when the emulator stops: delays end at once. */
  readonly stopping: AbortSignal;
  /** How long each answer is on its way, in real time. */
  readonly latencyMs: number;
  /** Whether every call fails now. */
  outage(): boolean;
}

/** One call: writes it into the journal, lets the planned fault happen, and answers. */
export type Serve = (call: {
  readonly method: string;
  readonly args: unknown;
  readonly response: ServerResponse;
  act(): Answer;
}) => Promise<void>;

/** Serves calls with the faults that were planned for them. */
export function createServe({ journal, faults, now, stopping, latencyMs, outage }: ServeContext): Serve {
  async function wait(ms: number): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, { signal: stopping }).catch(() => undefined);
  }

  return async ({ method, args, response, act }) => {
    const at = now();
    const fault = outage() ? outageFault : faults.next(method);
    await wait(fault?.delayMs ?? 0);
    if (fault?.cut === 'before') {
      journal.add({ at, method, args, outcome: 'fault:cut-before' });
      response.destroy();
      return;
    }
    const answer = plannedAnswer(fault) ?? act();
    if (fault?.cut === 'after') {
      journal.add({ at, method, args, outcome: `fault:cut-after:${answer.outcome}` });
      response.destroy();
      return;
    }
    if (fault?.silent) {
      journal.add({ at, method, args, outcome: `fault:silent:${answer.outcome}` });
      return;
    }
    journal.add({ at, method, args, outcome: answer.outcome });
    await wait(latencyMs);
    response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers });
    response.end(answer.body);
  };
}

const outageFault: Fault = { status: 503, error: 'service_unavailable' };

function plannedAnswer(fault: Fault | undefined): Answer | undefined {
  if (fault === undefined) return undefined;
  const limited = fault.retryAfterSeconds !== undefined || fault.status === 429;
  const error = fault.error ?? (limited ? 'ratelimited' : fault.status === undefined ? undefined : 'internal_error');
  if (error === undefined) return undefined;
  return {
    outcome: `fault:${error}`,
    status: fault.status ?? (limited ? 429 : 200),
    headers: limited ? { 'retry-after': String(fault.retryAfterSeconds ?? 1) } : {},
    body: JSON.stringify({ ok: false, error }),
  };
}
