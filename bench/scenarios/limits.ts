import { type Contestant, footnote, peers } from '../contestant.ts';
import { earliestSlots } from '../measure/slots.ts';
import { reasonOf } from '../reason.ts';
import type { Column, Row, Value } from '../row.ts';
import { withContestant } from '../session.ts';
import type { StreamSpec } from '../stream.ts';
import type { AnswerReport } from '../world/report.ts';
import type { PlatformName } from '../world/seen.ts';
import type { World } from '../world.ts';
import { latencyMs, platformNames, type Scenario } from './scenario.ts';

interface Measured {
  readonly column: Column;
  readonly platform: PlatformName;
  readonly count: number;
  readonly limited?: number;
  readonly completeness?: number;
  /** By how much the latest final text came after the moment that the platform's limit allowed; undefined where no limit is shared. */
  readonly beyondSlotMs?: number | undefined;
  readonly latestFinalMs?: number;
  readonly failure?: string | undefined;
}

/** 6,000 characters in half a minute: an answer that fits one message on Slack. */
const spec: StreamSpec = { chars: 6000, charsPerDelta: 4, deltaMs: 20, thinkMs: 1500 };
const answerTimeoutMs = 75_000;
const fewer = [1, 5] as const;
const most = 20;
const counts = [...fewer, most];
/** Slack's Tier 3 for `chat.update`; the bot counts its window a little longer because requests travel. */
const updates = { limit: 50, windowMs: 60_150 };
/** A write may be on its way when the agent ends, and the machine has other work. */
const toleranceMs = 250;

/** Several answers at once in one workspace: whether the platform ever says 429, and when their last texts come. */
export const limits: Scenario = {
  ids: ['limited', 'final'],
  name: '1, 5 and 20 answers at once',
  async run({ quick, withoutPeers }) {
    // The most alone: the agent's streams and the emulators take a good part of a core.
    const measured = [...(await Promise.all(fewer.map((count) => measure(footnote, count)))).flat()];
    measured.push(...(await measure(footnote, most)));
    if (!quick && withoutPeers === undefined)
      measured.push(...(await Promise.all(peers.map((peer) => measure(peer, most)))).flat());
    return { rows: (['slack', 'discord'] as const).flatMap((platform) => rowsOf(platform, measured)) };
  },
};

async function measure(contestant: Contestant, count: number): Promise<readonly Measured[]> {
  const { column, platforms } = contestant;
  try {
    return await withContestant(contestant, latencyMs, async (world, running) => {
      const one = async (platform: PlatformName): Promise<Measured> => {
        const numbers = await Promise.all(Array.from({ length: count }, () => world.ask({ platform, spec })));
        const failures = await Promise.all(numbers.map((number) => running.ended(number, answerTimeoutMs)));
        const reports = await Promise.all(numbers.map((number) => world.report(number)));
        const { limited } = await world.counts(platform);
        return {
          column,
          platform,
          count,
          limited,
          completeness: Math.min(...reports.map(({ completeness }) => completeness)),
          latestFinalMs: Math.max(...reports.map(({ endToFinalMs = 0 }) => endToFinalMs)),
          beyondSlotMs: await beyondSlots(world, platform, reports),
          failure: failures.find((failure) => failure !== undefined),
        };
      };
      return await Promise.all(platforms.map(one));
    });
  } catch (thrown) {
    return platforms.map((platform) => ({ column, platform, count, failure: reasonOf(thrown) }));
  }
}

/**
 * Compares the final texts, in order, with the moments at which the limit had room for that many more edits. Discord
 * counts each thread for itself, so that its finals wait for nothing but their own.
 */
async function beyondSlots(world: World, platform: PlatformName, reports: readonly AnswerReport[]): Promise<number> {
  const ends = reports.map(({ endedAt = 0 }) => endedAt);
  if (platform === 'discord') return Math.max(...reports.map(({ endToFinalMs = 0 }) => endToFinalMs - latencyMs));
  const made = await world.callTimes('slack', 'chat.update');
  const slots = earliestSlots(made, Math.max(...ends), reports.length, updates);
  const finals = reports.map(({ finalAt }) => finalAt).toSorted((a, b) => a - b);
  return Math.max(...finals.map((final, at) => final - (slots[at] ?? 0) - latencyMs));
}

function rowsOf(platform: PlatformName, all: readonly Measured[]): readonly Row[] {
  const where = platformNames[platform];
  const values = (count: number, figure: (measured: Measured) => number | undefined) =>
    Object.fromEntries(
      all
        .filter((one) => one.platform === platform && one.count === count)
        .map((one): [string, Value] => [one.column, figure(one) ?? String(one.failure)]),
    );
  const figure = (count: number, words: string) => `${where}: ${words}, ${count} answer${count > 1 ? 's' : ''} at once`;
  return [
    ...counts.map(
      (count): Row => ({
        id: `limited-${platform}-${count}`,
        figure: figure(count, '429s'),
        unit: '',
        values: values(count, ({ limited }) => limited),
        goal: { kind: 'below', limit: 0 },
      }),
    ),
    {
      id: `final-complete-${platform}`,
      figure: figure(most, 'words visible of the least complete'),
      unit: '%',
      values: values(most, ({ completeness }) => completeness && completeness * 100),
      goal: { kind: 'above', limit: 100 },
    },
    {
      id: `final-last-${platform}`,
      figure: figure(most, 'latest final text after its end'),
      unit: 'ms',
      values: values(most, ({ latestFinalMs, failure }) => (failure === undefined ? latestFinalMs : undefined)),
    },
    ...counts.map(
      (count): Row => ({
        id: `final-bound-${platform}-${count}`,
        figure: figure(count, 'final text later than the limit explains'),
        unit: 'ms',
        values: { Footnote: values(count, ({ beyondSlotMs }) => beyondSlotMs)['Footnote'] ?? 'not measured' },
        goal: { kind: 'below', limit: toleranceMs },
      }),
    ),
  ];
}
