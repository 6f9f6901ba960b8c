import type { DatabaseSync } from 'node:sqlite';

/** The time of the machine in SQL, in milliseconds since the epoch: the clock of each process counts from its own start. */
export const now = "unixepoch('subsec') * 1000";

// The times are REAL: a clock may have fractions, and no number in such a column is too large to be read. The number of a
// lease is never given twice, so that an old one cannot pass for a new one.
const schema = `
  CREATE TABLE IF NOT EXISTS runs (
    id TEXT PRIMARY KEY,
    platform TEXT NOT NULL,
    state TEXT NOT NULL,
    accepted_at REAL NOT NULL,
    updated_at REAL NOT NULL,
    conversation TEXT,
    channel_key TEXT,
    asker_id TEXT,
    said TEXT,
    question TEXT,
    address TEXT,
    answer TEXT,
    owner INTEGER,
    reworded TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS runs_unfinished ON runs (accepted_at) WHERE state <> 'ended';
  CREATE INDEX IF NOT EXISTS runs_ended ON runs (accepted_at) WHERE state = 'ended';
  CREATE INDEX IF NOT EXISTS runs_conversation ON runs (conversation) WHERE conversation IS NOT NULL;
  CREATE INDEX IF NOT EXISTS runs_asker ON runs (channel_key, asker_id) WHERE asker_id IS NOT NULL;
  CREATE TABLE IF NOT EXISTS leases (
    token INTEGER PRIMARY KEY AUTOINCREMENT,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    renewed_at REAL NOT NULL,
    lease_ms REAL NOT NULL
  ) STRICT;
`;

/** Columns that files of earlier versions lack. */
const addedColumns = { owner: 'INTEGER', reworded: 'TEXT' } as const;

/** Makes the tables of the ledger where they are missing, and brings those of earlier versions up to date. */
export function makeTables(database: DatabaseSync): void {
  database.exec(schema);
  const column = database.prepare("SELECT 1 FROM pragma_table_info('runs') WHERE name = ?");
  for (const [name, type] of Object.entries(addedColumns))
    if (!column.get(name)) database.exec(`ALTER TABLE runs ADD COLUMN ${name} ${type}`);
}
