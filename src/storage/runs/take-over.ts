import type { DatabaseSync } from 'node:sqlite';
import type { Leases } from './leases.ts';
import { type Row, runColumns } from './rows.ts';

/** Makes what takes the unfinished runs that belong to no living process: gives their rows, which now belong to this one. */
export function createTakeOver(database: DatabaseSync, leases: Leases): () => readonly Row[] {
  const isUnowned = "state <> 'ended' AND (owner IS NULL OR owner NOT IN (SELECT token FROM leases))";
  const select = database.prepare(`SELECT ${runColumns} FROM runs WHERE ${isUnowned} ORDER BY accepted_at, rowid`);
  const take = database.prepare(`UPDATE runs SET owner = ? WHERE ${isUnowned}`);
  return () => {
    database.exec('BEGIN IMMEDIATE');
    try {
      const owner = leases.token();
      leases.endOverdue();
      const rows = select.all();
      if (rows.length > 0) take.run(owner);
      database.exec('COMMIT');
      return rows;
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  };
}
