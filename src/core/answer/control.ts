import type { Answer, Failure } from './answer.ts';

/** What a person can ask for with a button under an answer. */
export type Control = 'stop' | 'retry' | 'reword' | 'steps' | 'sources';

/** Every control, in the order in which buttons stand. */
export const controls = ['stop', 'retry', 'reword', 'sources', 'steps'] as const satisfies readonly Control[];

/** The buttons that make sense under an answer as it is now. */
export function controlsOf(answer: Answer): readonly Control[] {
  if (answer.state === 'working') return ['stop'];
  const { citations, steps, failure } = answer;
  const wanted: Readonly<Record<Control, boolean>> = {
    stop: false,
    retry: answer.state !== 'complete' && mayHelp(failure),
    reword: answer.reworded === true,
    sources: citations.length > 0 || steps.some(({ pages }) => pages.length > 0),
    steps: steps.length > 0,
  };
  return controls.filter((control) => wanted[control]);
}

/** Whether the same question may be answered at another time, with nothing changed by its asker or the operator. */
function mayHelp(failure: Failure | undefined): boolean {
  if (failure?.isFinal || failure?.hint === 'model-unavailable' || failure?.hint === 'agent-not-found') return false;
  switch (failure?.kind) {
    case 'auth':
    case 'config':
    case 'input':
    case 'no-credit':
      return false;
    default:
      return true;
  }
}
