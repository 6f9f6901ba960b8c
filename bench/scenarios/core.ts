import { z } from 'zod';
import type { Call } from '../child-calls.ts';
import { withCore } from '../core-process.ts';
import { median } from '../measure/statistics.ts';
import type { Row } from '../row.ts';
import { inWorld } from '../session.ts';
import type { PlatformName } from '../world/seen.ts';
import type { World } from '../world.ts';
import { platformNames, type Scenario } from './scenario.ts';

const sizes = [
  { chars: 12_000, alone: 40, calling: 130, runs: 9 },
  { chars: 24_000, alone: 70, calling: 170, runs: 7 },
  { chars: 48_000, alone: 130, calling: 250, runs: 5 },
] as const;
const platforms = ['slack', 'discord'] as const;
const warmUps = 8;
const figures = z.object({ cpuMs: z.array(z.number()) });

/** Measures the CPU of some answers; the median. */
type Measure = (platform: PlatformName, chars: number, runs: number) => Promise<number | undefined>;

/** One answer at 100 deltas a second, played in virtual time: first with writes that only wait, then with real calls. */
export const cpu: Scenario = {
  ids: ['cpu-core', 'cpu-calls'],
  name: 'CPU of single answers',
  async run({ quick }) {
    const alone = await withCore('cpu', (call) => rowsOf('core', measureWaiting(call), quick));
    const calling = await withCore('cpu', (call) =>
      inWorld(0, (world) => rowsOf('calls', measureCalling(call, world), quick), false),
    );
    return { rows: [...alone, ...calling] };
  },
};

const measureWaiting =
  (call: Call): Measure =>
  async (platform, chars, count) =>
    median((await call('waiting', { platform, chars, count }, figures, 60_000)).cpuMs);

const measureCalling =
  (call: Call, world: World): Measure =>
  async (platform, chars, count) => {
    const roots = await Promise.all(Array.from({ length: count }, () => world.post(platform)));
    const args = { platform, chars, addresses: world.addresses, roots };
    return median((await call('calling', args, figures, 60_000)).cpuMs);
  };

async function rowsOf(kind: 'core' | 'calls', measure: Measure, quick: boolean): Promise<Row[]> {
  const rows: Row[] = [];
  for (const platform of platforms) await measure(platform, 12_000, warmUps);
  for (const platform of platforms)
    for (const { chars, alone, calling, runs } of sizes)
      rows.push({
        id: `cpu-${kind}-${platform}-${chars / 1000}k`,
        figure: `${platformNames[platform]}: CPU for ${chars / 1000},000 characters, ${kind === 'core' ? 'without' : 'with'} calls`,
        unit: 'ms',
        values: { Footnote: (await measure(platform, chars, quick ? 1 : runs)) ?? 'not measured' },
        goal: { kind: 'below', limit: kind === 'core' ? alone : calling },
      });
  return rows;
}
