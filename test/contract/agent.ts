import { describe, expect, it } from 'vitest';
import type { Page } from '../../src/core/answer/answer.ts';
import { deliveredBy, noFootnotes } from '../../src/core/answer/footnotes.ts';
import { FootnoteError } from '../../src/core/errors.ts';
import type { Agent } from '../../src/core/ports/agent.ts';
import { ask, logged } from '../agents/ask.ts';

/** What the service of an agent does from now on. */
export type ServiceAct =
  /** Answers with this text, in these pieces where it can, and has the pages delivered. */
  | { readonly kind: 'answer'; readonly pieces: readonly string[]; readonly pages: readonly Page[] }
  /** Refuses with what stands for this error, and repeats the secret where it can. */
  | { readonly kind: 'refusal'; readonly error: 'auth' | 'no-credit' | 'input' | 'upstream' }
  /** Takes the question, begins with this text where it can, and says nothing more. */
  | { readonly kind: 'hang'; readonly text: string }
  /** Breaks off after this text. */
  | { readonly kind: 'cut'; readonly text: string };

/** An agent, and its service in the hands of the suite. */
export interface AgentSubject {
  readonly agent: Agent;
  /** What must stand in no error. */
  readonly secret: string;
  /** Has the service do this. */
  serve(act: ServiceAct): void;
  /** How many requests the service was sent. */
  asked(): number;
}

const pages = [
  { url: 'https://example.org/sky', title: 'The sky' },
  { url: 'https://example.org/sea?page=2', title: 'The sea' },
];
const pieces = [
  'The [sky](https://example.org/sky) is blue, ',
  'and so is the [sea](https://example.org/sea?page=2)',
  '.',
];

/** Checks what the core relies on in every agent. `start` makes one for a test, and ends it with the test. */
export function agentContract(name: string, start: () => Promise<AgentSubject>): void {
  describe(`${name}, as every agent`, () => {
    it('ends its events with one that says it is done, and their texts together are the answer', async () => {
      const { agent, serve } = await start();
      serve({ kind: 'answer', pieces, pages: [] });
      const { events, error } = await ask(agent);
      expect(error).toBeUndefined();
      expect(events.filter(({ type }) => type === 'done')).toEqual([events.at(-1)]);
      expect(events.at(-1)).toMatchObject({ type: 'done', complete: true });
      const texts = events.flatMap((event) => (event.type === 'text' ? [event] : []));
      expect(texts.reduce((held, { text, replace }) => (replace ? text : held + text), '')).toBe(pieces.join(''));
    });

    it('delivers the pages that it cites', async () => {
      const { agent, serve } = await start();
      serve({ kind: 'answer', pieces, pages });
      const { answer } = await ask(agent);
      expect(answer).toMatchObject({ state: 'complete', text: pieces.join('') });
      const delivered = deliveredBy(answer, noFootnotes);
      for (const { url, title } of pages) expect(delivered(url)).toMatchObject({ url, title });
    });

    it.each(['auth', 'no-credit', 'input', 'upstream'] as const)(
      'tells a refusal as %s, without the secret',
      async (kind) => {
        const { agent, secret, serve } = await start();
        serve({ kind: 'refusal', error: kind });
        const { error, answer } = await ask(agent);
        expect(error?.kind).toBe(kind);
        expect(answer.state).toBe('incomplete');
        expect(logged(error)).not.toContain(secret);
      },
    );

    it('does not take an answer that breaks off for a complete one, and keeps what came', async () => {
      const { agent, serve } = await start();
      serve({ kind: 'cut', text: 'The sky is' });
      const { answer } = await ask(agent);
      expect(answer).toMatchObject({ state: 'incomplete', text: 'The sky is' });
    });

    it.each([
      ['nothing that says why', undefined],
      ['a reason of ours', new FootnoteError('timeout', 'It took too long.')],
    ])(
      'ends soon when it is stopped with %s: with that reason, an error of ours or in silence',
      async (_why, reason) => {
        const { agent, serve, asked } = await start();
        serve({ kind: 'hang', text: 'The sky' });
        const stop = new AbortController();
        const outcome = ask(agent, 'Why is the sky blue?', { signal: stop.signal });
        await expect.poll(asked).toBe(1);
        stop.abort(reason);
        const { answer, error, events } = await outcome;
        expect(answer.state).toBe('incomplete');
        expect(events.filter(({ type }) => type === 'done')).toEqual([]);
        if (error) expect(reason ?? error).toBe(error);
        if (error && !reason) expect(error.kind).toBe('stopped');
      },
    );
  });
}
