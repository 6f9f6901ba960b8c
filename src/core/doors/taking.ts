import type { Asking, Permission } from '../asking/ask.ts';
import type { Phrases } from '../ports/phrases.ts';
import type { Part } from '../ports/place.ts';
import type { Incoming } from '../ports/platform.ts';
import type { Ledger } from '../ports/stores.ts';
import type { Clock, Metrics } from '../ports/system.ts';
import type { Question, Wording } from '../question/question.ts';
import type { Runs } from '../runs/runs.ts';
import type { Forget } from './forgetting.ts';
import type { Understood } from './understand.ts';

/** Something said that is not with the runs yet; an edit changes it in place. */
export interface Taken {
  incoming: Incoming<Part>;
  understood: Promise<Understood>;
  /** It was deleted: nothing is to be done, or said, about it. */
  withdrawn: boolean;
}

/** What came of it: words for the person, an answer that has ended, or nothing since it was withdrawn. */
export type Outcome = { readonly words: string } | 'answered' | 'withdrawn';

/** Does what was understood, and calls `pass` when what was said after it may be taken up. Throws a `FootnoteError`. */
export type Take = (one: Taken, pass: () => void) => Promise<Outcome>;

export interface TakingOptions {
  readonly asking: Asking;
  readonly runs: Pick<Runs, 'answer'>;
  readonly ledger: Pick<Ledger, 'change'>;
  readonly forget: Forget;
  readonly phrases: Pick<Phrases, 'newConversation' | 'newConversationHere'>;
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'questionAccepted'>;
}

/** Makes what does what was understood. */
export function createTaking(options: TakingOptions): Take {
  const { asking, runs, ledger, forget, phrases, clock, metrics } = options;

  async function ask(one: Taken, wording: Wording, pass: () => void): Promise<Outcome> {
    const { incoming } = one;
    const { id, platform, asker, origin, channelKey } = incoming;
    const conversation = await incoming.current();
    const prospect = { id, platform, asker, origin, channelKey, conversation, ...wording };
    const asked = await asking.ask({ question: prospect, by: asker, cause: 'said' });
    if ('refusal' in asked) return { words: asked.refusal.words };
    metrics.questionAccepted(platform, wording.agent);
    try {
      return await answer(one, wording.text, asked.permission, pass);
    } finally {
      asked.permission.leave();
    }
  }

  async function answer(one: Taken, title: string, permission: Permission, pass: () => void): Promise<Outcome> {
    const { id, platform, asker, origin, channelKey, open } = one.incoming;
    if (one.withdrawn) return 'withdrawn';
    const askedAt = clock.now();
    const opened = await open(title);
    const { conversation } = opened;
    permission.settle(conversation);
    while (!one.withdrawn) {
      const { incoming } = one;
      const understood = await one.understood;
      if (understood.kind !== 'ask') return take(one, pass);
      const question: Question = { id, conversation, channelKey, asker, origin, askedAt, ...understood.wording };
      await ledger.change(id, { state: 'opened', question, address: opened.reply.address() });
      if (one.withdrawn || one.incoming !== incoming) continue;
      const answered = runs.answer({ question, platform, permission, ...opened });
      pass();
      await answered;
      return 'answered';
    }
    return 'withdrawn';
  }

  async function take(one: Taken, pass: () => void): Promise<Outcome> {
    const { incoming, understood: understanding } = one;
    const understood = await understanding;
    if (one.withdrawn) return 'withdrawn';
    if (one.understood !== understanding) return take(one, pass);
    switch (understood.kind) {
      case 'ask':
        return ask(one, understood.wording, pass);
      case 'tell':
        return { words: understood.words };
      case 'forget':
        return { words: await forget(incoming) };
      case 'restart':
        await incoming.restart?.();
        return { words: incoming.restart ? phrases.newConversation : phrases.newConversationHere };
    }
  }

  return take;
}
