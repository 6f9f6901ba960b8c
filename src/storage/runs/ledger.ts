import type { DatabaseSync } from 'node:sqlite';
import { FootnoteError } from '../../core/errors.ts';
import type { Ledger } from '../../core/ports/stores.ts';
import type { Logger } from '../../core/ports/system.ts';
import { createSqliteFile, durably, type SqliteFile } from '../sqlite-file.ts';
import { updateOf, valuesOf } from './change.ts';
import { createLeases, type LeaseHolder, LeaseLost } from './leases.ts';
import { readPlace, readRun, readRuns } from './rows.ts';
import { makeTables } from './schema.ts';
import { createStatementCache, prepareStatements } from './statements.ts';
import { createTakeOver } from './take-over.ts';

/** The ledger with its file. */
export interface OpenLedger extends Ledger {
  /** Leaves what has not ended to the next process. Nothing works afterwards. Never throws. */
  close(): void;
}

/** What a ledger is opened with. */
export interface LedgerOptions {
  readonly logger: Pick<Logger, 'warn'>;
  /** This process: what is accepted or taken over belongs to it. */
  readonly holder: LeaseHolder;
  /** Told of each method that failed. */
  readonly onFailure?: (() => void) | undefined;
}

/** Does what `what` names, and reports its failure. */
type Attempt = <T>(what: string, operation: () => T) => Promise<T>;
type LedgerFile = SqliteFile<ReturnType<typeof prepare>>;

/** The ledger in an SQLite file, or in memory for `:memory:`; it is opened as {@link createSqliteFile} does. */
export function createLedger(path: string, { logger, holder, onFailure }: LedgerOptions): OpenLedger {
  const file = createSqliteFile(path, (database) => prepare(database, holder));
  const attempt = createAttempt(onFailure);
  return {
    ...recording(file, attempt),
    ...owning(file, attempt, logger),
    ...reading(file, attempt, logger),
    ...forgetting(file, attempt),
    close() {
      try {
        file.openExisting()?.leases.release();
      } catch {
        // The lease ends by itself.
      }
      file.close();
    },
  };
}

function prepare(database: DatabaseSync, holder: LeaseHolder) {
  makeTables(database);
  const leases = createLeases(database, holder);
  return {
    ...prepareStatements(database),
    leases,
    takeOver: createTakeOver(database, leases),
    prepared: createStatementCache(database),
    durably: <T>(write: () => T) => durably(database, write),
  };
}

function createAttempt(onFailure: (() => void) | undefined): Attempt {
  return async (what, operation) => {
    try {
      return operation();
    } catch (cause) {
      if (cause instanceof LeaseLost) throw takenOver(cause);
      onFailure?.();
      if (cause instanceof FootnoteError) throw cause;
      throw new FootnoteError('storage', `The ledger failed to ${what}.`, { cause });
    }
  };
}

const takenOver = (cause?: LeaseLost) =>
  new FootnoteError('stopped', 'Another process goes on with this.', { hint: 'taken-over', cause });

function recording(
  { open, openExisting }: LedgerFile,
  attempt: Attempt,
): Pick<Ledger, 'accept' | 'change' | 'reword' | 'reopen'> {
  return {
    accept: ({ id, platform, acceptedAt, said }) =>
      attempt('accept a run', () => {
        const { durably, insert, leases } = open();
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
    reword: (id, said) =>
      attempt('note a newer wording', () => {
        openExisting()?.reword.run({ id, said });
      }),
    reopen: (id) =>
      attempt('reopen a run', () => {
        const file = openExisting();
        return file !== undefined && file.reopen.run({ id, owner: file.leases.token() }).changes > 0;
      }),
  };
}

function owning(
  { openExisting }: LedgerFile,
  attempt: Attempt,
  logger: Pick<Logger, 'warn'>,
): Pick<Ledger, 'owns' | 'takeOver' | 'renew'> {
  return {
    owns: (id) =>
      attempt('tell whose a run is', () => {
        const file = openExisting();
        const row = file?.selectOwner.get(id);
        return file === undefined || row === undefined || file.leases.isOwn(row['owner']);
      }).catch(() => true),
    takeOver: () => attempt('take over runs', () => readRuns(openExisting()?.takeOver() ?? [], logger)),
    renew: () =>
      attempt('renew the lease', () => {
        openExisting()?.leases.renew();
      }),
  };
}

function reading(
  { openExisting }: LedgerFile,
  attempt: Attempt,
  logger: Pick<Logger, 'warn'>,
): Pick<Ledger, 'find' | 'recentPlaces'> {
  return {
    find: (id) =>
      attempt('find a run', () => {
        const row = openExisting()?.select.get(id);
        return row && readRun(row, logger);
      }),
    recentPlaces: (platform, acceptedSince, limit) =>
      attempt('list the recent places', () => {
        const rows = openExisting()?.selectPlaces.all({ platform, acceptedSince, limit }) ?? [];
        return rows.map(readPlace);
      }),
  };
}

function forgetting({ openExisting }: LedgerFile, attempt: Attempt): Pick<Ledger, 'forget' | 'prune'> {
  return {
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
  };
}
