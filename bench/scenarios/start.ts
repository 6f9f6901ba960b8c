import { startBot } from '../bot.ts';
import { median } from '../measure/statistics.ts';
import { inWorld } from '../session.ts';
import type { Scenario } from './scenario.ts';

/** From the start of the process to `/readyz`. */
export const start: Scenario = {
  ids: ['start'],
  name: 'starts of the bot',
  async run({ quick }) {
    const times = await inWorld(0, async ({ addresses }) => {
      const all: number[] = [];
      for (let run = 0; run < (quick ? 1 : 7); run += 1) {
        const bot = await startBot(addresses);
        all.push(bot.readyMs);
        await bot.stop();
      }
      return all;
    });
    const goal = { kind: 'below', limit: 1000 } as const;
    const Footnote = median(times) ?? 'not measured';
    return { rows: [{ id: 'start', figure: 'start to /readyz', unit: 'ms', values: { Footnote }, goal }] };
  },
};
