import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { FootnoteError } from '../../core/errors.ts';
import type { Run, RunChange, RunStore } from '../../core/ports/stores.ts';
import type { Logger } from '../../core/ports/system.ts';
import { parseStored } from '../codec/parse-stored.ts';
import { createSqliteFile } from '../sqlite-file.ts';
import { createLeases, type LeaseHolder, LeaseLost, leaseSchema } from './leases.ts';
import { parseRunRow, placeRow } from './run-row.ts';

/** The ledger of runs with its file. */
export interface RunLedger extends RunStore {
  /** Leaves what has not ended to the next process. Nothing works afterwards. Never throws. */
  close(): void;
}

/** What a ledger is opened with. */
export interface RunLedgerOptions {
  readonly logger: Pick<Logger, 'warn'>;
  /** This process: what is accepted or taken over belongs to it. */
  readonly holder: LeaseHolder;
  /** Told of each method that failed. */
  readonly onFailure?: (() => void) | undefined;
}

// The times are REAL: a clock may have fractions, and no number in such a column is too large to be read.
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
`;
// Files of earlier versions lack them.
const addedColumns = { owner: 'INTEGER', reworded: 'TEXT' } as const;
const columns = 'id, platform, state, accepted_at, said, question, address, answer, reworded';
const now = "unixepoch('subsec') * 1000";
const forgetting = `
  UPDATE runs SET updated_at = ${now}, said = NULL, question = NULL, answer = NULL, reworded = NULL,
    conversation = NULL, channel_key = NULL, asker_id = NULL`;

/**
 * The ledger in an SQLite file, or in memory for `:memory:`; it is opened as {@link createSqliteFile} does. What of a run
 * cannot be read is absent, and the log says so. A forgotten run takes no question and no answer any more, and a run that
 * ends without a question is forgotten at once, since nothing would say whose it is.
 */
export function createRunStore(path: string, { logger, holder, onFailure }: RunLedgerOptions): RunLedger {
  const { open, openExisting, close } = createSqliteFile(path, (database) => prepare(database, holder));

  async function attempt<T>(what: string, operation: () => T): Promise<T> {
    try {
      return operation();
    } catch (cause) {
      if (cause instanceof LeaseLost) throw takenOver(cause);
      onFailure?.();
      if (cause instanceof FootnoteError) throw cause;
      throw new FootnoteError('storage', `The ledger of runs failed to ${what}.`, { cause });
    }
  }

  function read(row: Record<string, unknown>): Run {
    const { run, unreadable } = parseRunRow(row);
    if (unreadable.length > 0) {
      logger.warn({ run: run.id, unreadable }, 'A part of a stored run is in no form that this version can read.');
    }
    return run;
  }

  return {
    accept: (run) =>
      attempt('accept a run', () => {
        const { durably, insert, leases } = open();
        const { id, platform, acceptedAt, said } = run;
        const owner = leases.token();
        return durably(() => insert.run({ id, platform, acceptedAt, said, owner }).changes > 0);
      }),
    change: (id, change) =>
      attempt('note a change', () => {
        const file = openExisting();
        if (!file) return;
        const owner = file.leases.token();
        const values = valuesOf(change);
        const write = () => file.prepared(updateOf(change, Object.keys(values))).run({ id, owner, ...values });
        const { changes } = change.state === 'ended' ? file.durably(write) : write();
        if (changes === 0 && file.select.get(id)) throw takenOver();
      }),
    owns: (id) =>
      attempt('tell whose a run is', () => {
        const file = openExisting();
        const row = file?.selectOwner.get(id);
        return file === undefined || row === undefined || file.leases.isOwn(row['owner']);
      }).catch(() => true),
    reword: (id, said) =>
      attempt('note a newer wording', () => {
        openExisting()?.reword.run({ id, said });
      }),
    reopen: (id) =>
      attempt('reopen a run', () => {
        const file = openExisting();
        return file !== undefined && file.reopen.run({ id, owner: file.leases.token() }).changes > 0;
      }),
    find: (id) =>
      attempt('find a run', () => {
        const row = openExisting()?.select.get(id);
        return row && read(row);
      }),
    takeOver: () =>
      attempt('take over runs', () => {
        const rows = openExisting()?.takeOver() ?? [];
        return rows.flatMap((row) => {
          try {
            return [read(row)];
          } catch (err) {
            // Another version may know what to do with it.
            logger.warn({ run: row['id'], err }, 'A stored run cannot be read and is left as it is.');
            return [];
          }
        });
      }),
    renew: () =>
      attempt('renew the lease', () => {
        openExisting()?.leases.renew();
      }),
    recentPlaces: (platform, acceptedSince, limit) =>
      attempt('list the recent places', () => {
        const rows = openExisting()?.selectPlaces.all({ platform, acceptedSince, limit }) ?? [];
        return rows.map((row) => parseStored(placeRow, row));
      }),
    forget: (what) =>
      attempt('forget', () => {
        const file = openExisting();
        file?.durably(() => {
          if ('conversation' in what) file.forgetConversation.run(what.conversation);
          else file.forgetAsker.run(what.channelKey, what.askerId);
        });
      }),
    prune: (acceptedBefore) =>
      attempt('remove old runs', () => {
        openExisting()?.prune.run(acceptedBefore);
      }),
    close() {
      try {
        openExisting()?.leases.release();
      } catch {
        // The lease ends by itself.
      }
      close();
    },
  };
}

const takenOver = (cause?: LeaseLost) =>
  new FootnoteError('stopped', 'Another process goes on with this.', { hint: 'taken-over', cause });

function prepare(database: DatabaseSync, holder: LeaseHolder) {
  database.exec(schema + leaseSchema);
  const column = database.prepare("SELECT 1 FROM pragma_table_info('runs') WHERE name = ?");
  for (const [name, type] of Object.entries(addedColumns))
    if (!column.get(name)) database.exec(`ALTER TABLE runs ADD COLUMN ${name} ${type}`);
  const leases = createLeases(database, holder);
  const isUnowned = "state <> 'ended' AND (owner IS NULL OR owner NOT IN (SELECT token FROM leases))";
  const selectUnowned = database.prepare(`SELECT ${columns} FROM runs WHERE ${isUnowned} ORDER BY accepted_at, rowid`);
  const takeUnowned = database.prepare(`UPDATE runs SET owner = ? WHERE ${isUnowned}`);
  const updates = new Map<string, StatementSync>();
  return {
    leases,
    insert: database.prepare(`
      INSERT INTO runs (id, platform, state, accepted_at, updated_at, said, owner)
      VALUES (:id, :platform, 'accepted', :acceptedAt, ${now}, :said, :owner) ON CONFLICT DO NOTHING`),
    select: database.prepare(`SELECT ${columns} FROM runs WHERE id = ?`),
    // It is no part of the answering, and an earlier process may have ended the run.
    reword: database.prepare('UPDATE runs SET reworded = iif(said IS NULL, NULL, :said) WHERE id = :id'),
    selectOwner: database.prepare('SELECT owner FROM runs WHERE id = ?'),
    reopen: database.prepare(
      `UPDATE runs SET updated_at = ${now}, state = 'opened', owner = :owner
       WHERE id = :id AND (state = 'ended' OR owner = :owner)`,
    ),
    /** The rows that belonged to nobody and now belong to this process. */
    takeOver(): Record<string, unknown>[] {
      database.exec('BEGIN IMMEDIATE');
      try {
        const owner = leases.token();
        leases.endOverdue();
        const rows = selectUnowned.all();
        if (rows.length > 0) takeUnowned.run(owner);
        database.exec('COMMIT');
        return rows;
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
    // Each half has an index.
    selectPlaces: database.prepare(`
      SELECT channel_key AS channelKey, conversation, MAX(accepted_at) AS acceptedAt FROM (
        SELECT platform, channel_key, conversation, accepted_at FROM runs
        WHERE state = 'ended' AND accepted_at >= :acceptedSince
        UNION ALL
        SELECT platform, channel_key, conversation, accepted_at FROM runs
        WHERE state <> 'ended' AND accepted_at >= :acceptedSince
      )
      WHERE platform = :platform AND conversation IS NOT NULL
      GROUP BY channel_key, conversation ORDER BY acceptedAt DESC LIMIT :limit`),
    forgetConversation: database.prepare(`${forgetting} WHERE conversation = ?`),
    forgetAsker: database.prepare(`${forgetting} WHERE channel_key = ? AND asker_id = ?`),
    prune: database.prepare(`DELETE FROM runs WHERE state = 'ended' AND accepted_at < ?`),
    /** The statement, compiled once. */
    prepared(sql: string): StatementSync {
      const statement = updates.get(sql) ?? database.prepare(sql);
      updates.set(sql, statement);
      return statement;
    },
    /** The outcome of a write that is on the disk when this returns, with all before it. */
    durably<T>(write: () => T): T {
      database.exec('PRAGMA synchronous = FULL');
      try {
        return write();
      } finally {
        database.exec('PRAGMA synchronous = NORMAL');
      }
    },
  };
}

/** The columns that a change sets. */
function valuesOf({ state, question, address, answer, said }: RunChange): Record<string, string> {
  return {
    ...(state && { state }),
    ...(question && {
      question: JSON.stringify(question),
      conversation: question.conversation,
      channel_key: question.channelKey,
      asker_id: question.asker.id,
    }),
    ...(address && { address: JSON.stringify(address) }),
    ...(answer && { answer: JSON.stringify(answer) }),
    ...(said !== undefined && { said }),
  };
}

/** One statement sets all of a change. It names only the columns that change: naming others would rewrite their indexes. */
function updateOf({ state, question }: RunChange, changed: readonly string[]): string {
  const mayLackQuestion = state === 'ended' && !question;
  // What was forgotten has no question either.
  const isForgotten = mayLackQuestion ? 'question IS NULL' : 'said IS NULL';
  const sets = changed.map((column) => {
    const isKept = column === 'state' || column === 'address';
    return isKept ? `${column} = :${column}` : `${column} = iif(${isForgotten}, NULL, :${column})`;
  });
  for (const column of mayLackQuestion ? ['said', 'answer', 'reworded'] : []) {
    if (!changed.includes(column)) sets.push(`${column} = iif(${isForgotten}, NULL, ${column})`);
  }
  return `UPDATE runs SET ${[`updated_at = ${now}`, ...sets].join(', ')} WHERE id = :id AND owner = :owner`;
}
