import type { Broken } from './judge.ts';
import { steps } from './plan.ts';
import type { Outcome } from './scenario.ts';

const kinds: readonly Broken[] = [
  'lost',
  'doubled',
  'stuck',
  'out of order',
  'charged twice',
  'cut',
  'rule',
  'crashed',
];

/** One scenario in a line, and a line for each broken promise. */
export function describeOutcome({ plan, history, findings, deaths }: Outcome): string {
  const accepted = history.questions.filter((question) => question.accepted === 'yes').length;
  const ends = deaths.map(
    ({ signal, step, delayMs, atStep }) =>
      `${signal} ${atStep ? 'at' : 'without'} ${step}${delayMs > 0 ? ` + ${delayMs} ms` : ''}`,
  );
  const faults = plan.faults.map(({ fault }) => fault.kind);
  const head = `seed ${plan.seed}: ${history.questions.length} questions, ${accepted} surely taken; ${ends.join(', ')}; ${faults.join(', ')}`;
  const lines = findings.map(
    ({ broken, marker, seen }) => `  ${broken.toUpperCase()} ${marker}: ${seen} (npm run chaos -- --seed ${plan.seed})`,
  );
  return [head, ...lines].join('\n');
}

/** All scenarios: how often each promise was broken, where the processes died, and how many runs kept all promises. */
export function describeTotals(outcomes: readonly Outcome[], tookMs: number): string {
  const findings = outcomes.flatMap((outcome) => outcome.findings);
  const runs = outcomes.flatMap(({ history }) => history.questions);
  const counts = kinds.map((kind) => `${kind} ${findings.filter(({ broken }) => broken === kind).length}`);
  const deaths = outcomes.flatMap((outcome) => outcome.deaths);
  const where = steps.map((step) => `${step} ${deaths.filter((death) => death.step === step && death.atStep).length}`);
  const failed = outcomes.reduce(
    (sum, outcome) => sum + new Set(outcome.findings.map(({ marker, seen }) => marker || seen)).size,
    0,
  );
  const accepted = (answer: string) => runs.filter((run) => run.accepted === answer).length;
  return [
    `Taken for sure: ${accepted('yes')}, perhaps: ${accepted('perhaps')}, not taken: ${accepted('no')}.`,
    `Processes ended: ${deaths.length}, at the steps: ${where.join(', ')}.`,
    `Rules that no bot could have kept meanwhile: ${tally(outcomes.flatMap(({ history }) => history.excused))}.`,
    `Broken promises: ${counts.join(', ')}.`,
    `${Math.round(tookMs / 1000)} s.`,
    `${Math.max(0, runs.length - failed)} passed, ${failed} failed`,
  ].join('\n');
}

function tally(names: readonly string[]): string {
  const counted = [...Map.groupBy(names, (name) => name)].map(([name, all]) => `${name} ${all.length}`);
  return counted.length === 0 ? 'none' : counted.join(', ');
}
