import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Conversation, newConversation, type Turn } from '../../src/core/answer/conversation.ts';
import type { HistoryStore } from '../../src/core/ports/stores.ts';
import {
  type ConversationKey,
  channelOf,
  encodeChannelKey,
  encodeConversationKey,
} from '../../src/core/question/keys.ts';
import { createHistoryStore } from '../../src/storage/history.ts';
import { openStore, type Store } from '../../src/storage/open-store.ts';

/** Where the histories of the suite are kept. */
export interface HistoryStoreSubject {
  url(): string;
  /** Whether it outlives its process. */
  readonly durable: boolean;
  /** Why it is skipped; `undefined` when it is not. */
  readonly missing?: string | undefined;
}

const channelKey = (channel: string) => encodeChannelKey({ platform: 'slack', workspace: 'T1', channel });
const slack = (channel: string, thread?: string) =>
  encodeConversationKey({ platform: 'slack', workspace: 'T1', channel, thread });

const turnBy = (askerId: string, question = 'Why is the sky blue?'): Turn => ({
  questionId: `q-${question}`,
  asker: { id: askerId, name: 'Ada' },
  agent: 'research',
  question,
  answer: 'Rayleigh scattering [1](https://example.org/sky).',
  state: 'complete',
  at: 1_767_000_000_000,
});

const conversation = (key: ConversationKey, ...turns: [Turn, ...Turn[]]): Conversation => ({
  key,
  begun: { channelKey: channelOf(key), askerId: turns[0].asker.id },
  turns,
  footnotes: {
    footnotes: [
      { number: 1, url: 'https://example.org/sky', title: 'Sky' },
      { number: 2, url: 'https://example.org/sea', excerpt: 'It is blue as well.' },
    ],
    nextNumber: 3,
  },
});

/** What every history store does, whatever keeps it. */
export function historyStoreContract(name: string, subject: HistoryStoreSubject): void {
  const title = subject.missing ? `histories in ${name} (skipped: ${subject.missing})` : `histories in ${name}`;
  describe.skipIf(subject.missing)(title, () => {
    let prefix: string;
    let store: Store;
    let history: HistoryStore;
    const open = async () => {
      store = await openStore(subject.url(), { prefix });
      history = createHistoryStore(store.keyspace('history'));
    };

    beforeEach(async () => {
      prefix = `footnote-test-${randomUUID()}`;
      await open();
    });

    afterEach(async () => {
      const keyspace = store.keyspace('history');
      for (const key of await keyspace.keys('')) await keyspace.delete(key);
      await store.close();
    });

    it('begin empty', async () => {
      expect(await history.load(slack('C1', '1.1'))).toEqual(newConversation(slack('C1', '1.1')));
    });

    it('give back what was saved', async () => {
      const saved = conversation(slack('C1', '1.1'), turnBy('U1'), { ...turnBy('U2'), asker: { id: 'U2' } });
      await history.save(saved);
      expect(await history.load(saved.key)).toEqual(saved);
      await history.save({ ...saved, turns: [] });
      expect((await history.load(saved.key)).turns).toEqual([]);
    });

    it('give back any text unchanged', async () => {
      const text = fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('\0', ':base64:AAAA', '::', '\u2028', 'null'),
      );
      await fc.assert(
        fc.asyncProperty(text, text, async (question, answer) => {
          const saved = conversation(slack('C1', '1.1'), { ...turnBy('U1', question), answer });
          await history.save(saved);
          expect(await history.load(saved.key)).toEqual(saved);
        }),
        { numRuns: 50 },
      );
    });

    it('never show one conversation to another', async () => {
      const keys = [slack('C1'), slack('C10'), slack('C1', '1.1'), slack('C1', '1.10'), slack('C10', '1.1')];
      for (const key of keys) await history.save(conversation(key, turnBy('U1', `asked in ${key}`)));
      for (const key of keys) expect((await history.load(key)).turns).toEqual([turnBy('U1', `asked in ${key}`)]);
      expect((await history.load(slack('C2', '1.1'))).turns).toEqual([]);
    });

    it('forget one conversation and say whether there was one', async () => {
      await history.save(conversation(slack('C1', '1.1'), turnBy('U1')));
      await history.save(conversation(slack('C1', '1.10'), turnBy('U1')));
      expect(await history.forget(slack('C1', '1.1'))).toBe(true);
      expect(await history.forget(slack('C1', '1.1'))).toBe(false);
      expect((await history.load(slack('C1', '1.1'))).turns).toEqual([]);
      expect((await history.load(slack('C1', '1.10'))).turns).toHaveLength(1);
    });

    it('forget what one person began in one channel, and nothing else', async () => {
      const gone = [slack('C1'), slack('C1', '1.1'), slack('C1', '1.2')];
      for (const key of gone) await history.save(conversation(key, turnBy('U1'), turnBy('U2')));
      const kept = [
        conversation(slack('C1', '1.3'), turnBy('U2'), turnBy('U1')),
        conversation(slack('C1', '1.4'), turnBy('U10')),
        conversation(slack('C10', '1.1'), turnBy('U1')),
        conversation(slack('C10'), turnBy('U1')),
      ];
      for (const one of kept) await history.save(one);
      expect(await history.forgetBegunBy(channelKey('C1'), 'U1')).toHaveLength(3);
      for (const key of gone) expect((await history.load(key)).turns).toEqual([]);
      for (const one of kept) expect(await history.load(one.key)).toEqual(one);
      expect(await history.forgetBegunBy(channelKey('C1'), 'U1')).toHaveLength(0);
    });

    it('know who began a conversation whose first turns were trimmed', async () => {
      const key = slack('C1', '1.1');
      const begun = conversation(key, turnBy('U1'), turnBy('U2'));
      await history.save(begun);
      await history.save({ ...begun, turns: begun.turns.slice(1) });
      expect(await history.forgetBegunBy(channelKey('C1'), 'U2')).toHaveLength(0);
      expect(await history.forgetBegunBy(channelKey('C1'), 'U1')).toHaveLength(1);
    });

    it('take a character that means something in a pattern literally', async () => {
      for (const channel of ['C*', 'C1', 'C%', 'C_', 'C?', 'C[1]', 'C\\']) {
        await history.save(conversation(slack(channel, '1.1'), turnBy('U1')));
      }
      for (const channel of ['C*', 'C%', 'C_', 'C?', 'C[1]', 'C\\']) {
        expect(await history.forgetBegunBy(channelKey(channel), 'U1'), channel).toHaveLength(1);
      }
      expect((await history.load(slack('C1', '1.1'))).turns).toHaveLength(1);
    });

    it('report a value that they cannot read instead of beginning anew', async () => {
      const key = slack('C1', '1.1');
      const keyspace = store.keyspace('history');
      for (const value of [{ v: 2, turns: [] }, { v: 1, turns: 'none' }, 'text', null]) {
        await keyspace.set(key, value, 60_000);
        await expect(history.load(key)).rejects.toMatchObject({ kind: 'storage' });
        expect(await keyspace.get(key)).toEqual(value);
      }
      expect(await history.forget(key)).toBe(true);
    });

    it('forget a conversation that was begun in a channel but stands elsewhere', async () => {
      const thread = conversation(slack('C9'), turnBy('U1'));
      await history.save({ ...thread, begun: { channelKey: channelKey('C1'), askerId: 'U1' } });
      expect(await history.forgetBegunBy(channelKey('C1'), 'U1')).toHaveLength(1);
      expect((await history.load(thread.key)).turns).toEqual([]);
    });

    it('leave nothing behind when they forget', async () => {
      const one = conversation(slack('C1', '1.1'), turnBy('U1'));
      await history.save(one);
      await history.forget(one.key);
      await history.save(one);
      await history.forgetBegunBy(channelKey('C1'), 'U1');
      expect(await store.keyspace('history').keys('')).toEqual([]);
    });

    it('lose what is older than its time', async () => {
      const brief = createHistoryStore(store.keyspace('history'), { ttlMs: 40 });
      await brief.save(conversation(slack('C1', '1.1'), turnBy('U1')));
      await history.save(conversation(slack('C1', '1.2'), turnBy('U1')));
      await expect.poll(async () => (await history.load(slack('C1', '1.1'))).turns).toEqual([]);
      expect((await history.load(slack('C1', '1.2'))).turns).toHaveLength(1);
    });

    it.runIf(subject.durable)('are kept when the store is opened again', async () => {
      const saved = conversation(slack('C1', '1.1'), turnBy('U1'));
      await history.save(saved);
      await store.close();
      await open();
      expect(await history.load(saved.key)).toEqual(saved);
    });
  });
}
