/** `npm run bench`: measures Footnote and its peers on strict emulators, prints one table, and fails when a goal is missed. */
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { endChildrenAtExit } from './children.ts';
import { readOptions } from './options.ts';
import { installPeers } from './peers.ts';
import { reasonOf } from './reason.ts';
import { isReached, type Row, ratioOf } from './row.ts';
import { complete } from './scenarios/complete.ts';
import { cpu } from './scenarios/core.ts';
import { firstText } from './scenarios/first-text.ts';
import { lag } from './scenarios/lag.ts';
import { limits } from './scenarios/limits.ts';
import { open } from './scenarios/open.ts';
import { perCore } from './scenarios/per-core.ts';
import type { Findings, Scenario } from './scenarios/scenario.ts';
import { start } from './scenarios/start.ts';
import { type Curve, drawCurves } from './svg.ts';
import { formatTable } from './table.ts';

const scenarios: readonly Scenario[] = [start, cpu, perCore, firstText, lag, limits, complete, open];
const { only, quick } = readOptions(process.argv.slice(2));
const wanted = (id: string) => only === undefined || id.startsWith(only);
const chosen = scenarios.filter(({ ids }) => ids.some((id) => wanted(id) || only?.startsWith(id)));
if (chosen.length === 0) {
  console.error(`There is no row ${only}. Rows begin with: ${scenarios.flatMap(({ ids }) => ids).join(', ')}.`);
  process.exit(2);
}

endChildrenAtExit();
const startedAt = performance.now();
const withoutPeers = quick ? 'not wanted' : await installPeers();

const rows: Row[] = [];
const curves: Curve[] = [];
for (const scenario of chosen) {
  const from = performance.now();
  const found = await run(scenario);
  rows.push(...found.rows.filter(({ id }) => wanted(id)));
  curves.push(...(found.curves ?? []));
  console.error(`${scenario.name}: ${Math.round((performance.now() - from) / 1000)} s`);
}

console.log(formatTable(rows));
if (withoutPeers !== undefined) console.log(`\nThe peers are left out: ${withoutPeers}.`);
if (only === undefined && !quick) await writeResults();
const missed = rows.filter((row) => isReached(row) === false);
console.error(`${Math.round((performance.now() - startedAt) / 1000)} s in all. Goals missed: ${missed.length}.`);
process.exit(missed.length === 0 ? 0 : 1);

/** A scenario that breaks leaves its figures open and the others in place. */
async function run({ name, ids, run: measure }: Scenario): Promise<Findings> {
  try {
    return await measure({ quick, withoutPeers });
  } catch (thrown) {
    const Footnote = reasonOf(thrown);
    return {
      rows: ids.map((id) => ({ id, figure: name, unit: '', values: { Footnote }, goal: { kind: 'below', limit: 0 } })),
    };
  }
}

async function writeResults(): Promise<void> {
  const machine = {
    cores: availableParallelism(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
  const results = {
    at: new Date().toISOString(),
    machine,
    rows: rows.map((row) => ({ ...row, ratio: ratioOf(row), reached: isReached(row) })),
  };
  const title = 'An answer of 12,000 characters at 100 deltas a second: what people can read, and when';
  await writeFile(join(import.meta.dirname, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(join(import.meta.dirname, 'results.svg'), drawCurves(curves, title));
}
