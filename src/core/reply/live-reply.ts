import { type Answer, withNotice } from '../answer/answer.ts';
import { type FootnoteList, noFootnotes } from '../answer/footnotes.ts';
import { type FootnoteError, isTransient, toFootnoteError } from '../errors.ts';
import type { AnswerFile, Budget, Part, Render, Rendered, Reply } from '../ports/place.ts';
import type { Clock, Logger } from '../ports/system.ts';
import { type EditBudget, isMoreUrgent, type Priority } from './edit-budget.ts';

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

/**
 * How soon a state is looked at again that looked like the one before: most of what arrives cannot be seen where the
 * messages are full or something half-made is held back. First words are not kept waiting.
 */
const lookAgainMs = { beforeText: 20, afterText: 100 } as const;

/** A reply of which nothing is visible yet. Its first message is created with the first `show`. */
export function createLiveReply<P extends Part>(options: LiveReplyOptions<P>): LiveReply {
  const { reply, render, budget, clock, logger, onWritten, onLost, maxFinalAttempts } = options;
  // What the messages of a reply that was begun before look like is not known.
  const shown: string[] = reply.address().messages.map(() => '');
  let wanted: { answer: Answer; earlier: FootnoteList } | undefined;
  let rendered: { of: object; result: Rendered<P> } | undefined;
  const finishRequested = new AbortController();
  let finishing = false;
  let ending = false;
  let attached = false;
  let filesAllowed = reply.attach !== undefined;
  let lost = false;
  let failures = 0;
  let textShown = false;
  let taking: { priority: Priority; hurry: AbortController } | undefined;
  let wake = () => {};
  let pumping: Promise<void> | undefined;

  function parts(): readonly P[] {
    if (!wanted) return [];
    if (rendered?.of !== wanted) rendered = { of: wanted, result: render(wanted.answer, wanted.earlier, filesAllowed) };
    return rendered.result.parts;
  }

  /** With too few writes left for all parts, the beginning and the end are shown, and the end says that something is missing. */
  function fitWritesLeft(): void {
    const left = reply.writesLeft;
    if (left === undefined || !wanted || parts().length <= left) return;
    wanted = { ...wanted, answer: withNotice(wanted.answer, 'not-all-shown') };
    const result = render(wanted.answer, wanted.earlier, filesAllowed);
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
    const permit = await budget.take(allowance, priority, taking.hurry.signal);
    taking = undefined;
    if (!permit) return;
    // Another state may be wanted by now, and another part be the first that differs.
    const index = nextPart();
    if (index === -1 || reply.budget(index).key !== allowance.key) {
      permit.release(false);
      return;
    }
    const error = await write(index);
    permit.release(true);
    if (error) await refused(error, allowance, index);
  }

  /** Writes or removes one part; gives the error that refused it. */
  async function write(index: number): Promise<FootnoteError | undefined> {
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
      return undefined;
    } catch (thrown) {
      return toFootnoteError(thrown);
    }
  }

  /** True when the platform only asked to wait. */
  function isWait({ kind, hint, retryAfterMs }: FootnoteError, allowance: Budget): boolean {
    if (kind !== 'rate-limited' || retryAfterMs === undefined) return false;
    budget.limited((hint === 'all-limited' ? allowance.within : undefined) ?? allowance, retryAfterMs);
    return true;
  }

  async function refused(error: FootnoteError, allowance: Budget, index: number): Promise<void> {
    onWritten({ error });
    if (isWait(error, allowance)) return;
    failures += 1;
    const fields = { err: error, part: index, attempt: failures };
    const isOver = error.hint === 'message-gone' || error.hint === 'taken-over';
    const hopeless = isOver || (!isTransient(error) && (ending || shown.length === 0));
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

  /** Attaches what belongs to the last state; where that is refused, all of the answer is shown in its parts. */
  async function attachFiles(): Promise<void> {
    for (const file of rendered?.result.files ?? []) {
      const error = await attach(file);
      if (!error) continue;
      logger.warn({ err: error }, 'A file could not be attached: the answer is shown in messages alone.');
      filesAllowed = false;
      rendered = undefined;
      return;
    }
  }

  /** Attaches one file, after as many waits as the platform asks for; gives the error that refused it. */
  async function attach(file: AnswerFile): Promise<FootnoteError | undefined> {
    for (;;) {
      const allowance = reply.budget(shown.length);
      try {
        await budget.spend(allowance, 'final', async () => reply.attach?.(file));
        return undefined;
      } catch (thrown) {
        const error = toFootnoteError(thrown);
        if (!isWait(error, allowance)) return error;
      }
    }
  }

  async function pump(): Promise<void> {
    let woken = false;
    while (!lost) {
      const looked = wanted;
      const next = nextPart();
      if (next !== -1) {
        woken = false;
        await writeOne(next);
        continue;
      }
      if (finishing && (attached || lost)) return;
      if (finishing) {
        attached = true;
        await attachFiles();
        continue;
      }
      if (woken) await clock.sleep(textShown ? lookAgainMs.afterText : lookAgainMs.beforeText, finishRequested.signal);
      if (wanted === looked && !finishing)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      woken = true;
    }
  }

  function want(answer: Answer, earlier: FootnoteList): void {
    wanted = { answer, earlier };
    if (!pumping) void reply.working?.(true);
    pumping ??= pump();
    // A write that waits its turn as mere progress gives way to one that is more urgent by now.
    if (taking && isMoreUrgent(priorityNow(), taking.priority)) taking.hurry.abort('hurry');
    wake();
  }

  return {
    show(answer, earlier = noFootnotes) {
      if (!finishing) want(answer, earlier);
    },
    async finish(answer, earlier = noFootnotes) {
      finishing = true;
      finishRequested.abort('finish');
      want(answer, earlier);
      await pumping;
      void reply.working?.(false);
    },
  };
}
