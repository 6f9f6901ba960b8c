import type { Plan } from './plan.ts';
import { type Outcome, playScenario } from './scenario.ts';

/** Plays plans, some at once; `onOutcome` is told of each and says whether to go on. */
export async function playAll(
  plans: readonly Plan[],
  { main, atOnce }: { readonly main: string; readonly atOnce: number },
  onOutcome: (outcome: Outcome) => Promise<boolean>,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = plans.values();
  let goesOn = true;

  async function play(): Promise<void> {
    for (const plan of waiting) {
      if (!goesOn) return;
      const outcome = await playScenario(plan, main);
      outcomes.push(outcome);
      goesOn = (await onOutcome(outcome)) && goesOn;
    }
  }

  await Promise.all(Array.from({ length: atOnce }, play));
  return outcomes;
}
