import type { DatabaseSync } from 'node:sqlite';
import { now } from './schema.ts';

/** A process that works with a ledger. What it takes in belongs to it while it renews its lease. */
export interface LeaseHolder {
  /** The name of its machine, or of its container. */
  readonly host: string;
  readonly pid: number;
  /** How long what it took in belongs to it after a renewal. */
  readonly leaseMs: number;
  /** Whether there is such a process on its host. */
  isAlive(pid: number): boolean;
}

/** The leases of all processes in one file. Every method throws what SQLite throws. */
export interface Leases {
  /**
   * The number by which what this process takes in is known to be its own; no two processes ever have the same. Taken at
   * the first call. Throws a {@link LeaseLost} once another process has ended this one's lease.
   */
  token(): number;
  /** Whether this is the number of this process, be its lease over or not: what was taken from it has another. */
  isOwn(token: unknown): boolean;
  /** Prolongs the lease. Throws like {@link token}; does nothing while no number is taken. */
  renew(): void;
  /** Ends the leases of processes that are dead, or that have not renewed theirs in time. */
  endOverdue(): void;
  /** Ends the own lease: what is left belongs to nobody then. */
  release(): void;
}

/** Another process has ended the lease of this one, and goes on with what it had taken in. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** The leases in a file that has their table; this process has none yet. */
export function createLeases(database: DatabaseSync, { host, pid, leaseMs, isAlive }: LeaseHolder): Leases {
  const insert = database.prepare(
    `INSERT INTO leases (host, pid, renewed_at, lease_ms) VALUES (:host, :pid, ${now}, :leaseMs)`,
  );
  const prolong = database.prepare(`UPDATE leases SET renewed_at = ${now} WHERE token = ?`);
  const select = database.prepare('SELECT token FROM leases WHERE token = ?');
  const remove = database.prepare('DELETE FROM leases WHERE token = ?');
  // One that was renewed in the future is of a time before the clock was set back.
  const selectOthers = database.prepare(`
    SELECT token, host, pid, renewed_at > ${now} + 1000 OR renewed_at + lease_ms <= ${now} AS overdue
    FROM leases WHERE token <> ?`);
  let own: number | undefined;

  function isDead(other: Record<string, unknown>): boolean {
    if (other['overdue'] === 1) return true;
    if (other['host'] !== host) return false;
    // One with this process's id was an earlier one: in a container they all have the same.
    return other['pid'] === pid || !isAlive(Number(other['pid']));
  }

  return {
    token() {
      own ??= Number(insert.run({ host, pid, leaseMs }).lastInsertRowid);
      if (!select.get(own)) throw new LeaseLost('Another process has ended the lease of this one.');
      return own;
    },
    isOwn: (token) => token === own,
    renew() {
      if (own !== undefined && prolong.run(own).changes === 0)
        throw new LeaseLost('Another process has ended the lease of this one.');
    },
    endOverdue() {
      for (const other of selectOthers.all(own ?? 0)) if (isDead(other)) remove.run(Number(other['token']));
    },
    release() {
      if (own !== undefined) remove.run(own);
    },
  };
}
