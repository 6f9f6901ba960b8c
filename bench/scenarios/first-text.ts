import { type Contestant, footnote, peers } from '../contestant.ts';
import { median } from '../measure/statistics.ts';
import { reasonOf } from '../reason.ts';
import type { Row, Value } from '../row.ts';
import { withContestant } from '../session.ts';
import { steadyStream } from '../stream.ts';
import type { AnswerReport } from '../world/report.ts';
import type { PlatformName } from '../world/seen.ts';
import { latencyMs, platformNames, type Scenario } from './scenario.ts';

/** What is measured of one contestant on one platform. */
interface Measured {
  readonly column: Contestant['column'];
  readonly platform: PlatformName;
  readonly reports: readonly AnswerReport[];
  readonly failure: string | undefined;
}

const answerTimeoutMs = 20_000;
/** Lengths differ so that ends meet the pace of edits at different moments. */
const lengthOf = (run: number) => 600 + 52 * run;

/** Short answers one after another: how soon the first text is visible, and how soon the last. */
export const firstText: Scenario = {
  ids: ['first-text', 'end'],
  name: 'short answers',
  async run({ quick, withoutPeers }) {
    const measured = await measure(footnote, quick ? 1 : 9);
    if (!quick && withoutPeers === undefined)
      measured.push(...(await Promise.all(peers.map((peer) => measure(peer, 5)))).flat());
    return { rows: (['slack', 'discord'] as const).flatMap((platform) => rowsOf(platform, measured)) };
  },
};

async function measure(contestant: Contestant, runs: number): Promise<Measured[]> {
  const { column, platforms } = contestant;
  const reports = platforms.map((): AnswerReport[] => []);
  let failure: string | undefined;
  try {
    await withContestant(contestant, latencyMs, async (world, running) => {
      for (let run = -1; run < runs && failure === undefined; run += 1) {
        const spec = steadyStream(lengthOf(run));
        const numbers = await Promise.all(platforms.map((platform) => world.ask({ platform, spec })));
        const failures = await Promise.all(numbers.map((number) => running.ended(number, answerTimeoutMs)));
        failure = failures.find((one) => one !== undefined);
        // The first answer warms everything up.
        if (run >= 0) for (const [at, number] of numbers.entries()) reports[at]?.push(await world.report(number));
        await world.forget();
      }
    });
  } catch (thrown) {
    failure = reasonOf(thrown);
  }
  return platforms.map((platform, at) => ({ column, platform, reports: reports[at] ?? [], failure }));
}

function rowsOf(platform: PlatformName, all: readonly Measured[]): Row[] {
  const here = all.filter((one) => one.platform === platform);
  const values = (figure: (report: AnswerReport) => number | undefined) =>
    Object.fromEntries(
      here.map(({ column, reports, failure }): [string, Value] => [
        column,
        median(reports.map(figure).filter((value) => value !== undefined)) ?? String(failure),
      ]),
    );
  const first = values((report) => report.firstVisibleMs);
  const where = platformNames[platform];
  const rows: Row[] = [
    {
      id: `first-text-${platform}`,
      figure: `${where}: first text visible after the agent's first`,
      unit: 'ms',
      values: first,
      goal: { kind: 'below', limit: latencyMs + 25 },
    },
    {
      id: `end-${platform}`,
      figure: `${where}: last text visible after the agent's end`,
      unit: 'ms',
      values: values((report) => report.endToFinalMs),
      goal: { kind: 'below', limit: latencyMs + 20 },
    },
  ];
  const { Footnote: own, chat } = first;
  if (typeof own === 'number' && typeof chat === 'number')
    rows.push({
      id: `first-text-${platform}-ahead`,
      figure: `${where}: first text, how far ahead of chat`,
      unit: 'x',
      values: { Footnote: chat / own },
      goal: { kind: 'above', limit: 5.5 },
    });
  return rows;
}
