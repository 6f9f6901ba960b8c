import { startAnswer } from '../answer/answer.ts';
import type { Asking, Permission } from '../asking/ask.ts';
import type { Cause } from '../asking/policy.ts';
import { FootnoteError } from '../errors.ts';
import type { Part, ReplyAddress } from '../ports/place.ts';
import type { Incoming } from '../ports/platform.ts';
import type { Ledger, Run } from '../ports/stores.ts';
import type { Clock } from '../ports/system.ts';
import type { Asker, Question } from '../question/question.ts';
import type { Runs } from '../runs/runs.ts';
import type { Restore } from './restore.ts';

/** Has the question of a run that has ended asked once more, in the messages of its reply. */
export type AskAgain = (
  run: Run,
  by: Asker,
  cause: Extract<Cause, 'retry' | 'reworded'>,
) => Promise<string | undefined>;

export interface AskAgainOptions {
  readonly asking: Asking;
  readonly runs: Pick<Runs, 'answer'>;
  readonly ledger: Pick<Ledger, 'change' | 'reopen' | 'reword'>;
  readonly restore: Restore;
  readonly clock: Clock;
}

/**
 * Makes what asks again. Who presses is who asks: it is checked and counted for that person. It resolves when the question is
 * with the runs, or with the reason why it is refused, and throws a `FootnoteError` where asking again is not possible any more.
 */
export function createAskAgain({ asking, runs, ledger, restore, clock }: AskAgainOptions): AskAgain {
  async function begin(
    { id, platform, said, reworded }: Run,
    question: Question,
    address: ReplyAddress,
    incoming: Incoming<Part>,
    permission: Permission,
  ): Promise<void> {
    const place = incoming.resume(address);
    if (!(await ledger.reopen(id)))
      throw new FootnoteError('stopped', 'Another process has it.', { hint: 'taken-over' });
    const answer = startAnswer(question.agent, question.askedAt);
    await ledger.reword(id, reworded ?? null);
    // From here on a crash finds it waiting. What fails before leaves the answer as it was.
    await ledger.change(id, { state: 'opened', question, said, answer });
    void runs.answer({ question, platform, permission, ...place, again: 'wanted', reworded: reworded !== undefined });
  }

  return async (run, by, cause) => {
    const { platform, question, address } = run;
    const incoming = restore(platform, run.said);
    if (!incoming || !question || !address)
      throw new FootnoteError('storage', 'A question is not kept whole any more.');
    const asked = await asking.ask({ question: { ...question, platform }, by, cause });
    if ('refusal' in asked) return asked.refusal.words;
    const { permission } = asked;
    try {
      await begin(run, { ...question, by, askedAt: clock.now() }, address, incoming, permission);
      return undefined;
    } catch (thrown) {
      permission.leave();
      throw thrown;
    }
  };
}
