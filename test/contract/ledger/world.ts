import { afterEach, beforeEach, expect } from 'vitest';
import type { LeaseHolder } from '../../../src/storage/runs/leases.ts';
import type { OpenLedger } from '../../../src/storage/runs/ledger.ts';
import { openLedger } from '../../../src/storage/runs/open-ledger.ts';
import { createMachine, type Machine } from '../../storage/runs/machine.ts';

/** Where the ledgers of the suite are kept. */
export interface LedgerSubject {
  /** A `STORE_URL` that no other test uses. */
  url(): string;
  /** Whether it outlives its process, and several can use it. */
  readonly durable: boolean;
  /** Why it is skipped; `undefined` when it is not. */
  readonly missing?: string | undefined;
}

/** What one test of the suite works with. */
export interface World {
  readonly url: string;
  readonly machine: Machine;
  /** The process that has the ledger open. */
  readonly first: LeaseHolder;
  readonly ledger: OpenLedger;
  /** Opens the same ledger once more, for another process unless told otherwise. It is closed after the test. */
  open(holder?: LeaseHolder): OpenLedger;
}

/** Has a new ledger for every test; what of it cannot be read fails the test. */
export function createWorld(subject: LedgerSubject): () => World {
  const machine = createMachine();
  const opened: OpenLedger[] = [];
  let world: World | undefined;
  beforeEach(() => {
    const url = subject.url();
    const first = machine.start();
    const open = (holder = machine.start()) => {
      const ledger = openReadable(url, holder);
      opened.push(ledger);
      return ledger;
    };
    world = { url, machine, first, ledger: open(first), open };
  });
  afterEach(() => {
    for (const ledger of opened.splice(0)) ledger.close();
  });
  return () => world ?? expect.unreachable('A ledger is there in tests only.');
}

/** Opens a ledger of which all can be read. */
export function openReadable(url: string, holder: LeaseHolder): OpenLedger {
  return openLedger(url, 'not/used.db', {
    logger: { warn: (fields) => expect.unreachable(`Something could not be read: ${JSON.stringify(fields)}`) },
    holder,
  });
}
