import { describe, expect, it } from 'vitest';
import { encodeConversationKey } from '../../../src/core/question/keys.ts';
import { createConversationIndex } from '../../../src/storage/keyed/conversation-index.ts';
import { openStore } from '../../../src/storage/keyed/open-store.ts';

const key = (thread: string) => encodeConversationKey({ platform: 'discord', workspace: '@dm', channel: 'C1', thread });

async function open(ttlMs?: number) {
  const keyspace = (await openStore('memory:')).keyspace('links');
  const clock = { ms: 1_000, now: () => clock.ms };
  const index = createConversationIndex(keyspace, ttlMs === undefined ? { clock } : { clock, ttlMs });
  return { index, keyspace, clock };
}

describe('createConversationIndex', () => {
  it('finds nothing where nothing was linked', async () => {
    expect(await (await open()).index.find('discord:m1')).toBeUndefined();
  });

  it('finds the conversation and when it was last linked', async () => {
    const { index, clock } = await open();
    await index.link('discord:m1', key('1'));
    await index.link('discord:m10', key('2'));
    clock.ms = 2_000;
    await index.link('discord:m1', key('3'));
    expect(await index.find('discord:m1')).toEqual({ conversation: key('3'), at: 2_000 });
    expect(await index.find('discord:m10')).toEqual({ conversation: key('2'), at: 1_000 });
  });

  it('forgets a link, and does not mind one that is gone', async () => {
    const { index } = await open();
    await index.link('discord:m1', key('1'));
    await index.unlink('discord:m1');
    await index.unlink('discord:m1');
    expect(await index.find('discord:m1')).toBeUndefined();
  });

  it('loses a link when its time is over', async () => {
    const { index } = await open(20);
    await index.link('discord:m1', key('1'));
    await expect.poll(() => index.find('discord:m1')).toBeUndefined();
  });

  it.each([
    { v: 1, conversation: 'nowhere', at: 1 },
    { v: 2, conversation: 'discord:@dm:C1', at: 1 },
    { v: 1, conversation: 'discord:@dm:C1' },
    'discord:@dm:C1',
  ])('reports the unreadable link %j', async (value) => {
    const { index, keyspace } = await open();
    await keyspace.set('discord:m1', value, 60_000);
    await expect(index.find('discord:m1')).rejects.toMatchObject({ kind: 'storage' });
  });
});
