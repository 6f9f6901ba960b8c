import { Routes } from 'discord.js';
import type { Bench, RuleCase } from './bench.ts';

const nowhere = '1'.repeat(18);

/** Sends to a thread, before and after somebody changed it. */
function inThread(change: { archived?: boolean; locked?: boolean }, write: 'send' | 'edit'): RuleCase {
  const run = async (bench: Bench, isChanged: boolean) => {
    const thread = await bench.startThread(await bench.post());
    const id = await bench.send({}, thread);
    if (isChanged) bench.emulator.updateThread(thread, change);
    await (write === 'send' ? bench.send({}, thread) : bench.edit(id, {}, thread));
  };
  return { good: (bench) => run(bench, false), bad: (bench) => run(bench, true) };
}

/** Rules about channels, threads and permissions. */
export const placeCases = {
  threadName: {
    good: async ({ startThread, post }) => startThread(await post(), { name: '🙂'.repeat(100) }),
    bad: async ({ startThread, post }) => startThread(await post(), { name: '🙂'.repeat(101) }),
  },
  autoArchive: {
    good: async ({ startThread, post }) => startThread(await post(), { auto_archive_duration: 60 }),
    bad: async ({ startThread, post }) => startThread(await post(), { auto_archive_duration: 61 }),
  },
  threadExists: {
    good: async ({ startThread, post }) => startThread(await post()),
    async bad({ startThread, post }) {
      const id = await post();
      await startThread(id);
      await startThread(id);
    },
  },
  lockedThread: inThread({ locked: true }, 'send'),
  archivedThread: inThread({ archived: true }, 'edit'),
  activeThreads: {
    options: { used: { activeThreads: 999 } },
    good: async ({ startThread, post }) => startThread(await post()),
    async bad({ startThread, post }) {
      await startThread(await post());
      await startThread(await post());
    },
  },
  wrongChannelType: {
    good: async ({ emulator: { channels }, startThread, post }) =>
      startThread(await post('news', channels.announcements), {}, channels.announcements),
    bad: async ({ emulator: { channels }, startThread, post }) =>
      startThread(await post('talk', channels.voice), {}, channels.voice),
  },
  unknownChannel: {
    good: ({ send, emulator }) => send({}, emulator.dms.ada),
    bad: ({ send }) => send({}, nowhere),
  },
  unknownMessage: {
    good: async ({ send, edit }) => edit(await send()),
    async bad({ emulator, send, edit }) {
      const id = await send();
      await emulator.deleteMessage(id);
      await edit(id);
    },
  },
  unknownUser: {
    good: ({ rest, emulator }) => rest.post(Routes.userChannels(), { body: { recipient_id: emulator.users.grace } }),
    bad: ({ rest }) => rest.post(Routes.userChannels(), { body: { recipient_id: nowhere } }),
  },
  missingAccess: {
    good: ({ send, emulator }) => send({}, emulator.addChannel('open')),
    bad: ({ send, emulator }) => send({}, emulator.addChannel('hidden', { botCan: { view: false } })),
  },
  missingPermissions: {
    good: ({ send, emulator }) => send({}, emulator.addChannel('no threads', { botCan: { createThreads: false } })),
    bad: ({ send, emulator }) => send({}, emulator.addChannel('read only', { botCan: { send: false } })),
  },
  replyWithoutHistory: {
    async good({ send, post, emulator }) {
      const channel = emulator.addChannel('open');
      await send({ message_reference: { message_id: await post('hi', channel) } }, channel);
    },
    async bad({ send, post, emulator }) {
      const channel = emulator.addChannel('no history', { botCan: { readHistory: false } });
      await send({ message_reference: { message_id: await post('hi', channel) } }, channel);
    },
  },
} satisfies Record<string, RuleCase>;
