import type { Config } from '../config/index.ts';
import { type Admission, createAdmission } from '../core/asking/admission.ts';
import { createButtons } from '../core/doors/buttons.ts';
import { createEdits, createRestore, withNewWording } from '../core/doors/edits.ts';
import { createReception, type Reception } from '../core/doors/reception.ts';
import type { Phrases } from '../core/ports/phrases.ts';
import type { Buttons, Edits, PlatformAdapter } from '../core/ports/platform.ts';
import type { Clock, Logger, Metrics } from '../core/ports/system.ts';
import { parseAgentName } from '../core/question/question.ts';
import type { EditBudget } from '../core/reply/edit-budget.ts';
import { createKeyedQueue, type KeyedQueue } from '../core/runs/keyed-queue.ts';
import { createRuns, type Runs } from '../core/runs/runs.ts';
import { askAgain } from '../core/upkeep/recovery.ts';
import type { Agents } from './agents.ts';
import type { Limits } from './limits.ts';
import type { Stores } from './stores.ts';

/** What the doors are made of. */
export interface DoorsPorts {
  readonly limits: Limits;
  readonly stores: Pick<Stores, 'ledger' | 'history'>;
  readonly agents: Agents['agents'];
  readonly knownAgents: Agents['knownAgents'];
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
  readonly runs: Runs;
  readonly admission: Admission;
  /** Who was first in a conversation. */
  readonly turns: KeyedQueue;
}

/** Makes the doors, open, and the runs that they hand questions to. */
export function createDoors({ running, defaultAgent }: Config, ports: DoorsPorts): Doors {
  const { limits, stores, agents, knownAgents, templates, phrases, adapters, budget, clock, logger, metrics } = ports;
  const { ledger, history } = stores;
  const system = { clock, logger, metrics };
  const runs = createRuns({ ...limits, ...system, history, ledger, budget });
  const admission = createAdmission(running);
  const turns = createKeyedQueue();
  const reception = createReception({
    ...system,
    agents,
    knownAgents,
    defaultAgent: parseAgentName(defaultAgent),
    runs,
    turns,
    admission,
    ledger,
    history,
    phrases,
    templates,
  });
  const perQuestion = createKeyedQueue();
  const restore = createRestore(adapters);
  const buttons = createButtons({
    runs,
    ledger,
    history,
    retry: (run) => askAgain(run, { ledger, agents, runs, admission, adapters: adapters(), clock }),
    reworded: (run) => withNewWording(run, { reception, restore }),
    perQuestion,
    phrases,
    logger,
  });
  const edits = createEdits({
    ...limits,
    ...system,
    budget,
    ledger,
    reception,
    runs,
    turns,
    perQuestion,
    history,
    restore,
  });
  return { reception, buttons, edits, runs, admission, turns };
}
