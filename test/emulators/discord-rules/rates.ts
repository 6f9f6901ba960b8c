import { Routes } from 'discord.js';
import { expect } from 'vitest';
import type { Bench, RuleCase } from './bench.ts';

const HOUR_MS = 3_600_000;
type Call = (bench: Bench, rest: Bench['rest']) => Promise<unknown>;

/** As many calls in one instant as fit; then, by a client that has not seen the headers, one more. */
function perWindow(max: number, windowMs: number, call: Call): RuleCase {
  const fill = async (bench: Bench) => {
    for (let count = 0; count < max; count += 1) await call(bench, bench.rest);
  };
  return {
    async good(bench) {
      await fill(bench);
      bench.pass(windowMs);
      await call(bench, bench.stranger());
    },
    async bad(bench) {
      await fill(bench);
      bench.pass(windowMs - 1);
      await call(bench, bench.stranger());
    },
  };
}

/** The same for calls that need something to be there first. */
function perWindowOn<T>(
  max: number,
  windowMs: number,
  prepare: (bench: Bench) => Promise<T>,
  call: (bench: Bench, rest: Bench['rest'], prepared: T) => Promise<unknown>,
): RuleCase {
  const run = async (bench: Bench, passMs: number) => {
    const prepared = await prepare(bench);
    for (let count = 0; count < max; count += 1) await call(bench, bench.stranger(), prepared);
    bench.pass(passMs);
    await call(bench, bench.stranger(), prepared);
  };
  return { good: (bench) => run(bench, windowMs), bad: (bench) => run(bench, windowMs - 1) };
}

const own = async (bench: Bench) => {
  const ids: string[] = [];
  for (let count = 0; count < 6; count += 1) {
    ids.push(await bench.send());
    if (count === 4) bench.pass(5000);
  }
  return ids;
};

/** Rules about how often something is asked for. */
export const rateCases = {
  createRate: perWindow(5, 5000, ({ general, careful }, rest) =>
    rest.post(Routes.channelMessages(general), {
      body: careful({ nonce: `${Math.random()}`.slice(0, 20), enforce_nonce: true }),
    }),
  ),
  typingRate: perWindow(5, 5000, ({ general }, rest) => rest.post(Routes.channelTyping(general))),
  threadRate: perWindow(50, 300_000, ({ general }, rest) =>
    rest.post(Routes.threads(general), { body: { name: 'thread', type: 11 } }),
  ),
  globalRate: perWindow(50, 1000, (_, rest) => rest.get(Routes.user())),
  editRate: perWindowOn(
    5,
    5000,
    ({ send }) => send(),
    ({ general, careful }, rest, id) => rest.patch(Routes.channelMessage(general, id), { body: careful({}) }),
  ),
  oldEditRate: perWindowOn(
    3,
    6000,
    async ({ send, pass }) => {
      const id = await send();
      pass(HOUR_MS + 1);
      return id;
    },
    ({ general, careful }, rest, id) => rest.patch(Routes.channelMessage(general, id), { body: careful({}) }),
  ),
  deleteRate: perWindowOn(5, 5000, own, ({ general }, rest, ids) =>
    rest.delete(Routes.channelMessage(general, ids.pop() ?? '')),
  ),
  interactionRate: perWindowOn(
    5,
    2000,
    async ({ command }) => {
      const { defer, token } = await command();
      await defer();
      return token;
    },
    ({ emulator, careful }, rest, token) =>
      rest.patch(Routes.webhookMessage(emulator.applicationId, token), { body: careful({}), auth: false }),
  ),
  invalidRequests: {
    options: { used: { invalidRequests: 9_998 } },
    async good({ emulator, rest, general }) {
      await expect(rest.get(Routes.channel('1'.repeat(18)))).rejects.toMatchObject({ status: 404 });
      await expect(rest.get(Routes.user(), { auth: false })).rejects.toMatchObject({ status: 401 });
      expect(emulator.invalidRequests).toBe(9_999);
      await rest.get(Routes.channel(general));
    },
    async bad({ emulator, rest, general }) {
      for (let count = 0; count < 2; count += 1) {
        await expect(rest.get(Routes.user(), { auth: false })).rejects.toMatchObject({ status: 401 });
      }
      expect(emulator.invalidRequests).toBe(10_000);
      await rest.get(Routes.channel(general));
    },
  },
} satisfies Record<string, RuleCase>;
