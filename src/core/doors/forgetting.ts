import type { Phrases } from '../ports/phrases.ts';
import type { Part } from '../ports/place.ts';
import type { Incoming } from '../ports/platform.ts';
import type { HistoryStore, Ledger } from '../ports/stores.ts';
import type { AgentName } from '../question/question.ts';
import type { Runs } from '../runs/runs.ts';

export interface ForgettingOptions {
  /** Those that are set up: some cannot forget. */
  readonly agents: ReadonlyMap<AgentName, unknown>;
  readonly runs: Pick<Runs, 'forget'>;
  readonly ledger: Pick<Ledger, 'forget'>;
  readonly history: Pick<HistoryStore, 'forget' | 'forgetBegunBy'>;
  readonly phrases: Pick<Phrases, 'forgotten' | 'forgottenInChannel'>;
}

/**
 * Removes what is remembered: of the conversation in which that is wanted, else all that its person began in the channel.
 * Gives the words to tell. Throws a `FootnoteError` of kind `storage`.
 */
export type Forget = (wanted: Pick<Incoming<Part>, 'current' | 'channelKey' | 'asker'>) => Promise<string>;

/** Makes what forgets. */
export function createForgetting({ agents, runs, ledger, history, phrases }: ForgettingOptions): Forget {
  return async ({ current, channelKey, asker }) => {
    const key = await current();
    if (key !== undefined) {
      runs.forget((question) => question.conversation === key);
      await ledger.forget({ conversation: key });
      return phrases.forgotten(await history.forget(key), [...agents.keys()]);
    }
    runs.forget((question) => question.asker.id === asker.id && question.channelKey === channelKey);
    await ledger.forget({ channelKey, askerId: asker.id });
    const forgotten = await history.forgetBegunBy(channelKey, asker.id);
    for (const conversation of forgotten) await ledger.forget({ conversation });
    return phrases.forgottenInChannel(forgotten.length);
  };
}
