import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { FootnoteError } from '../core/errors.ts';
import type { Logger } from '../core/ports.ts';
import type { Run, RunChange, RunStore } from '../core/run.ts';
import { parseStored } from './parse-stored.ts';
import { parseRunRow, placeRow } from './run-row.ts';
import { createSqliteFile } from './sqlite-file.ts';

/** The ledger of runs with its file. */
export interface RunLedger extends RunStore {
  /** Nothing works afterwards. Never throws. */
  close(): void;
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
    reworded TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS runs_unfinished ON runs (accepted_at) WHERE state <> 'ended';
  CREATE INDEX IF NOT EXISTS runs_ended ON runs (accepted_at) WHERE state = 'ended';
  CREATE INDEX IF NOT EXISTS runs_conversation ON runs (conversation) WHERE conversation IS NOT NULL;
  CREATE INDEX IF NOT EXISTS runs_asker ON runs (channel_key, asker_id) WHERE asker_id IS NOT NULL;
`;
const columns = 'id, platform, state, accepted_at, said, question, address, answer, reworded';
const now = "unixepoch('subsec') * 1000";
const forgetting = `
  UPDATE runs SET updated_at = ${now}, said = NULL, question = NULL, answer = NULL, reworded = NULL,
    conversation = NULL, channel_key = NULL, asker_id = NULL`;

/**
 * The ledger in an SQLite file, or in memory for `:memory:`; it is opened as {@link createSqliteFile} does. What of a run
 * cannot be read is absent, and the log says so. A forgotten run takes no question and no answer any more, and a run that
 * ends without a question is forgotten at once, since nothing would say whose it is. `onFailure` is told of each method
 * that failed.
 */
export function createRunStore(path: string, logger: Pick<Logger, 'warn'>, onFailure = () => {}): RunLedger {
  const { open, openExisting, close } = createSqliteFile(path, prepare);

  async function attempt<T>(what: string, operation: () => T): Promise<T> {
    try {
      return operation();
    } catch (cause) {
      onFailure();
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
        const { durably, insert } = open();
        const { id, platform, acceptedAt, said } = run;
        return durably(() => insert.run({ id, platform, acceptedAt, said }).changes > 0);
      }),
    change: (id, change) =>
      attempt('note a change', () => {
        const file = openExisting();
        if (!file) return;
        const values = valuesOf(change);
        const write = () => file.prepared(updateOf(change, Object.keys(values))).run({ id, ...values });
        if (change.state === 'ended') file.durably(write);
        else write();
      }),
    find: (id) =>
      attempt('find a run', () => {
        const row = openExisting()?.select.get(id);
        return row && read(row);
      }),
    unfinished: () =>
      attempt('list the unfinished runs', () => {
        const rows = openExisting()?.selectUnfinished.all() ?? [];
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
    close,
  };
}

function prepare(database: DatabaseSync) {
  database.exec(schema);
  // A file of an earlier version has no such column.
  const { reworded } =
    database.prepare("SELECT count(*) AS reworded FROM pragma_table_info('runs') WHERE name = 'reworded'").get() ?? {};
  if (reworded === 0) database.exec('ALTER TABLE runs ADD COLUMN reworded TEXT');
  const updates = new Map<string, StatementSync>();
  return {
    insert: database.prepare(`
      INSERT INTO runs (id, platform, state, accepted_at, updated_at, said)
      VALUES (:id, :platform, 'accepted', :acceptedAt, ${now}, :said) ON CONFLICT DO NOTHING`),
    select: database.prepare(`SELECT ${columns} FROM runs WHERE id = ?`),
    selectUnfinished: database.prepare(
      `SELECT ${columns} FROM runs WHERE state <> 'ended' ORDER BY accepted_at, rowid`,
    ),
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
function valuesOf({ state, question, address, answer, said, reworded }: RunChange): Record<string, string | null> {
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
    ...(reworded !== undefined && { reworded }),
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
  return `UPDATE runs SET ${[`updated_at = ${now}`, ...sets].join(', ')} WHERE id = :id`;
}
