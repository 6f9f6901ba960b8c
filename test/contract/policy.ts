import { describe, expect, it } from 'vitest';
import { createAsking } from '../../src/core/asking/ask.ts';
import type { AskRequest, Cause, Policy } from '../../src/core/asking/policy.ts';
import { createFakeLogger, createFakeMetrics, createScriptedAgent, questionOf, threadKey } from '../core/fakes.ts';
import { english } from '../words/english.ts';

/** A policy in the hands of the suite. */
export interface PolicySubject {
  readonly policy: Policy;
  /** A request that it refuses as things stand. */
  readonly refused: AskRequest;
}

/** All that there are. */
export const causes: readonly Cause[] = ['said', 'retry', 'reworded', 'recovered', 'edited', 'tool'];

/** A request of U1 in a conversation of its own. */
export function requestOf(id: string, changes: Partial<AskRequest> = {}): AskRequest {
  const question = { ...questionOf(id, { conversation: threadKey(id) }), platform: 'slack' } as const;
  return { question, by: question.asker, cause: 'said', ...changes };
}

/** Checks what asking relies on in every policy. `start` makes one that refuses something. */
export function policyContract(name: string, start: () => PolicySubject | Promise<PolicySubject>): void {
  describe(`the policy ${name}`, () => {
    it('refuses with one word for the metrics and a sentence for the person, and nobody is asked', async () => {
      const { policy, refused } = await start();
      const { agent, calls } = createScriptedAgent();
      const { logger } = createFakeLogger();
      const { metrics } = createFakeMetrics();
      const agents = new Map([[agent.name, agent]]);
      const asking = createAsking({ agents, policies: [policy], phrases: english, metrics, logger });
      const asked = await asking.ask(refused);
      expect(asked).toEqual({
        refusal: { by: expect.stringMatching(/^[a-z-]+$/), words: expect.stringMatching(/.[.!]$/) },
      });
      expect(calls).toEqual([]);
    });

    it('counts nothing of what it refuses: it says the same again, however often it is asked', async () => {
      const { policy, refused } = await start();
      const first = await policy(refused);
      for (let again = 0; again < 20; again += 1) expect(await policy(refused)).toEqual(first);
    });

    it.each(causes)('has a verdict on what is asked because it was %s, and throws nothing', async (cause) => {
      const { policy, refused } = await start();
      const verdict = await policy({ ...refused, cause });
      if (verdict === 'pass') return;
      if ('hold' in verdict) verdict.hold.leave?.();
      else expect(verdict.refusal.words).not.toBe('');
    });

    it('waits no longer than its signal lets it', async () => {
      const { policy } = await start();
      const verdict = await policy(requestOf('other', { by: { id: 'U9' }, cause: 'recovered' }));
      if (verdict === 'pass' || !('hold' in verdict)) return;
      await verdict.hold.turn?.(AbortSignal.abort(), () => {});
      verdict.hold.leave?.();
    });
  });
}
