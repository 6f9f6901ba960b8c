import { Routes } from 'discord.js';
import { expect } from 'vitest';
import type { Bench, RuleCase } from './bench.ts';

const MINUTE_MS = 60_000;
const ids = (count: number) =>
  Array.from({ length: count }, (_, index) => `${100_000_000_000_000_000n + BigInt(index)}`);

/** A body that is fine, and one that is not, when a message is created. */
function sent(good: object, bad: object): RuleCase {
  return { good: ({ send }) => send(good), bad: ({ send }) => send(bad) };
}

/** The same when a message is edited. */
function edited(good: object, bad: object, first: object = {}): RuleCase {
  const run = (body: object) => async (bench: Bench) => bench.edit(await bench.send(first), body);
  return { good: run(good), bad: run(bad) };
}

const embedded = (...embeds: object[]) => ({ content: undefined, flags: undefined, embeds });
const field = (name: number, value: number) => ({ name: 'n'.repeat(name), value: 'v'.repeat(value) });
const v2 = (...components: object[]) => ({ content: undefined, flags: 1 << 15, components });
const display = { type: 10, content: 'text' };

/** Rules about messages. */
export const messageCases = {
  contentLength: sent({ content: '🙂'.repeat(2000) }, { content: '🙂'.repeat(2001) }),
  nonceLength: sent({ nonce: 'n'.repeat(25), enforce_nonce: true }, { nonce: 'n'.repeat(26), enforce_nonce: true }),
  nonceWindow: {
    async good({ send, pass }) {
      const first = await send({ nonce: 'run', enforce_nonce: true });
      pass(5 * MINUTE_MS);
      expect(await send({ nonce: 'run', enforce_nonce: true })).toBe(first);
    },
    async bad({ send, pass }) {
      const first = await send({ nonce: 'run', enforce_nonce: true });
      pass(5 * MINUTE_MS + 1);
      expect(await send({ nonce: 'run', enforce_nonce: true })).not.toBe(first);
    },
  },
  enforcedNonce: sent({ nonce: 'a', enforce_nonce: true }, { nonce: 'a' }),
  emptyMessage: sent({ content: 'a' }, { content: ' ' }),
  allowedMentionsOnCreate: sent({}, { allowed_mentions: undefined }),
  allowedMentionsOnEdit: edited({}, { allowed_mentions: undefined }),
  allowedMentionsConflict: sent(
    { allowed_mentions: { parse: ['roles'], users: ids(1) } },
    { allowed_mentions: { parse: ['users'], users: ids(1) } },
  ),
  allowedMentionsListed: sent({ allowed_mentions: { users: ids(100) } }, { allowed_mentions: { users: ids(101) } }),
  suppressEmbedsOnCreate: sent({}, { flags: undefined }),
  suppressEmbedsOnEdit: edited({}, { flags: 0 }),
  messageFlags: sent({ flags: (1 << 2) | (1 << 12) }, { flags: (1 << 2) | (1 << 6) }),
  ping: {
    good: ({ send, emulator }) => send({ content: `<@${emulator.users.ada}>` }),
    async bad({ send, emulator }) {
      const { ada } = emulator.users;
      const id = await send({ content: `<@${ada}>`, allowed_mentions: { users: [ada] } });
      expect(emulator.message(id)?.pings).toEqual([`<@${ada}>`]);
    },
  },
  preview: {
    good: ({ send }) => send({ content: 'https://example.com' }),
    async bad({ send, emulator }) {
      const id = await send({ content: 'https://example.com', flags: 0 });
      expect(emulator.message(id)?.previews).toEqual(['https://example.com']);
    },
  },
  repeatedReply: {
    async good({ send, post }) {
      const message_reference = { message_id: await post() };
      await send({ message_reference });
      await send({ message_reference, content: 'and more' });
    },
    async bad({ send, post }) {
      const message_reference = { message_id: await post() };
      await send({ message_reference });
      await send({ message_reference });
    },
  },
  unknownReference: {
    async good({ emulator, send, post }) {
      const message_id = await post();
      await emulator.deleteMessage(message_id);
      await send({ message_reference: { message_id, fail_if_not_exists: false } });
    },
    async bad({ emulator, send, post }) {
      const message_id = await post();
      await emulator.deleteMessage(message_id);
      await send({ message_reference: { message_id } });
    },
  },
  embeds: sent(embedded(...Array(10).fill({ title: 'a' })), embedded(...Array(11).fill({ title: 'a' }))),
  embedTitle: sent(embedded({ title: '🙂'.repeat(256) }), embedded({ title: '🙂'.repeat(257) })),
  embedDescription: sent(embedded({ description: 'a'.repeat(4096) }), embedded({ description: 'a'.repeat(4097) })),
  embedFields: sent(
    embedded({ fields: Array(25).fill(field(1, 1)) }),
    embedded({ fields: Array(26).fill(field(1, 1)) }),
  ),
  embedFieldName: sent(embedded({ fields: [field(256, 1)] }), embedded({ fields: [field(257, 1)] })),
  embedFieldValue: sent(embedded({ fields: [field(1, 1024)] }), embedded({ fields: [field(1, 1025)] })),
  embedFooter: sent(embedded({ footer: { text: 'a'.repeat(2048) } }), embedded({ footer: { text: 'a'.repeat(2049) } })),
  embedAuthor: sent(embedded({ author: { name: 'a'.repeat(256) } }), embedded({ author: { name: 'a'.repeat(257) } })),
  embedsTotal: sent(
    embedded({ description: 'a'.repeat(4000) }, { description: 'a'.repeat(2000) }),
    embedded({ description: 'a'.repeat(4000) }, { description: 'a'.repeat(2000), title: 'a' }),
  ),
  foreignEdit: {
    good: async ({ send, edit }) => edit(await send()),
    bad: async ({ post, edit }) => edit(await post()),
  },
  foreignDelete: {
    good: async ({ rest, general, send }) => rest.delete(Routes.channelMessage(general, await send())),
    bad: async ({ rest, general, post }) => rest.delete(Routes.channelMessage(general, await post())),
  },
  ephemeralByToken: {
    async good({ command, careful }) {
      const { callback, editOriginal } = await command();
      await callback({ type: 4, data: careful({ flags: (1 << 2) | (1 << 6) }) });
      await editOriginal();
    },
    async bad({ command, careful, edit }) {
      const { callback, seen } = await command();
      await callback({ type: 4, data: careful({ flags: (1 << 2) | (1 << 6) }) });
      await edit(seen.message?.id ?? '');
    },
  },
  v2WithContent: sent(v2(display), { ...v2(display), content: 'text' }),
  v2FlagRemoved: edited(
    { content: undefined, flags: (1 << 15) | (1 << 2) },
    { content: undefined, flags: 1 << 2 },
    v2(display),
  ),
} satisfies Record<string, RuleCase>;
