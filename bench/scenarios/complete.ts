import { type Contestant, footnote, peers } from '../contestant.ts';
import { reasonOf } from '../reason.ts';
import type { Column, Row, Value } from '../row.ts';
import { withContestant } from '../session.ts';
import type { StreamSpec } from '../stream.ts';
import type { PlatformName } from '../world/seen.ts';
import { latencyMs, platformNames, type Scenario } from './scenario.ts';

interface Measured {
  readonly column: Column;
  readonly platform: PlatformName;
  readonly completeness?: number;
  readonly failure?: string | undefined;
}

const spec: StreamSpec = { chars: 48_000, charsPerDelta: 20, deltaMs: 10, thinkMs: 1000 };
const answerTimeoutMs = 60_000;

/** A very long answer: how much of it can be read at its end. */
export const complete: Scenario = {
  ids: ['complete'],
  name: 'answers of 48,000 characters',
  async run({ quick, withoutPeers }) {
    const all = [footnote, ...(quick || withoutPeers !== undefined ? [] : peers)];
    const measured = (await Promise.all(all.map(measure))).flat();
    const rows = (['slack', 'discord'] as const).map((platform): Row => {
      const here = measured.filter((one) => one.platform === platform);
      return {
        id: `complete-${platform}`,
        figure: `${platformNames[platform]}: words of 48,000 characters visible at the end`,
        unit: '%',
        values: Object.fromEntries(
          here.map(({ column, completeness, failure }): [string, Value] => [
            column,
            completeness === undefined ? String(failure) : completeness * 100,
          ]),
        ),
        goal: { kind: 'above', limit: 100 },
      };
    });
    return { rows };
  },
};

async function measure(contestant: Contestant): Promise<readonly Measured[]> {
  const { column, platforms } = contestant;
  try {
    return await withContestant(contestant, latencyMs, async (world, running) => {
      const one = async (platform: PlatformName): Promise<Measured> => {
        const number = await world.ask({ platform, spec });
        const failure = await running.ended(number, answerTimeoutMs);
        return { column, platform, completeness: (await world.report(number)).completeness, failure };
      };
      return await Promise.all(platforms.map(one));
    });
  } catch (thrown) {
    return platforms.map((platform) => ({ column, platform, failure: reasonOf(thrown) }));
  }
}
