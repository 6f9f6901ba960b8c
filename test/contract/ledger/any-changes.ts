import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RunChange } from '../../../src/core/ports/stores.ts';
import type { OpenLedger } from '../../../src/storage/runs/ledger.ts';
import { createLedgerModel, type LedgerModel } from './model.ts';
import { address, answer, channelKey, keyOf, questionOf, said } from './samples.ts';
import { type LedgerSubject, openReadable, type World } from './world.ts';

/** What is done to a ledger, and to the model that it is compared with. */
type Step = (ledger: OpenLedger, model: LedgerModel) => Promise<void>;

const id = fc.constantFrom('a', 'b', 'c');
const thread = fc.constantFrom('1.1', '1.2');
const asker = fc.constantFrom('U1', 'U2');

const maybe = <T>(key: string, values: fc.Arbitrary<T>) =>
  fc.option(
    values.map((value) => ({ [key]: value })),
    { nil: {} },
  );

const change = fc
  .tuple(
    maybe('state', fc.constantFrom('opened', 'asked', 'ended')),
    maybe(
      'question',
      fc.tuple(id, thread, asker).map(([id, thread, asker]) => questionOf(id, thread, asker)),
    ),
    maybe('address', fc.constantFrom(address, { ...address, messages: [] })),
    maybe(
      'answer',
      fc.string().map((text) => ({ ...answer, text })),
    ),
    maybe('said', fc.constantFrom('"other words"')),
  )
  .map((parts): RunChange => Object.assign({}, ...parts));

const accepting = fc.tuple(id, fc.integer({ min: 0, max: 5 })).map(
  ([id, at]): Step =>
    async (ledger, model) => {
      expect(await ledger.accept(said(id, at))).toBe(model.accept(said(id, at)));
    },
);

const changing = fc.tuple(id, change).map(
  ([id, change]): Step =>
    async (ledger, model) => {
      await ledger.change(id, change);
      model.change(id, change);
    },
);

const rewording = fc.tuple(id, fc.constantFrom('"newer words"', null)).map(
  ([id, said]): Step =>
    async (ledger, model) => {
      await ledger.reword(id, said);
      model.reword(id, said);
    },
);

const forgettingConversation = thread.map(
  (thread): Step =>
    async (ledger, model) => {
      await ledger.forget({ conversation: keyOf(thread) });
      model.forget((question) => question.conversation === keyOf(thread));
    },
);

const forgettingAsker = asker.map(
  (askerId): Step =>
    async (ledger, model) => {
      await ledger.forget({ channelKey: channelKey('C1'), askerId });
      model.forget((question) => question.asker.id === askerId);
    },
);

const pruning = fc.integer({ min: 0, max: 6 }).map(
  (before): Step =>
    async (ledger, model) => {
      await ledger.prune(before);
      model.prune(before);
    },
);

const step = fc.oneof(accepting, changing, rewording, forgettingConversation, forgettingAsker, pruning);

/** What a ledger holds after any changes, compared with a model of it. */
export function anyChangesContract(world: () => World, subject: LedgerSubject): void {
  it('are after any changes what those say', async () => {
    const { machine } = world();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const url = subject.url();
        const ledger = openReadable(url, machine.start());
        const model = createLedgerModel();
        for (const step of steps) await step(ledger, model);
        for (const id of ['a', 'b', 'c']) expect(await ledger.find(id)).toEqual(model.find(id));
        ledger.close();
        if (!subject.durable) return;
        const next = openReadable(url, machine.start());
        expect((await next.takeOver()).map(({ id }) => id)).toEqual(model.unfinished());
        next.close();
      }),
      { numRuns: 60 },
    );
  });
}
