import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { runColumns } from './rows.ts';
import { now } from './schema.ts';

const forgetting = `
  UPDATE runs SET updated_at = ${now}, said = NULL, question = NULL, answer = NULL, reworded = NULL,
    conversation = NULL, channel_key = NULL, asker_id = NULL`;

/** The statements of a ledger's file that has its tables. */
export function prepareStatements(database: DatabaseSync) {
  return {
    insert: database.prepare(`
      INSERT INTO runs (id, platform, state, accepted_at, updated_at, said, owner)
      VALUES (:id, :platform, 'accepted', :acceptedAt, ${now}, :said, :owner) ON CONFLICT DO NOTHING`),
    select: database.prepare(`SELECT ${runColumns} FROM runs WHERE id = ?`),
    // It is no part of the answering, and an earlier process may have ended the run.
    reword: database.prepare('UPDATE runs SET reworded = iif(said IS NULL, NULL, :said) WHERE id = :id'),
    selectOwner: database.prepare('SELECT owner FROM runs WHERE id = ?'),
    reopen: database.prepare(
      `UPDATE runs SET updated_at = ${now}, state = 'opened', owner = :owner
       WHERE id = :id AND (state = 'ended' OR owner = :owner)`,
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
  };
}

/** Compiles each statement once. */
export function createStatementCache(database: DatabaseSync): (sql: string) => StatementSync {
  const held = new Map<string, StatementSync>();
  return (sql) => {
    const statement = held.get(sql) ?? database.prepare(sql);
    held.set(sql, statement);
    return statement;
  };
}
