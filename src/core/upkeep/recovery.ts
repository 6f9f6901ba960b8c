import { startAnswer } from '../answer/answer.ts';
import { type Asked, type Asking, refusedBecause } from '../asking/ask.ts';
import { attempt, FootnoteError } from '../errors.ts';
import type { KeyedQueue } from '../keyed-queue.ts';
import type { Opened, Part, ReplyAddress } from '../ports/place.ts';
import type { Incoming, PlatformAdapter } from '../ports/platform.ts';
import type { Ledger, Run } from '../ports/stores.ts';
import type { Clock, Logger } from '../ports/system.ts';
import type { Question } from '../question/question.ts';
import { failedAnswer } from '../runs/failed-answer.ts';
import { noteEnd } from '../runs/note-end.ts';
import type { Runs } from '../runs/runs.ts';

/** What is needed to go on where an earlier process ended. */
export interface RecoveryOptions {
  readonly ledger: Ledger;
  readonly adapters: readonly PlatformAdapter[];
  /** Goes on with what was said, and was not understood yet. */
  readonly reception: { takeUp<P extends Part>(incoming: Incoming<P>): Promise<void> };
  readonly asking: Asking;
  readonly runs: Runs;
  /** By line: the same as the reception's. */
  readonly perLine: KeyedQueue;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether a question whose answer was interrupted is asked again, once; each request may cost money. */
  readonly reask: boolean;
}

/** A run whose reply was opened: it has its question and its place. */
interface OpenedRun extends Run {
  readonly question: Question;
  readonly address: ReplyAddress;
}

/** The place that a run has for its answer. */
type Place = Pick<Opened<Part>, 'reply' | 'render'>;

/**
 * Takes over what a process that died left unfinished. The result takes it up, in order: what was never asked is asked, an
 * answer that was interrupted is shown as far as it came, in the same messages. It resolves when all of it is under way.
 * Neither rejects.
 */
export async function prepareRecovery(options: RecoveryOptions): Promise<() => Promise<void>> {
  const { ledger, logger } = options;
  const unfinished = await attempt(
    () => ledger.takeOver(),
    (error) => {
      logger.error({ err: error }, 'What was unfinished could not be taken up.');
      return [];
    },
  );
  return async () => {
    if (unfinished.length > 0) logger.info({ runs: unfinished.length }, 'Taking up what was unfinished.');
    for (const run of unfinished) await guarded(run, options, () => takeUp(run, options));
  };
}

function guarded(run: Run, options: RecoveryOptions, work: () => void | Promise<void>): Promise<void> {
  return attempt(work, (error) => {
    options.logger.error({ err: error, question: run.id }, 'A question could not be taken up again.');
    return noteEnd(run.id, options);
  });
}

function takeUp(run: Run, options: RecoveryOptions): void {
  const { adapters, reception } = options;
  const adapter = adapters.find(({ platform }) => platform === run.platform);
  // Its platform may be set up again another time.
  if (!adapter) return;
  const incoming = adapter.restore(run.said);
  if (!incoming && finishUnsaid(run, adapter, options)) return;
  if (!incoming) throw new FootnoteError('storage', 'What was said cannot be read any more.');
  if (isOpened(run)) void guarded(run, options, () => goOn(run, incoming, options));
  else void reception.takeUp(incoming);
}

const isOpened = (run: Run): run is OpenedRun => run.question !== undefined && run.address !== undefined;

async function goOn(run: OpenedRun, incoming: Incoming<Part>, options: RecoveryOptions): Promise<void> {
  const pass = await options.perLine.take(incoming.line);
  try {
    // First: what has no place any more is not to take up room for an answer.
    const place = incoming.resume(run.address);
    if (isToBeAsked(run, options)) await askOrRefuse(run, place, options);
    else finish(run, place, options);
  } finally {
    pass();
  }
}

/** Whether the question has still to be asked; one that was stopped before it was asked has its end as well. */
function isToBeAsked({ state, answer }: OpenedRun, { reask }: RecoveryOptions): boolean {
  if (answer && answer.state !== 'working') return false;
  return state === 'opened' || (reask && state !== 'asked-again');
}

async function askOrRefuse(run: OpenedRun, place: Place, options: RecoveryOptions): Promise<void> {
  const { asking, runs } = options;
  const { question, platform, state, reworded } = run;
  const by = question.by ?? question.asker;
  const asked = await attempt<Asked | { readonly error: FootnoteError }>(
    () => asking.ask({ question: { ...question, platform }, by, cause: 'recovered' }),
    (error) => ({ error }),
  );
  if ('permission' in asked) {
    const { permission } = asked;
    const again = state === 'opened' ? undefined : 'crashed';
    void runs.answer({ question, platform, permission, ...place, again, reworded: reworded !== undefined });
    return;
  }
  const error = 'refusal' in asked ? refusedBecause(asked.refusal) : asked.error;
  const answer = failedAnswer(run.id, startAnswer(question.agent, question.askedAt), error, options);
  finish(state === 'opened' ? { ...run, answer } : run, place, options);
}

function finish(run: OpenedRun, place: Place, { runs }: RecoveryOptions): void {
  const { id, platform, state, question, answer, reworded } = run;
  const { askedAt } = question;
  const wasAsked = state !== 'opened';
  void runs.finish({ id, platform, question, wasAsked, answer, askedAt, ...place, reworded: reworded !== undefined });
}

/**
 * Of a run that was forgotten while it was being answered nothing is left but its messages, and what was said may be in no
 * form that this version reads: the messages must not look alive. False when there are none.
 */
function finishUnsaid(run: Run, adapter: PlatformAdapter, { runs }: RecoveryOptions): boolean {
  const { id, platform, state, question, answer, address, acceptedAt } = run;
  const place = address && adapter.resume(address, id);
  if (!place) return false;
  const askedAt = question?.askedAt ?? acceptedAt;
  const wasAsked = state !== 'opened';
  void runs.finish({ id, platform, question, wasAsked, answer, askedAt, ...place, reworded: false });
  return true;
}
