import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReply, nonceOf } from '../../../../src/adapters/discord/outbound/reply.ts';
import type { ReplyPlace } from '../../../../src/adapters/discord/outbound/reply-place.ts';
import { FootnoteError } from '../../../../src/core/errors.ts';

const part = (content: string) => ({ content, components: [], fingerprint: content });

function fakePlace(name: string, failure?: FootnoteError) {
  const calls: string[] = [];
  const place: ReplyPlace = {
    channelId: name,
    budgets: {
      create: { key: `create ${name}`, limit: 5, windowMs: 5_000 },
      edit: { key: `edit ${name}`, limit: 5, windowMs: 5_000 },
    },
    async create({ content }, { first }) {
      if (failure) throw failure;
      calls.push(`create ${content}${first ? ' first' : ''}`);
      return `${name}-${calls.length}`;
    },
    async edit(id, { content }) {
      calls.push(`edit ${id} ${content}`);
    },
    async remove(id) {
      calls.push(`remove ${id}`);
      if (failure) throw failure;
    },
  };
  return { place, calls };
}
const notAllowed = new FootnoteError('platform', 'no', { hint: 'not-allowed' });

describe('a reply on Discord', () => {
  it('creates a part once and edits it from then on', async () => {
    const { place, calls } = fakePlace('thread');
    const created: string[] = [];
    const reply = createReply({ questionId: 'q', place, onCreated: async (id) => void created.push(id) });
    await reply.write(0, part('a'));
    await reply.write(0, part('b'));
    await reply.write(1, part('c'));
    expect(calls).toEqual(['create a first', 'edit thread-1 b', 'create c']);
    expect(created).toEqual(['thread-1', 'thread-3']);
    expect(reply.address()).toEqual({ platform: 'discord', channel: 'thread', messages: ['thread-1', 'thread-3'] });
  });

  it('goes to the fallback, and stays there, when the bot may not write in the place', async () => {
    const refused = fakePlace('channel', notAllowed);
    const fallback = fakePlace('interaction');
    const reply = createReply({ questionId: 'q', place: refused.place, fallback: fallback.place });
    await reply.write(0, part('a'));
    await reply.write(0, part('b'));
    await reply.write(1, part('c'));
    expect(refused.calls).toEqual([]);
    expect(fallback.calls).toEqual(['create a first', 'edit interaction-1 b', 'create c']);
    expect(reply.budget(0).key).toBe('edit interaction');
  });

  it('says so when the bot may not write and there is no fallback', async () => {
    const reply = createReply({ questionId: 'q', place: fakePlace('channel', notAllowed).place });
    await expect(reply.write(0, part('a'))).rejects.toMatchObject({ hint: 'not-allowed' });
    expect(reply.address().messages).toEqual([]);
  });
});

it('a nonce is short, the same for the same part, and another for another', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(50), fc.nat(50), (question, a, b) => {
      const nonce = nonceOf(question, `part ${a}`);
      expect(nonce).toMatch(/^[0-9a-z]{1,25}$/);
      expect(nonceOf(question, `part ${b}`) === nonce).toBe(a === b);
    }),
  );
});
