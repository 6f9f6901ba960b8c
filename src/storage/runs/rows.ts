import { z } from 'zod';
import type { RecentPlace, Run, RunState } from '../../core/ports/stores.ts';
import type { Logger } from '../../core/ports/system.ts';
import { address } from '../codec/address.ts';
import { answer } from '../codec/answer.ts';
import { json } from '../codec/json.ts';
import { channelKey, conversationKey, platform } from '../codec/keys.ts';
import type { Names } from '../codec/names.ts';
import { parseStored } from '../codec/parse-stored.ts';
import { question } from '../codec/question.ts';

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, unknown>>;

/** The columns that a run is read from. */
export const runColumns = 'id, platform, state, accepted_at, said, question, address, answer, reworded';

const runStates: Names<RunState> = {
  accepted: 'accepted',
  opened: 'opened',
  asked: 'asked',
  'asked-again': 'asked-again',
  ended: 'ended',
};

const runRow = z.object({
  id: z.string(),
  platform,
  state: z.enum(runStates),
  accepted_at: z.number(),
  said: z.string().nullable(),
  question: z.string().nullable(),
  address: z.string().nullable(),
  answer: z.string().nullable(),
  reworded: z.string().nullable(),
});

/**
 * The run of a row. What of it cannot be read is absent, and the log says so; throws a `FootnoteError` of kind `storage`
 * when not even its state can.
 */
export function readRun(row: Row, logger: Pick<Logger, 'warn'>): Run {
  const columns = parseStored(runRow, row);
  const unreadable: string[] = [];
  const read = <T>(name: string, schema: z.ZodType<T>, text: string | null): T | undefined => {
    if (text === null) return undefined;
    const parsed = json.pipe(schema).safeParse(text);
    if (!parsed.success) unreadable.push(name);
    return parsed.data;
  };
  const run: Run = {
    id: columns.id,
    platform: columns.platform,
    state: columns.state,
    said: columns.said ?? '',
    acceptedAt: columns.accepted_at,
    question: read('question', question, columns.question),
    address: read('address', address, columns.address),
    answer: read('answer', answer, columns.answer),
    reworded: columns.reworded ?? undefined,
  };
  if (unreadable.length > 0)
    logger.warn({ run: run.id, unreadable }, 'A part of a stored run is in no form that this version can read.');
  return run;
}

/** The runs of rows. One that cannot be read is left out, and the log says so: another version may know what to do with it. */
export function readRuns(rows: readonly Row[], logger: Pick<Logger, 'warn'>): readonly Run[] {
  return rows.flatMap((row) => {
    try {
      return [readRun(row, logger)];
    } catch (err) {
      logger.warn({ run: row['id'], err }, 'A stored run cannot be read and is left as it is.');
      return [];
    }
  });
}

const placeRow = z.object({ channelKey, conversation: conversationKey, acceptedAt: z.number() });

/** The place of a row. Throws like {@link readRun}. */
export function readPlace(row: Row): RecentPlace {
  return parseStored(placeRow, row);
}
