import { setInterval as every } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { FootnoteError } from '../../../../src/core/errors.ts';
import type { Clock } from '../../../../src/core/ports/system.ts';
import { systemClock } from '../../../../src/ops/clock.ts';
import { startHttpScene, startScene } from '../adapter-on-emulator.ts';

const speed = 60;
const startedAt = Date.now();
const fastClock: Clock = {
  now: () => startedAt + (Date.now() - startedAt) * speed,
  sleep: (ms, signal) => systemClock.sleep(ms / speed, signal),
};

/** Both sockets open; the second comes half a real second after the first. */
async function startWithTwo() {
  const scene = await startScene({}, { clock: fastClock });
  const isWhole = () => expect.poll(() => scene.slack.sockets).toBe(2);
  await isWhole();
  return { ...scene, isWhole };
}

describe('the two sockets to Slack', () => {
  it('lose nothing and delay nothing while Slack refreshes one after the other', async () => {
    const { slack, heard } = await startWithTwo();
    const { ada } = slack.users;
    const channel = slack.dm(ada);
    const sentAt = new Map<string, number>();
    const lateMs = new Map<string, number>();
    let seen = 0;
    // Longer than a new socket takes in reality, so that the other one is needed.
    slack.faults.plan('apps.connections.open', { delayMs: 500, times: Number.POSITIVE_INFINITY });
    const look = () => {
      for (const { text } of heard.slice(seen)) {
        if (!lateMs.has(text)) lateMs.set(text, Date.now() - (sentAt.get(text) ?? 0));
      }
      seen = heard.length;
    };
    const events = 60;
    for await (const count of every(100, { left: events })) {
      look();
      count.left -= 1;
      const text = `event ${count.left}`;
      sentAt.set(text, Date.now());
      await slack.post({ channel, user: ada, text });
      if (count.left % 10 === 5) slack.disconnect('refresh_requested', 'oldest');
      if (count.left % 10 === 4) {
        // One tick after a refresh. A command that reaches nobody fails for the person.
        const { error } = await slack.command({ channel, user: ada, command: '/research', text: `command ${text}` });
        expect(error).toBeUndefined();
        sentAt.set(`command ${text}`, Date.now());
      }
      if (count.left === 0) break;
    }
    // What is not acknowledged before its socket ends comes twice, and the ledger drops the second.
    await expect.poll(() => new Set(heard.map(({ text }) => text))).toEqual(new Set(sentAt.keys()));
    look();
    expect(Math.max(...lateMs.values())).toBeLessThan(1000);
    expect(slack.journal.of('apps.connections.open').length).toBeGreaterThanOrEqual(2 + 5);
  });

  it('are no outage while one of them is open', async () => {
    const { slack, adapter, counted, isWhole } = await startWithTwo();
    slack.faults.plan('apps.connections.open', { status: 503, times: 2 });
    slack.disconnect('warning', 'oldest');
    await expect.poll(() => slack.sockets).toBe(1);
    expect(adapter.connected()).toBe(true);
    await isWhole();
    await expect.poll(() => counted.filter(([name]) => name === 'connectionOpened')).toHaveLength(3);
    expect(counted.filter(([name]) => name === 'connectionLost')).toHaveLength(1);
  });

  it.each(['errors', 'refused'] as const)('come back by themselves after an outage (%s)', async (kind) => {
    const { slack, adapter, hears, isWhole } = await startWithTwo();
    const end = await slack.outage(kind);
    slack.dropSockets();
    await expect.poll(() => adapter.connected()).toBe(false);
    await end();
    await expect.poll(() => adapter.connected()).toBe(true);
    await slack.post({ channel: slack.dm(slack.users.ada), user: slack.users.ada, text: 'are you back?' });
    expect((await hears(1))[0]?.text).toBe('are you back?');
    await isWhole();
  });

  it('both close with the adapter', async () => {
    const { slack, adapter } = await startWithTwo();
    await adapter.stop();
    expect(slack.sockets).toBe(0);
    expect(adapter.connected()).toBe(false);
  });

  it('show signs of life while nobody says anything, none when they are deaf, and can be made anew then', async () => {
    const { slack, adapter, hears } = await startWithTwo();
    const before = adapter.heardAt() ?? 0;
    await expect.poll(() => adapter.heardAt()).toBeGreaterThan(before);
    slack.silenceSockets();
    const silentSince = adapter.heardAt();
    await slack.post({ channel: slack.dm(slack.users.ada), user: slack.users.ada, text: 'can you hear me?' });
    await adapter.reconnect();
    expect(adapter.heardAt()).toBe(silentSince);
    // The event was not acknowledged, so it comes again.
    expect((await hears(1))[0]?.text).toBe('can you hear me?');
    expect(adapter.heardAt()).toBeGreaterThan(silentSince ?? 0);
  });
});

/** An index that cannot be read the first time. */
function createFailingIndex() {
  let calls = 0;
  return {
    async find() {
      calls += 1;
      if (calls === 1) throw new FootnoteError('storage', 'The store failed to read.');
      return undefined;
    },
    async link() {},
    async unlink() {},
  };
}

describe('a follow-up that cannot be looked up', () => {
  const isFollowUp = ({ eventId }: { eventId: string | undefined }, id: string | undefined) => eventId === id;

  it('is not acknowledged on a socket, so that Slack delivers it again', async () => {
    const { slack, log } = await startScene({ subscriptions: ['message.channels'] }, { index: createFailingIndex() });
    const channel = slack.channels.general;
    const root = await slack.post({ channel, user: slack.users.ada, text: 'lunch?' });
    await slack.post({ channel, user: slack.users.ada, text: 'and how?', threadTs: root.ts });
    const id = slack.deliveries.at(-1)?.eventId;
    const outcomes = () => slack.deliveries.filter((one) => isFollowUp(one, id)).map(({ outcome }) => outcome);
    await expect.poll(() => outcomes()).toEqual(['late', 'acked']);
    expect(log.filter((line) => line.startsWith('error'))).toHaveLength(1);
  });

  it('is refused over HTTP, so that Slack delivers it again', async () => {
    const { slack, log } = await startHttpScene(
      { subscriptions: ['message.channels'] },
      { index: createFailingIndex() },
    );
    const channel = slack.channels.general;
    const root = await slack.post({ channel, user: slack.users.ada, text: 'lunch?' });
    await slack.post({ channel, user: slack.users.ada, text: 'and how?', threadTs: root.ts });
    const id = slack.deliveries.at(-1)?.eventId;
    const outcomes = () => slack.deliveries.filter((one) => isFollowUp(one, id)).map(({ outcome }) => outcome);
    await expect.poll(() => outcomes()).toEqual(['failed', 'acked']);
    expect(log.filter((line) => line.startsWith('error'))).toHaveLength(1);
  });
});
