import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Conversation, newConversation, type Turn } from '../../src/core/answer/conversation.ts';
import { createFootnotes, noFootnotes } from '../../src/core/answer/footnotes.ts';
import type { HistoryStore } from '../../src/core/ports/stores.ts';
import {
  type ConversationKey,
  channelOf,
  encodeChannelKey,
  encodeConversationKey,
} from '../../src/core/question/keys.ts';
import { createHistoryStore } from '../../src/storage/keyed/history.ts';
import { openStore, type Store } from '../../src/storage/keyed/open-store.ts';
import { research } from '../core/known-agents.ts';

/** Where the histories of the suite are kept. */
export interface HistoryStoreSubject {
  url(): string;
  /** Whether it outlives its process. */
  readonly durable: boolean;
  /** Why it is skipped; `undefined` when it is not. */
  readonly missing?: string | undefined;
}

const slackChannel = (channel: string) => encodeChannelKey({ platform: 'slack', workspace: 'T1', channel });
const slack = (channel: string, thread?: string) =>
  encodeConversationKey({ platform: 'slack', workspace: 'T1', channel, thread });

const turnBy = (askerId: string, question = `asked by ${askerId}`): Turn => ({
  questionId: `q-${question}`,
  asker: { id: askerId, name: 'Ada' },
  agent: research,
  question,
  answer: 'Rayleigh scattering [1](https://example.org/sky).',
  state: 'complete',
  at: 1_767_000_000_000,
});

const footnotes = {
  footnotes: [
    { number: 1, url: 'https://example.org/sky', title: 'Sky' },
    { number: 2, url: 'https://example.org/sea', excerpt: 'It is blue as well.' },
  ],
  nextNumber: 3,
};

/** Adds to a conversation as it is now, or as it was loaded. */
async function add(history: HistoryStore, key: ConversationKey, turn: Turn, loaded?: Conversation): Promise<boolean> {
  const unlessForgotten = loaded ?? (await history.load(key));
  return history.append(key, turn, { channelKey: channelOf(key), footnotes, unlessForgotten });
}

/** Has a conversation remembered that consists of these turns, and gives it as it should be. */
async function remember(
  history: HistoryStore,
  key: ConversationKey,
  ...turns: [Turn, ...Turn[]]
): Promise<Conversation> {
  for (const turn of turns) await add(history, key, turn);
  const [{ asker, at }] = turns;
  return { key, begun: { channelKey: channelOf(key), askerId: asker.id, at }, turns, footnotes };
}

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

    rememberingContract(() => ({ store, history }));
    crossingContract(() => ({ history }));
    forgettingContract(() => ({ store, history }));

    it.runIf(subject.durable)('are kept when the store is opened again', async () => {
      const remembered = await remember(history, slack('C1', '1.1'), turnBy('U1'));
      await store.close();
      await open();
      expect(await history.load(remembered.key)).toEqual(remembered);
    });
  });
}

interface Subject {
  readonly store: Store;
  readonly history: HistoryStore;
}

/** What is remembered, and for how long. */
function rememberingContract(subject: () => Subject): void {
  it('begin empty', async () => {
    const { history } = subject();
    expect(await history.load(slack('C1', '1.1'))).toEqual(newConversation(slack('C1', '1.1')));
  });

  it('give back what was added, with who began it, where and when', async () => {
    const { history } = subject();
    const remembered = await remember(history, slack('C1', '1.1'), turnBy('U1'), turnBy('U2'));
    expect(await history.load(remembered.key)).toEqual(remembered);
  });

  it('have the new state of a turn in the place of the old one', async () => {
    const { history } = subject();
    const key = slack('C1', '1.1');
    await remember(history, key, { ...turnBy('U1'), state: 'failed', answer: '' }, turnBy('U2'), turnBy('U1'));
    expect((await history.load(key)).turns).toEqual([turnBy('U2'), turnBy('U1')]);
  });

  it('give back any text unchanged', async () => {
    const { history } = subject();
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\0', ':base64:AAAA', '::', '\u2028', 'null'));
    const key = slack('C1', '1.1');
    await fc.assert(
      fc.asyncProperty(text, text, async (question, answer) => {
        const turn = { ...turnBy('U1', question), answer };
        await add(history, key, turn);
        expect((await history.load(key)).turns.at(-1)).toEqual(turn);
      }),
      { numRuns: 50 },
    );
  });

  it('never show one conversation to another', async () => {
    const { history } = subject();
    const keys = [slack('C1'), slack('C10'), slack('C1', '1.1'), slack('C1', '1.10'), slack('C10', '1.1')];
    for (const key of keys) await add(history, key, turnBy('U1', `asked in ${key}`));
    for (const key of keys) expect((await history.load(key)).turns).toEqual([turnBy('U1', `asked in ${key}`)]);
    expect((await history.load(slack('C2', '1.1'))).turns).toEqual([]);
  });

  it('keep the newest turns where there are too many', async () => {
    const { store } = subject();
    const brief = createHistoryStore(store.keyspace('history'), { limits: { maxTurns: 2, maxChars: 1_000 } });
    const key = slack('C1', '1.1');
    await remember(brief, key, turnBy('U1'), turnBy('U2'), turnBy('U3'));
    expect((await brief.load(key)).turns).toEqual([turnBy('U2'), turnBy('U3')]);
  });

  it('report a value that they cannot read instead of beginning anew', async () => {
    const { store, history } = subject();
    const key = slack('C1', '1.1');
    const keyspace = store.keyspace('history');
    for (const value of [{ v: 2, turns: [] }, { v: 1, turns: 'none' }, 'text', null]) {
      await keyspace.set(key, value, 60_000);
      await expect(history.load(key)).rejects.toMatchObject({ kind: 'storage' });
      await expect(add(history, key, turnBy('U1'), newConversation(key))).rejects.toMatchObject({ kind: 'storage' });
      expect(await keyspace.get(key)).toEqual(value);
    }
    expect(await history.forget(key)).toBe(true);
  });

  it('go on with a conversation of an earlier version, which did not say when it was begun', async () => {
    const { store, history } = subject();
    const key = slack('C1', '1.1');
    const begun = { channelKey: 'slack:T1:C1', askerId: 'U1' };
    await store.keyspace('history').set(key, { v: 1, begun, turns: [turnBy('U1')], footnotes }, 60_000);
    expect(await add(history, key, turnBy('U2'))).toBe(true);
    expect(await history.load(key)).toEqual({ key, begun, turns: [turnBy('U1'), turnBy('U2')], footnotes });
  });

  it('lose what is older than its time', async () => {
    const { store, history } = subject();
    const brief = createHistoryStore(store.keyspace('history'), { ttlMs: 40 });
    await remember(brief, slack('C1', '1.1'), turnBy('U1'));
    await remember(history, slack('C1', '1.2'), turnBy('U1'));
    await expect.poll(async () => (await history.load(slack('C1', '1.1'))).turns).toEqual([]);
    expect((await history.load(slack('C1', '1.2'))).turns).toHaveLength(1);
  });
}

/** What becomes of a conversation that two work with at once. */
function crossingContract(subject: () => Pick<Subject, 'history'>): void {
  const key = slack('C1', '1.1');

  it('lose no turn that is added at the same time as another', async () => {
    const { history } = subject();
    const loaded = await history.load(key);
    const turns = ['U1', 'U2', 'U3', 'U4'].map((id) => turnBy(id));
    expect(await Promise.all(turns.map((turn) => add(history, key, turn, loaded)))).toEqual([true, true, true, true]);
    expect((await history.load(key)).turns).toEqual(turns);
  });

  it('give no number to two pages, and none that was given before', async () => {
    const { history } = subject();
    const loaded = await history.load(key);
    for (const [at, urls] of [['a', 'b'], ['b', 'c', 'd'], ['e']].entries()) {
      const registry = createFootnotes(noFootnotes);
      for (const url of urls) registry.cite({ url: `https://example.org/${url}` });
      const context = { channelKey: channelOf(key), footnotes: registry.list(), unlessForgotten: loaded };
      await history.append(key, turnBy(`U${at}`), context);
    }
    const { footnotes: all, nextNumber } = (await history.load(key)).footnotes;
    expect(all.slice(0, 2)).toEqual([
      { number: 1, url: 'https://example.org/a' },
      { number: 2, url: 'https://example.org/b' },
    ]);
    expect(all.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    expect(new Set(all.map(({ url }) => url.at(-1)))).toEqual(new Set('abcde'));
    expect(nextNumber).toBe(6);
  });

  it('do not bring back a conversation that was forgotten since it was loaded', async () => {
    const { history } = subject();
    const loaded = await remember(history, key, turnBy('U1'));
    await history.forget(key);
    expect(await add(history, key, turnBy('U2'), loaded)).toBe(false);
    expect(await history.load(key)).toEqual(newConversation(key));
  });

  it('do not take a conversation that was begun anew for the one that was forgotten', async () => {
    const { history } = subject();
    const loaded = await remember(history, key, turnBy('U1'));
    await history.forget(key);
    const anew = await remember(history, key, { ...turnBy('U1', 'asked again'), at: 1_767_000_000_001 });
    expect(await add(history, key, turnBy('U1', 'asked before'), loaded)).toBe(false);
    expect(await history.load(key)).toEqual(anew);
  });

  it.each([
    ['forgotten', (history: HistoryStore) => history.forget(key)],
    ['forgotten with all that its asker began', (history: HistoryStore) => history.forgetBegunBy(channelOf(key), 'U1')],
  ])('leave nothing of what is being added while it is %s', async (_, forget) => {
    const { history } = subject();
    for (const loaded of [newConversation(key), await remember(history, key, turnBy('U1'))]) {
      await Promise.all([add(history, key, turnBy('U1', 'asked meanwhile'), loaded), forget(history)]);
      expect(await history.load(key)).toEqual(newConversation(key));
    }
  });
}

/** What is forgotten, and what is not. */
function forgettingContract(subject: () => Subject): void {
  it('forget one conversation and say whether there was one', async () => {
    const { history } = subject();
    await remember(history, slack('C1', '1.1'), turnBy('U1'));
    await remember(history, slack('C1', '1.10'), turnBy('U1'));
    expect(await history.forget(slack('C1', '1.1'))).toBe(true);
    expect(await history.forget(slack('C1', '1.1'))).toBe(false);
    expect((await history.load(slack('C1', '1.1'))).turns).toEqual([]);
    expect((await history.load(slack('C1', '1.10'))).turns).toHaveLength(1);
  });

  it('forget what one person began in one channel, and nothing else', async () => {
    const { history } = subject();
    const gone = [slack('C1'), slack('C1', '1.1'), slack('C1', '1.2')];
    for (const key of gone) await remember(history, key, turnBy('U1'), turnBy('U2'));
    const kept = [
      await remember(history, slack('C1', '1.3'), turnBy('U2'), turnBy('U1')),
      await remember(history, slack('C1', '1.4'), turnBy('U10')),
      await remember(history, slack('C10', '1.1'), turnBy('U1')),
      await remember(history, slack('C10'), turnBy('U1')),
    ];
    expect(await history.forgetBegunBy(slackChannel('C1'), 'U1')).toHaveLength(3);
    for (const key of gone) expect((await history.load(key)).turns).toEqual([]);
    for (const one of kept) expect(await history.load(one.key)).toEqual(one);
    expect(await history.forgetBegunBy(slackChannel('C1'), 'U1')).toHaveLength(0);
  });

  it('know who began a conversation whose first turns were trimmed', async () => {
    const { store } = subject();
    const brief = createHistoryStore(store.keyspace('history'), { limits: { maxTurns: 1, maxChars: 1_000 } });
    const key = slack('C1', '1.1');
    await remember(brief, key, turnBy('U1'), turnBy('U2'));
    expect((await brief.load(key)).turns).toEqual([turnBy('U2')]);
    expect(await brief.forgetBegunBy(slackChannel('C1'), 'U2')).toHaveLength(0);
    expect(await brief.forgetBegunBy(slackChannel('C1'), 'U1')).toHaveLength(1);
  });

  it('take a character that means something in a pattern literally', async () => {
    const { history } = subject();
    for (const channel of ['C*', 'C1', 'C%', 'C_', 'C?', 'C[1]', 'C\\']) {
      await remember(history, slack(channel, '1.1'), turnBy('U1'));
    }
    for (const channel of ['C*', 'C%', 'C_', 'C?', 'C[1]', 'C\\']) {
      expect(await history.forgetBegunBy(slackChannel(channel), 'U1'), channel).toHaveLength(1);
    }
    expect((await history.load(slack('C1', '1.1'))).turns).toHaveLength(1);
  });

  it('forget a conversation that was begun in a channel but stands elsewhere', async () => {
    const { history } = subject();
    const key = slack('C9');
    const context = { channelKey: slackChannel('C1'), footnotes, unlessForgotten: newConversation(key) };
    await history.append(key, turnBy('U1'), context);
    expect(await history.forgetBegunBy(slackChannel('C1'), 'U1')).toHaveLength(1);
    expect((await history.load(key)).turns).toEqual([]);
  });

  it('leave nothing behind when they forget', async () => {
    const { store, history } = subject();
    const { key } = await remember(history, slack('C1', '1.1'), turnBy('U1'));
    await history.forget(key);
    await remember(history, key, turnBy('U1'));
    await history.forgetBegunBy(slackChannel('C1'), 'U1');
    expect(await store.keyspace('history').keys('')).toEqual([]);
  });
}
