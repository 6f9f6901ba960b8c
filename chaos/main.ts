/** `npm run chaos`: random faults on the emulators, and what people see in the end compared with what is promised. */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { endChildrenAtExit } from '../bench/children.ts';
import { readOptions } from './options.ts';
import { createPlan, type Plan, questionsOfAll } from './plan.ts';
import { copyWith, type Plant, plants } from './planted.ts';
import { playAll } from './play-all.ts';
import { describeOutcome, describeTotals } from './report.ts';
import type { Outcome } from './scenario.ts';

const { runs, seed = Date.now() % 2 ** 31, atOnce, planted, verbose } = readOptions(process.argv.slice(2));
endChildrenAtExit();
process.exit(planted ? await catchAll() : await playBot());

/** Plays the bot itself; the exit code. */
async function playBot(): Promise<number> {
  const plans = plansFor(runs ?? questionsOfAll);
  console.log(`Scenarios: ${plans.length}, seeds ${seed} to ${seed + plans.length - 1}.`);
  const startedAt = performance.now();
  const main = join(import.meta.dirname, '../src/main.ts');
  const outcomes = await playAll(plans, { main, atOnce }, async (outcome) => {
    console.log(describeOutcome(outcome));
    if (verbose) console.log(outcome.output);
    if (outcome.findings.length > 0) await keep(outcome);
    return true;
  });
  console.log(describeTotals(outcomes, performance.now() - startedAt));
  return outcomes.some(({ findings }) => findings.length > 0) ? 1 : 0;
}

/** As many scenarios as it takes for so many questions, one seed after the other; the last may be shorter. */
function plansFor(questions: number): readonly Plan[] {
  const plans: Plan[] = [];
  for (let left = questions; left > 0; left -= questionsOfAll)
    plans.push(createPlan(seed + plans.length, Math.min(left, questionsOfAll)));
  return plans;
}

/** Keeps what the bot printed and what people saw, for whoever looks for the reason. */
async function keep({ plan, output, history }: Outcome): Promise<void> {
  const path = join(tmpdir(), `footnote-chaos-${plan.seed}.txt`);
  const seen = inspect({ plan, history }, { depth: 6, maxArrayLength: null, breakLength: 160 });
  await writeFile(path, `${output}\n${seen}\n`);
  console.log(`  More in ${path}`);
}

/** Plants each mistake into a copy of the bot and plays that until the mistake is noticed; the exit code. */
async function catchAll(): Promise<number> {
  let missed = 0;
  for (const plant of plants) {
    const caught = await catchOne(plant);
    console.log(`${caught ? 'caught' : 'MISSED'}: ${plant.name}${caught ? ` (${caught})` : ''}`);
    if (!caught) missed += 1;
  }
  console.log(`${plants.length - missed} passed, ${missed} failed`);
  return missed === 0 ? 0 : 1;
}

async function catchOne(plant: Plant): Promise<string | undefined> {
  const { main, remove } = await copyWith(plant);
  const plans = plansFor(runs ?? 20 * questionsOfAll).map((plan) => plant.play?.(plan) ?? plan);
  let caught: string | undefined;
  try {
    await playAll(plans, { main, atOnce }, async ({ plan, findings }) => {
      const finding = findings.find(({ broken }) => plant.breaks.includes(broken));
      if (finding) caught ??= `seed ${plan.seed}, ${finding.broken} ${finding.marker}: ${finding.seen}`;
      return caught === undefined;
    });
  } finally {
    await remove();
  }
  return caught;
}
