import { setTimeout as sleep } from 'node:timers/promises';
import { startBot } from '../bot.ts';
import type { Row } from '../row.ts';
import { inWorld } from '../session.ts';
import type { StreamSpec } from '../stream.ts';
import { latencyMs, type Scenario } from './scenario.ts';

const count = 1000;
const askEveryMs = 10;
const measuredMs = 20_000;
/** Two events a second, for as long as is measured. */
const spec: StreamSpec = { chars: 4000, charsPerDelta: 20, deltaMs: 500, thinkMs: 500 };

/** Very many answers open at once in the real bot, each in a channel of its own on Discord, which all may be edited. */
export const open: Scenario = {
  ids: ['open'],
  name: `${count} open answers`,
  run: ({ quick }) =>
    inWorld(latencyMs, async (world) => {
      await world.addChannels(count);
      const bot = await startBot(world.addresses);
      try {
        for (let asked = 0; asked < count; asked += 1) {
          await world.ask({ platform: 'discord', spec, recorded: false, ownChannel: true });
          await sleep(askEveryMs);
        }
        await sleep(quick ? 2000 : 5000);
        const before = await bot.sample();
        const from = performance.now();
        await sleep(quick ? 5000 : measuredMs);
        const after = await bot.sample();
        const { limited } = await world.counts('discord');
        const cpuShare = (after.cpuMs - before.cpuMs) / (performance.now() - from);
        const figure = (id: string, words: string, unit: Row['unit'], value: number, limit?: number): Row => ({
          id: `open-${id}`,
          figure: `${count} open answers at 2 events/s: ${words}`,
          unit,
          values: { Footnote: value },
          goal: limit === undefined ? undefined : { kind: 'below', limit },
        });
        const rows = [
          figure('memory', 'memory', 'MB', after.memoryMb, 300),
          figure('loop', "event loop's delay, 99th percentile", 'ms', after.loopLagP99Ms, 50),
          figure('limited', '429s', '', limited, 0),
          figure('cpu', 'share of a core', '%', cpuShare * 100),
        ];
        return { rows };
      } finally {
        await bot.stop();
      }
    }),
};
