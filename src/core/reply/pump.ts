import type { Clock } from '../ports/system.ts';

/** What came of one step. */
export type StepOutcome = 'went-on' | 'nothing-to-do' | 'ended';

export interface PumpOptions {
  readonly clock: Pick<Clock, 'sleep'>;
  /** Does the next thing that there is to do. Must not reject. */
  readonly step: () => Promise<StepOutcome>;
  /** How soon to look again where nothing was to be done for what came last. */
  readonly lookAgainMs: () => number;
  /** Aborts when the end is wanted, from when on nothing is waited for. */
  readonly finishing: AbortSignal;
}

/** Takes one step after the other while there is something to do. */
export interface Pump {
  /** Something new is wanted. The first call starts it. */
  wake(): void;
  /** When the last step was taken; before the first call of `wake`, at once. */
  ended(): Promise<void>;
}

/** A pump that stands still. */
export function createPump({ clock, step, lookAgainMs, finishing }: PumpOptions): Pump {
  let news = 0;
  let ring = () => {};
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    let woken = false;
    for (;;) {
      const known = news;
      const outcome = await step();
      if (outcome === 'ended') return;
      if (outcome === 'went-on') {
        woken = false;
        continue;
      }
      if (woken) await clock.sleep(lookAgainMs(), finishing);
      if (news === known && !finishing.aborted)
        await new Promise<void>((resolve) => {
          ring = resolve;
        });
      woken = true;
    }
  }

  return {
    wake() {
      news += 1;
      running ??= run();
      ring();
    },
    ended: async () => running,
  };
}
