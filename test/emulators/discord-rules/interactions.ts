import { Routes } from 'discord.js';
import type { Bench, RuleCase } from './bench.ts';

const MINUTE_MS = 60_000;

/** Follow-ups of one interaction, slowly. */
async function followUps({ command, pass }: Bench, count: number, userInstalled: boolean) {
  const { defer, followUp } = await command({ userInstalled });
  await defer();
  for (let sent = 0; sent < count; sent += 1) {
    pass(2000);
    await followUp();
  }
}

/** Rules about interactions. */
export const interactionCases = {
  acknowledgement: {
    async good({ command, pass }) {
      const { defer } = await command();
      pass(3000);
      await defer();
    },
    async bad({ command, pass }) {
      const { defer } = await command();
      pass(3001);
      await defer();
    },
  },
  unknownInteraction: {
    good: async ({ command }) => (await command()).defer(),
    bad: ({ rest }) =>
      rest.post(Routes.interactionCallback('1'.repeat(18), 'token'), { body: { type: 5 }, auth: false }),
  },
  acknowledgedTwice: {
    good: async ({ command }) => (await command()).defer(),
    async bad({ command }) {
      const { defer } = await command();
      await defer();
      await defer();
    },
  },
  callbackKind: {
    good: async ({ command }) => (await command()).callback({ type: 5 }),
    bad: async ({ command }) => (await command()).callback({ type: 6 }),
  },
  deferFlags: {
    good: async ({ command }) => (await command()).callback({ type: 5, data: { flags: 1 << 6 } }),
    bad: async ({ command }) => (await command()).callback({ type: 5, data: { flags: (1 << 6) | (1 << 2) } }),
  },
  interactionToken: {
    async good({ command, pass }) {
      const { defer, editOriginal } = await command();
      await defer();
      pass(15 * MINUTE_MS);
      await editOriginal();
    },
    async bad({ command, pass }) {
      const { defer, editOriginal } = await command();
      await defer();
      pass(15 * MINUTE_MS + 1);
      await editOriginal();
    },
  },
  unknownWebhook: {
    async good({ command }) {
      const { defer, followUp } = await command();
      await defer();
      await followUp();
    },
    bad: async ({ command }) => (await command()).followUp(),
  },
  followUps: {
    async good(bench) {
      await followUps(bench, 5, true);
      await followUps(bench, 6, false);
    },
    bad: (bench) => followUps(bench, 6, true),
  },
} satisfies Record<string, RuleCase>;
