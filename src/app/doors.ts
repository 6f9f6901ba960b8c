import type { Config } from '../config/index.ts';
import { type Asking, createAsking } from '../core/asking/ask.ts';
import { createRunningPolicy } from '../core/asking/policies/running.ts';
import type { Policy } from '../core/asking/policy.ts';
import { createAskAgain } from '../core/doors/ask-again.ts';
import { createButtons } from '../core/doors/buttons.ts';
import { createEdits } from '../core/doors/edits.ts';
import { createForgetting } from '../core/doors/forgetting.ts';
import { createReception, type Reception } from '../core/doors/reception.ts';
import { createRestore } from '../core/doors/restore.ts';
import { createTaking } from '../core/doors/taking.ts';
import { createUnderstand } from '../core/doors/understand.ts';
import { createKeyedQueue, type KeyedQueue } from '../core/keyed-queue.ts';
import type { Phrases } from '../core/ports/phrases.ts';
import type { Buttons, Edits, PlatformAdapter } from '../core/ports/platform.ts';
import type { Clock, Logger, Metrics } from '../core/ports/system.ts';
import { parseAgentName } from '../core/question/question.ts';
import type { EditBudget } from '../core/reply/edit-budget.ts';
import { createRuns, type Runs } from '../core/runs/runs.ts';
import type { Agents } from './agents.ts';
import type { Limits } from './limits.ts';
import type { Stores } from './stores.ts';

/** What the doors are made of. */
export interface DoorsPorts {
  readonly limits: Limits;
  readonly stores: Pick<Stores, 'ledger' | 'history'>;
  readonly agents: Agents['agents'];
  readonly knownAgents: Agents['knownAgents'];
  /** What judges each question before the limits of running questions do. */
  readonly policies: readonly Policy[];
  /** The names of those that a question may choose. */
  readonly templates: readonly string[];
  readonly phrases: Phrases;
  /** The adapters, which are made after the doors that they knock on. */
  readonly adapters: () => readonly PlatformAdapter[];
  readonly budget: EditBudget;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** The doors that the adapters knock on, and what is behind them. */
export interface Doors {
  readonly reception: Reception;
  readonly buttons: Buttons;
  readonly edits: Edits;
  readonly asking: Asking;
  readonly runs: Runs;
  /** By line: who was first in a conversation. */
  readonly perLine: KeyedQueue;
}

/** Makes the doors, open, and the runs that they hand questions to. */
export function createDoors({ running, defaultAgent }: Config, ports: DoorsPorts): Doors {
  const { limits, stores, ...shared } = ports;
  const { agents, phrases } = shared;
  const policies = [...ports.policies, createRunningPolicy(running, phrases)];
  const asking = createAsking({ agents, policies, phrases, metrics: ports.metrics });
  const runs = createRuns({ ...limits, ...shared, ...stores });
  const behind = {
    ...shared,
    ...stores,
    asking,
    runs,
    perLine: createKeyedQueue(),
    perQuestion: createKeyedQueue(),
    restore: createRestore(ports.adapters),
    understand: createUnderstand({ ...shared, defaultAgent: parseAgentName(defaultAgent) }),
  };
  const take = createTaking({ ...behind, forget: createForgetting(behind) });
  const reception = createReception({ ...behind, take });
  const buttons = createButtons({ ...behind, askAgain: createAskAgain(behind) });
  const edits = createEdits({ ...behind, reception });
  return { reception, buttons, edits, asking, runs, perLine: behind.perLine };
}
