import { describe } from 'vitest';
import { anyChangesContract } from './ledger/any-changes.ts';
import { forgettingContract } from './ledger/forgetting.ts';
import { owningContract } from './ledger/owning.ts';
import { recordingContract } from './ledger/recording.ts';
import { survivingContract } from './ledger/surviving.ts';
import { createWorld, type LedgerSubject } from './ledger/world.ts';

/** What every ledger does, whatever keeps it. */
export function ledgerContract(name: string, subject: LedgerSubject): void {
  const title = subject.missing ? `runs in ${name} (skipped: ${subject.missing})` : `runs in ${name}`;
  describe.skipIf(subject.missing)(title, () => {
    const world = createWorld(subject);
    recordingContract(world);
    owningContract(world, subject.durable);
    forgettingContract(world);
    anyChangesContract(world, subject);
    survivingContract(world, subject.durable);
  });
}
