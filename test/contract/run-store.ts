import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, startAnswer } from '../../src/core/answer/answer.ts';
import type { ReplyAddress } from '../../src/core/ports/place.ts';
import type { RunChange } from '../../src/core/ports/stores.ts';
import { encodeChannelKey, encodeConversationKey } from '../../src/core/question/keys.ts';
import type { Question } from '../../src/core/question/question.ts';
import type { LeaseHolder } from '../../src/storage/runs/leases.ts';
import type { OpenLedger } from '../../src/storage/runs/ledger.ts';
import { openLedger } from '../../src/storage/runs/open-ledger.ts';
import { research } from '../core/known-agents.ts';
import { createMachine } from '../storage/runs/machine.ts';
import { createRunModel, type RunModel } from './run-model.ts';

/** Where the ledgers of the suite are kept. */
export interface RunStoreSubject {
  /** A `STORE_URL` that no other test uses. */
  url(): string;
  /** Whether it outlives its process, and several can use it. */
  readonly durable: boolean;
  /** Why it is skipped; `undefined` when it is not. */
  readonly missing?: string | undefined;
}

const channelKey = (channel: string) => encodeChannelKey({ platform: 'slack', workspace: 'T1', channel });
const keyOf = (thread: string) => encodeConversationKey({ platform: 'slack', workspace: 'T1', channel: 'C1', thread });
const said = (id: string, acceptedAt = 1_767_000_000_000) => ({
  id,
  platform: 'slack' as const,
  said: JSON.stringify({ text: `what was said in ${id}` }),
  acceptedAt,
});
const questionOf = (id: string, thread = '1.1', askerId = 'U1', askedIn = channelKey('C1')): Question => ({
  id,
  conversation: keyOf(thread),
  channelKey: askedIn,
  asker: { id: askerId, name: 'Ada' },
  origin: 'mention',
  agent: research,
  text: 'Why is the sky blue?',
  options: { depth: 'deep', only: ['example.org'], near: { country: 'DE' } },
  askedAt: 1_767_000_000_001,
});
const address: ReplyAddress = { platform: 'slack', channel: 'C1', thread: '1.1', messages: ['1.2', null] };
const page = { url: 'https://example.org/sky', title: 'Sky', snippet: 'Blue.', age: '2h ago' };
const answer: Answer = {
  ...startAnswer(research, 1_767_000_000_002),
  state: 'failed',
  text: 'Rayleigh scattering.',
  steps: [
    { id: '1', kind: 'thought', state: 'done', pages: [], text: 'Hm.' },
    { id: '2', kind: 'search', state: 'running', pages: [page], query: 'sky' },
    { id: '3', kind: 'read', state: 'failed', pages: [page], error: 'gone', urls: [page.url], task: 'read it' },
    { id: '4', kind: 'tool', state: 'done', pages: [], name: 'clock' },
  ],
  citations: [page],
  notices: ['cut-off', 'not-remembered'],
  usage: { promptTokens: 1, completionTokens: 2 },
  failure: { kind: 'rate-limited', hint: 'all-limited', retryAfterMs: 1_000 },
  endedAt: 1_767_000_000_003,
};
const fresh = { platform: 'slack', state: 'accepted' } as const;
const unreadable = {
  warn: (fields: object) => expect.unreachable(`Something could not be read: ${JSON.stringify(fields)}`),
};

/** What every ledger of runs does, whatever keeps it. */
export function runStoreContract(name: string, subject: RunStoreSubject): void {
  const title = subject.missing ? `runs in ${name} (skipped: ${subject.missing})` : `runs in ${name}`;
  describe.skipIf(subject.missing)(title, () => {
    let url: string;
    const opened: OpenLedger[] = [];
    const machine = createMachine();
    const open = (holder = machine.start()) => {
      const ledger = openLedger(url, 'not/used.db', { logger: unreadable, holder });
      opened.push(ledger);
      return ledger;
    };
    let first: LeaseHolder;
    let runs: OpenLedger;

    beforeEach(() => {
      url = subject.url();
      first = machine.start();
      runs = open(first);
    });
    afterEach(() => {
      for (const ledger of opened.splice(0)) ledger.close();
    });

    it('are empty at first', async () => {
      expect(await runs.find('a')).toBeUndefined();
      expect(await runs.takeOver()).toEqual([]);
      expect(await runs.owns('a')).toBe(true);
      expect(await runs.reopen('a')).toBe(false);
      await runs.renew();
      await runs.change('a', { state: 'ended', answer });
      await runs.forget({ conversation: keyOf('1.1') });
      await runs.prune(Number.MAX_SAFE_INTEGER);
      expect(await runs.find('a')).toBeUndefined();
      expect(await runs.recentPlaces('slack', 0, 10)).toEqual([]);
    });

    it('are accepted once', async () => {
      expect(await runs.accept(said('a'))).toBe(true);
      expect(await runs.accept({ ...said('a', 1), said: 'other' })).toBe(false);
      expect(await runs.find('a')).toEqual({ ...said('a'), ...fresh });
    });

    it('are accepted once when they come at once', async () => {
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => runs.accept(said('a'))));
      expect(outcomes.filter(Boolean)).toHaveLength(1);
    });

    it('know what became known of them, and keep what a change does not name', async () => {
      await runs.accept(said('a'));
      await runs.accept(said('b'));
      await runs.change('a', { state: 'opened', question: questionOf('a'), address });
      await runs.change('a', { state: 'asked' });
      await runs.change('a', { answer: { ...answer, state: 'working', text: 'Ray' } });
      await runs.change('a', { answer });
      await runs.change('a', {});
      const expected = { ...said('a'), state: 'asked', question: questionOf('a'), address, answer };
      expect(await runs.find('a')).toEqual(expected);
      expect(await runs.find('b')).toEqual({ ...said('b'), ...fresh });
      await runs.change('a', { state: 'ended' });
      expect(await runs.find('a')).toEqual({ ...expected, state: 'ended' });
    });

    it('know other words and newer ones, until these are taken away', async () => {
      await runs.accept(said('a'));
      await runs.change('a', { state: 'opened', question: questionOf('a'), said: '"other words"' });
      await runs.reword('a', '"newer"');
      const other = { ...said('a'), said: '"other words"', question: questionOf('a') };
      expect(await runs.find('a')).toEqual({ ...other, state: 'opened', reworded: '"newer"' });
      await runs.change('a', { state: 'ended' });
      await runs.reword('a', null);
      await runs.reword('b', '"newer"');
      expect(await runs.find('a')).toEqual({ ...other, state: 'ended' });
      await runs.reword('a', '"newer"');
      await runs.forget({ conversation: keyOf('1.1') });
      await runs.change('a', { said: '"other words"' });
      await runs.reword('a', '"newest"');
      expect(await runs.find('a')).toEqual({ ...said('a'), said: '', state: 'ended' });
    });

    it('that are not known stay unknown', async () => {
      await runs.accept(said('a'));
      await runs.change('b', { state: 'opened', question: questionOf('b'), address, answer });
      expect(await runs.find('b')).toBeUndefined();
      expect(await runs.accept(said('b'))).toBe(true);
    });

    it('are taken over from nobody by the process that accepted them', async () => {
      await runs.accept(said('a'));
      await runs.change('a', { state: 'asked' });
      expect(await runs.takeOver()).toEqual([]);
      expect(await runs.owns('a')).toBe(true);
    });

    it('that have ended are opened again', async () => {
      await runs.accept(said('a'));
      await runs.change('a', { state: 'ended', question: questionOf('a'), answer });
      expect(await runs.reopen('a')).toBe(true);
      expect(await runs.find('a')).toEqual({ ...said('a'), state: 'opened', question: questionOf('a'), answer });
    });

    it.runIf(subject.durable)('that a dead process left are taken over in the order of their acceptance', async () => {
      for (const [id, at] of [
        ['late', 3],
        ['early', 1],
        ['z', 2],
        ['y', 2],
        ['ended', 0],
        ['half', 1.5],
      ] as const) {
        await runs.accept(said(id, at));
      }
      await runs.change('ended', { state: 'ended', question: questionOf('ended') });
      await runs.change('z', { state: 'asked', question: questionOf('z'), answer });
      const next = open();
      expect(await next.takeOver()).toEqual([]);
      machine.kill(first);
      const left = await next.takeOver();
      expect(left.map(({ id }) => id)).toEqual(['early', 'half', 'z', 'y', 'late']);
      expect(left[2]).toEqual(await runs.find('z'));
      expect(await next.takeOver()).toEqual([]);
      await next.change('z', { state: 'ended' });
      expect(await open().takeOver()).toEqual([]);
    });

    const replacements: readonly (readonly [string, Partial<LeaseHolder>, Partial<LeaseHolder>])[] = [
      ['has not renewed its lease', { leaseMs: 0 }, {}],
      ['has not renewed its lease, on another machine', { leaseMs: 0, host: 'elsewhere' }, {}],
      ['had the same id on the same machine', { pid: 1 }, { pid: 1 }],
    ];
    it.runIf(subject.durable).each(replacements)('of a process that %s are taken over', async (_, before, after) => {
      const first = open(machine.start(before));
      await first.accept(said('a'));
      expect(await open(machine.start(after)).takeOver()).toMatchObject([{ id: 'a' }]);
    });

    it.runIf(subject.durable)('of a process on another machine stay its own while its lease lasts', async () => {
      const elsewhere = machine.start({ host: 'elsewhere' });
      const first = open(elsewhere);
      await first.accept(said('a'));
      machine.kill(elsewhere);
      expect(await runs.takeOver()).toEqual([]);
      await first.renew();
      expect(await first.owns('a')).toBe(true);
    });

    it.runIf(subject.durable)('that were taken over can be changed by the new owner alone', async () => {
      const first = open(machine.start({ leaseMs: 0 }));
      await first.accept(said('a'));
      await first.change('a', { state: 'asked', question: questionOf('a') });
      await runs.takeOver();
      const takenOver = { kind: 'stopped', hint: 'taken-over' };
      expect(await runs.owns('a')).toBe(true);
      expect(await first.owns('a')).toBe(false);
      await expect(first.change('a', { answer })).rejects.toMatchObject(takenOver);
      await expect(first.change('a', { state: 'ended' })).rejects.toMatchObject(takenOver);
      await expect(first.reopen('a')).rejects.toMatchObject(takenOver);
      await expect(first.accept(said('b'))).rejects.toMatchObject(takenOver);
      await expect(first.renew()).rejects.toMatchObject(takenOver);
      expect(await runs.find('a')).toEqual({ ...said('a'), state: 'asked', question: questionOf('a') });
      expect(await runs.find('b')).toBeUndefined();
    });

    it.runIf(subject.durable)('of another process that lives are not changed', async () => {
      const other = open();
      await other.accept(said('a'));
      await other.change('a', { state: 'asked' });
      await runs.accept(said('b'));
      expect(await runs.owns('a')).toBe(false);
      await expect(runs.change('a', { state: 'ended' })).rejects.toMatchObject({ hint: 'taken-over' });
      expect(await runs.reopen('a')).toBe(false);
      expect(await other.owns('a')).toBe(true);
      await other.change('a', { state: 'ended', question: questionOf('a') });
      expect(await runs.reopen('a')).toBe(true);
      expect([await runs.owns('a'), await other.owns('a')]).toEqual([true, false]);
    });

    it.runIf(subject.durable)('are left to the next process when the ledger is closed', async () => {
      await runs.accept(said('a'));
      runs.close();
      expect(await open(machine.start({ host: 'elsewhere' })).takeOver()).toMatchObject([{ id: 'a' }]);
    });

    it('tell where questions were asked lately, each place once and the newest first', async () => {
      for (const [id, at, thread] of [
        ['before', 10, '1'],
        ['first', 20, '2'],
        ['running', 30, '3'],
        ['again', 40, '2'],
        ['forgotten', 50, '4'],
      ] as const) {
        await runs.accept(said(id, at));
        await runs.change(id, { state: 'opened', question: questionOf(id, thread) });
        if (id !== 'running') await runs.change(id, { state: 'ended' });
      }
      await runs.accept(said('no question', 60));
      await runs.accept({ ...said('elsewhere', 70), platform: 'discord' });
      await runs.change('elsewhere', { state: 'opened', question: questionOf('elsewhere', '5') });
      await runs.forget({ conversation: keyOf('4') });
      const place = (thread: string, acceptedAt: number) => ({
        channelKey: channelKey('C1'),
        conversation: keyOf(thread),
        acceptedAt,
      });
      expect(await runs.recentPlaces('slack', 20, 10)).toEqual([place('2', 40), place('3', 30)]);
      expect(await runs.recentPlaces('slack', 20, 1)).toEqual([place('2', 40)]);
      expect(await runs.recentPlaces('slack', 41, 10)).toEqual([]);
    });

    it('forget a conversation, and stay known', async () => {
      for (const [id, thread] of [
        ['a', '1.1'],
        ['b', '1.10'],
        ['c', '1.1'],
      ] as const) {
        await runs.accept(said(id));
        await runs.change(id, { state: 'asked', question: questionOf(id, thread), address, answer });
      }
      await runs.change('a', { state: 'ended' });
      await runs.forget({ conversation: keyOf('1.1') });
      expect(await runs.find('a')).toEqual({ ...said('a'), said: '', state: 'ended', address });
      expect(await runs.find('c')).toEqual({ ...said('c'), said: '', state: 'asked', address });
      expect((await runs.find('b'))?.answer).toEqual(answer);
      expect(await runs.accept(said('a'))).toBe(false);
    });

    it('forget what one person asked in one channel', async () => {
      const asked = [
        ['mine', 'U1', channelKey('C1')],
        ['elsewhere', 'U1', channelKey('C10')],
        ['of another', 'U10', channelKey('C1')],
      ] as const;
      for (const [id, askerId, askedIn] of asked) {
        await runs.accept(said(id));
        await runs.change(id, { state: 'ended', question: questionOf(id, '1.1', askerId, askedIn), answer });
      }
      await runs.forget({ channelKey: channelKey('C1'), askerId: 'U1' });
      expect(await runs.find('mine')).toEqual({ ...said('mine'), said: '', state: 'ended' });
      expect((await runs.find('elsewhere'))?.said).not.toBe('');
      expect((await runs.find('of another'))?.answer).toEqual(answer);
    });

    it('that were forgotten while they ran take no words any more, and end', async () => {
      await runs.accept(said('a'));
      await runs.change('a', { state: 'asked', question: questionOf('a') });
      await runs.forget({ conversation: keyOf('1.1') });
      await runs.change('a', { answer });
      expect(await runs.find('a')).toEqual({ ...said('a'), said: '', state: 'asked' });
      await runs.change('a', { state: 'ended', question: questionOf('a'), address, answer });
      expect(await runs.find('a')).toEqual({ ...said('a'), said: '', state: 'ended', address });
    });

    it('that end without a question keep no words, which nothing could forget', async () => {
      for (const id of ['a', 'b', 'c']) await runs.accept(said(id));
      await runs.change('a', { state: 'ended' });
      await runs.change('b', { answer });
      await runs.change('b', { state: 'ended' });
      await runs.change('c', { state: 'ended', answer });
      for (const id of ['a', 'b', 'c']) {
        expect(await runs.find(id)).toEqual({ ...said(id), said: '', state: 'ended' });
      }
    });

    it('that ended long ago are removed, others are not', async () => {
      for (const [id, at] of [
        ['old', 1],
        ['unfinished', 1],
        ['young', 2],
      ] as const)
        await runs.accept(said(id, at));
      for (const id of ['old', 'young']) await runs.change(id, { state: 'ended', question: questionOf(id) });
      await runs.prune(2);
      expect(await runs.find('old')).toBeUndefined();
      expect(await runs.find('unfinished')).toBeDefined();
      expect(await runs.find('young')).toBeDefined();
      expect(await runs.accept(said('old'))).toBe(true);
    });

    it('keep text of any kind', async () => {
      const unit = fc.constantFrom('\0', '\u{1F600}', 'é', '\u2028', "'", '"', '\\', '\ud800', '\udc00', 'a');
      const text = fc.oneof(fc.string({ unit }), fc.string({ unit: 'binary' }));
      let count = 0;
      await fc.assert(
        fc.asyncProperty(text, text, async (words, id) => {
          count += 1;
          const run = { ...said(`${count}${id}`), said: words };
          const question = { ...questionOf('q'), text: words };
          expect(await runs.accept(run)).toBe(true);
          expect(await runs.accept(run)).toBe(false);
          await runs.change(run.id, { question, answer: { ...answer, text: words } });
          const found = await runs.find(run.id);
          expect(found).toMatchObject({ question, answer: { text: words } });
          expect(found?.said).toBe(words.toWellFormed());
        }),
        { numRuns: 50 },
      );
    });

    it('keep what only another version knows of', async () => {
      const newer = { ...answer, mood: { glad: true }, citations: [{ ...page, language: 'en' }] };
      await runs.accept(said('a'));
      await runs.change('a', { answer: newer });
      expect((await runs.find('a'))?.answer).toEqual(newer);
    });

    it('are after any changes what those say', async () => {
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
      type Step = (ledger: OpenLedger, model: RunModel) => Promise<void>;
      const step: fc.Arbitrary<Step> = fc.oneof(
        fc.tuple(id, fc.integer({ min: 0, max: 5 })).map(
          ([id, at]): Step =>
            async (ledger, model) => {
              expect(await ledger.accept(said(id, at))).toBe(model.accept(said(id, at)));
            },
        ),
        fc.tuple(id, change).map(
          ([id, change]): Step =>
            async (ledger, model) => {
              await ledger.change(id, change);
              model.change(id, change);
            },
        ),
        fc.tuple(id, fc.constantFrom('"newer words"', null)).map(
          ([id, said]): Step =>
            async (ledger, model) => {
              await ledger.reword(id, said);
              model.reword(id, said);
            },
        ),
        thread.map(
          (thread): Step =>
            async (ledger, model) => {
              await ledger.forget({ conversation: keyOf(thread) });
              model.forget((question) => question.conversation === keyOf(thread));
            },
        ),
        asker.map(
          (askerId): Step =>
            async (ledger, model) => {
              await ledger.forget({ channelKey: channelKey('C1'), askerId });
              model.forget((question) => question.asker.id === askerId);
            },
        ),
        fc.integer({ min: 0, max: 6 }).map(
          (before): Step =>
            async (ledger, model) => {
              await ledger.prune(before);
              model.prune(before);
            },
        ),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
          const at = subject.url();
          const ledger = openLedger(at, 'not/used.db', { logger: unreadable, holder: machine.start() });
          const model = createRunModel();
          for (const step of steps) await step(ledger, model);
          for (const id of ['a', 'b', 'c']) expect(await ledger.find(id)).toEqual(model.find(id));
          ledger.close();
          if (!subject.durable) return;
          const next = openLedger(at, 'not/used.db', { logger: unreadable, holder: machine.start() });
          expect((await next.takeOver()).map(({ id }) => id)).toEqual(model.unfinished());
          next.close();
        }),
        { numRuns: 60 },
      );
    });

    it('report a ledger that was closed', async () => {
      await runs.accept(said('a'));
      runs.close();
      runs.close();
      await expect(runs.accept(said('b'))).rejects.toMatchObject({ kind: 'storage' });
      await expect(runs.change('a', {})).rejects.toMatchObject({ kind: 'storage' });
      await expect(runs.find('a')).rejects.toMatchObject({ kind: 'storage' });
      await expect(runs.takeOver()).rejects.toMatchObject({ kind: 'storage' });
      expect(await runs.owns('a')).toBe(true);
      await expect(runs.reopen('a')).rejects.toMatchObject({ kind: 'storage' });
      await expect(runs.renew()).rejects.toMatchObject({ kind: 'storage' });
      await expect(runs.forget({ conversation: keyOf('1.1') })).rejects.toMatchObject({ kind: 'storage' });
      await expect(runs.prune(1)).rejects.toMatchObject({ kind: 'storage' });
    });

    it.runIf(subject.durable)('are kept when the ledger is opened again', async () => {
      await runs.accept(said('a'));
      await runs.change('a', { state: 'asked', question: questionOf('a'), address, answer });
      const kept = await runs.find('a');
      runs.close();
      const again = open();
      expect(await again.find('a')).toEqual(kept);
      expect(await again.accept(said('a'))).toBe(false);
    });

    it.runIf(subject.durable)('are shared by two that have them open', async () => {
      const other = open();
      expect([await runs.accept(said('a')), await other.accept(said('a'))]).toEqual([true, false]);
      await runs.change('a', { state: 'asked' });
      expect(await other.find('a')).toEqual({ ...said('a'), state: 'asked' });
    });

    it.runIf(subject.durable)('are as they were when their process is killed', async () => {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'run-writer.ts'), url], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = await once(child.stdout, 'data');
      child.kill('SIGKILL');
      await once(child, 'close');
      const written = JSON.parse(String(line));
      const again = open();
      expect(await again.takeOver()).toEqual([written]);
      expect(written).toMatchObject({ id: 'running', state: 'asked', answer: { text: 'So far' } });
      expect(await again.find('over')).toMatchObject({ state: 'ended', said: '' });
      expect(await again.accept({ ...said('running'), said: 'again' })).toBe(false);
    });
  });
}
