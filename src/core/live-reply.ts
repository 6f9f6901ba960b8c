import { type Answer, withNotice } from './answer.ts';
import { type EditBudget, isMoreUrgent, type Priority } from './edit-budget.ts';
import { type FootnoteError, isTransient, toFootnoteError } from './errors.ts';
import { type FootnoteList, noFootnotes } from './footnotes.ts';
import type { AnswerFile, Clock, Logger, Part, Render, Rendered, Reply } from './ports.ts';

/** Shows the newest state of one answer, as fast as the platform allows and no faster. */
export interface LiveReply {
  /** Takes the newest state; states in between may never be shown. `earlier`: the conversation's footnotes before this answer. */
  show(answer: Answer, earlier?: FootnoteList): void;
  /** Shows the last state; resolves when all of it stands on the platform, or when the platform finally refused it. */
  finish(answer: Answer, earlier?: FootnoteList): Promise<void>;
}

/** What a live reply works with. */
export interface LiveReplyOptions<P extends Part> {
  readonly reply: Reply<P>;
  readonly render: Render<P>;
  readonly budget: EditBudget;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of each write: the state that is now visible, or the error that refused it. */
  readonly onWritten: (outcome: { readonly answer: Answer } | { readonly error: FootnoteError }) => void;
  /** Told once when nothing more of this reply can be shown: it was deleted, the bot may not write there, or the last attempt failed. */
  readonly onLost: (error: FootnoteError) => void;
  /** How often a write of the last state is tried before it is given up; waits double from one second to thirty. */
  readonly maxFinalAttempts: number;
}

/** A reply of which nothing is visible yet. Its first message is created with the first `show`. */
export function createLiveReply<P extends Part>(options: LiveReplyOptions<P>): LiveReply {
  const { reply, render, budget, clock, logger, onWritten, onLost, maxFinalAttempts } = options;
  const shown: string[] = [];
  let wanted: { answer: Answer; earlier: FootnoteList } | undefined;
  let rendered: { of: object; result: Rendered<P> } | undefined;
  const finishRequested = new AbortController();
  let finishing = false;
  let ending = false;
  let attached = false;
  let attachRefused = false;
  let lost = false;
  let failures = 0;
  let textShown = false;
  let taking: { priority: Priority; hurry: AbortController } | undefined;
  let wake = () => {};
  let pumping: Promise<void> | undefined;

  function parts(): readonly P[] {
    if (!wanted) return [];
    if (rendered?.of !== wanted) rendered = { of: wanted, result: render(wanted.answer, wanted.earlier) };
    const { parts: all, shortened } = rendered.result;
    return shortened && reply.attach && !attachRefused ? shortened.parts : all;
  }

  /** With too few writes left for all parts, the beginning and the end are shown, and the end says that something is missing. */
  function fitWritesLeft(): void {
    const left = reply.writesLeft;
    if (left === undefined || !wanted || parts().length <= left) return;
    wanted = { ...wanted, answer: withNotice(wanted.answer, 'not-all-shown') };
    const result = render(wanted.answer, wanted.earlier);
    rendered = {
      of: wanted,
      result: { ...result, parts: [...result.parts.slice(0, left - 1), ...result.parts.slice(-1)] },
    };
  }

  /** Begins with the last state when no earlier one is under way any more. */
  function beginEnd(): void {
    if (!finishing || ending) return;
    ending = true;
    failures = 0;
    fitWritesLeft();
  }

  /** The first part to write or remove; -1 when all that may be shown now is shown. */
  function firstDifference(): number {
    const savingWrites = reply.writesLeft !== undefined && !finishing;
    if (savingWrites && shown.length > 0) return -1;
    const all = parts();
    const at = all.findIndex((part, index) => part.fingerprint !== shown[index]);
    if (at !== -1) return at;
    return shown.length > all.length ? shown.length - 1 : -1;
  }

  /** What is to be done next, like {@link firstDifference}; a state that cannot be rendered is passed over. */
  function nextPart(): number {
    try {
      beginEnd();
      return firstDifference();
    } catch (thrown) {
      const error = toFootnoteError(thrown);
      if (finishing) giveUp(error, { err: error });
      else logger.error({ err: error }, 'A state of the reply could not be rendered.');
      return -1;
    }
  }

  function priorityNow(): Priority {
    if (finishing) return 'final';
    return shown.length === 0 || (!textShown && wanted?.answer.text !== '') ? 'first' : 'progress';
  }

  async function writeOne(next: number): Promise<void> {
    const allowance = reply.budget(next);
    const priority = priorityNow();
    taking = { priority, hurry: new AbortController() };
    const granted = await budget.take(allowance, priority, taking.hurry.signal);
    taking = undefined;
    if (!granted) return;
    // Another state may be wanted by now, and another part be the first that differs.
    const index = nextPart();
    if (index === -1 || reply.budget(index).key !== allowance.key) return;
    const state = wanted;
    const part = parts()[index];
    try {
      if (part) {
        await reply.write(index, part);
        shown[index] = part.fingerprint;
      } else {
        await reply.remove(index);
        shown.length = index;
      }
      failures = 0;
      textShown ||= state !== undefined && state.answer.text !== '';
      if (state) onWritten({ answer: state.answer });
    } catch (thrown) {
      await refused(toFootnoteError(thrown), allowance.key, index);
    }
  }

  async function refused(error: FootnoteError, key: string, index: number): Promise<void> {
    onWritten({ error });
    if (error.kind === 'rate-limited' && error.retryAfterMs !== undefined) {
      budget.limited(key, error.retryAfterMs);
      return;
    }
    failures += 1;
    const fields = { err: error, part: index, attempt: failures };
    const hopeless = error.hint === 'message-gone' || (!isTransient(error) && (ending || shown.length === 0));
    if (hopeless || (ending && failures >= maxFinalAttempts)) {
      giveUp(error, fields);
      return;
    }
    logger.warn(fields, 'A write of the reply failed and is tried again.');
    await clock.sleep(Math.min(30_000, 1000 * 2 ** (failures - 1)), ending ? undefined : finishRequested.signal);
  }

  function giveUp(error: FootnoteError, fields: object): void {
    lost = true;
    logger.error(fields, 'The reply cannot be shown any further.');
    onLost(error);
  }

  /** Attaches what belongs to the last state. Where the whole answer is refused as a file, all parts are shown. */
  async function attachFiles(): Promise<void> {
    if (parts() === rendered?.result.shortened?.parts) attachRefused = !(await attach(rendered.result.shortened.file));
    for (const file of rendered?.result.files ?? []) if (!(await attach(file))) return;
  }

  /** False where the platform refuses files, or has none. */
  async function attach(file: AnswerFile): Promise<boolean> {
    const fields = { file: file.name };
    while (reply.attach) {
      const allowance = reply.budget(shown.length);
      await budget.take(allowance, 'final');
      try {
        await reply.attach(file);
        return true;
      } catch (thrown) {
        const error = toFootnoteError(thrown);
        if (error.kind === 'rate-limited' && error.retryAfterMs !== undefined)
          budget.limited(allowance.key, error.retryAfterMs);
        else {
          logger.warn({ ...fields, err: error }, 'A file could not be attached; the messages hold the whole answer.');
          return false;
        }
      }
    }
    logger.info(fields, 'No file can be attached here; the messages hold the whole answer.');
    return false;
  }

  async function pump(): Promise<void> {
    while (!lost) {
      const next = nextPart();
      if (next !== -1) {
        await writeOne(next);
        continue;
      }
      if (finishing && (attached || lost)) return;
      if (finishing) {
        attached = true;
        await attachFiles();
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  function want(answer: Answer, earlier: FootnoteList): void {
    wanted = { answer, earlier };
    pumping ??= pump();
    // A write that waits its turn as mere progress gives way to one that is more urgent by now.
    if (taking && isMoreUrgent(priorityNow(), taking.priority)) taking.hurry.abort();
    wake();
  }

  return {
    show(answer, earlier = noFootnotes) {
      if (!finishing) want(answer, earlier);
    },
    async finish(answer, earlier = noFootnotes) {
      finishing = true;
      finishRequested.abort();
      want(answer, earlier);
      await pumping;
    },
  };
}
