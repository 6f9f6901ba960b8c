import type { Contestant, Running } from './contestant.ts';
import { startWorld, type World } from './world.ts';

/** Runs something in a world of its own, which ends with it. */
export async function inWorld<T>(latencyMs: number, run: (world: World) => Promise<T>, rateLimits = true): Promise<T> {
  const world = await startWorld(latencyMs, rateLimits);
  try {
    return await run(world);
  } finally {
    await world.stop();
  }
}

/** The same with a contestant at work. */
export const withContestant = <T>(
  contestant: Contestant,
  latencyMs: number,
  run: (world: World, running: Running) => Promise<T>,
): Promise<T> =>
  inWorld(latencyMs, async (world) => {
    const running = await contestant.start(world);
    try {
      return await run(world, running);
    } finally {
      await running.stop();
    }
  });
