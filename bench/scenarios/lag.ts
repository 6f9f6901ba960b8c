import { type Contestant, footnote, peers } from '../contestant.ts';
import { median } from '../measure/statistics.ts';
import { reasonOf } from '../reason.ts';
import type { Column, Row, Value } from '../row.ts';
import { withContestant } from '../session.ts';
import { steadyStream } from '../stream.ts';
import type { Curve } from '../svg.ts';
import type { AnswerReport } from '../world/report.ts';
import type { PlatformName } from '../world/seen.ts';
import { type Effort, latencyMs, platformNames, type Scenario } from './scenario.ts';

/** One answer of 12,000 characters, and how often its platform said 429. */
interface Measured {
  readonly column: Column;
  readonly platform: PlatformName;
  readonly report?: AnswerReport | undefined;
  readonly limited?: number | undefined;
  /** CPU time of the whole process for one answer, the reading of the agent's stream included. */
  readonly cpuMs?: number | undefined;
  readonly failure?: string | undefined;
}

const spec = steadyStream(12_000);
const answerTimeoutMs = 75_000;
const goals = { slack: 700, discord: 600 } as const;

/** One long answer at a steady pace: how far what people read is behind, and what a peer pays for it. */
export const lag: Scenario = {
  ids: ['lag'],
  name: 'answers of 12,000 characters',
  async run(effort) {
    const measured = await measureAll(effort);
    return {
      rows: (['slack', 'discord'] as const).flatMap((platform) =>
        rowsOf(
          platform,
          measured.filter((one) => one.platform === platform),
        ),
      ),
      curves: curvesOf(measured),
    };
  },
};

async function measureAll({ quick, withoutPeers }: Effort): Promise<readonly Measured[]> {
  const own = await Promise.all(Array.from({ length: quick ? 1 : 3 }, () => measure(footnote)));
  if (quick || withoutPeers !== undefined) return own.flat();
  return [...own, ...(await Promise.all(peers.map(measure)))].flat();
}

async function measure(contestant: Contestant): Promise<readonly Measured[]> {
  const { column, platforms } = contestant;
  try {
    return await withContestant(contestant, latencyMs, async (world, running) => {
      const before = await running.cpuMs();
      const answers = await Promise.all(
        platforms.map(async (platform) => ({ platform, number: await world.ask({ platform, spec }) })),
      );
      const ended = await Promise.all(
        answers.map(async ({ platform, number }) => {
          const failure = await running.ended(number, answerTimeoutMs);
          const [report, { limited }] = await Promise.all([world.report(number), world.counts(platform)]);
          return { column, platform, report, limited, failure };
        }),
      );
      const cpuMs = ((await running.cpuMs()) - before) / platforms.length;
      return ended.map((one) => ({ ...one, cpuMs }));
    });
  } catch (thrown) {
    return platforms.map((platform) => ({ column, platform, failure: reasonOf(thrown) }));
  }
}

function rowsOf(platform: PlatformName, here: readonly Measured[]): readonly Row[] {
  const where = platformNames[platform];
  const values = (figure: (measured: Measured) => number | undefined) => {
    const byColumn = Map.groupBy(here, ({ column }) => column);
    return Object.fromEntries(
      [...byColumn].map(([column, all]): [string, Value] => [
        column,
        median(all.map(figure).filter((value) => value !== undefined)) ?? String(all[0]?.failure),
      ]),
    );
  };
  return [
    {
      id: `lag-${platform}`,
      figure: `${where}: mean lag of visible text, 12,000 characters`,
      unit: 'ms',
      // The lag of an answer that broke off says nothing.
      values: values(({ report, failure }) => (failure === undefined ? report?.meanLagMs : undefined)),
      goal: { kind: 'below', limit: goals[platform] },
    },
    {
      id: `lag-limited-${platform}`,
      figure: `${where}: 429s in that answer`,
      unit: '',
      values: values(({ limited }) => limited),
      goal: { kind: 'below', limit: 0 },
    },
    {
      id: `lag-complete-${platform}`,
      figure: `${where}: words of that answer visible at its end`,
      unit: '%',
      values: values(({ report }) => report && report.completeness * 100),
      goal: { kind: 'above', limit: 100 },
    },
    {
      id: `lag-cpu-${platform}`,
      figure: `${where}: CPU of the whole process for it, its stream read`,
      unit: 'ms',
      values: values(({ cpuMs }) => cpuMs),
    },
  ];
}

function curvesOf(measured: readonly Measured[]): readonly Curve[] {
  const first = measured.filter(
    (one, at) =>
      measured.findIndex(({ column, platform }) => column === one.column && platform === one.platform) === at,
  );
  return first.flatMap(({ column, platform, report }): Curve[] =>
    report
      ? [
          { platform, name: column, points: report.visible },
          ...(column === 'Footnote' ? [{ platform, name: 'agent' as const, points: everyNth(report.sent, 50) }] : []),
        ]
      : [],
  );
}

const everyNth = <T>(all: readonly T[], n: number) => all.filter((_, at) => at % n === 0 || at === all.length - 1);
