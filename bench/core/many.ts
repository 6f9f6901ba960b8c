/** Many answers at once in real time, without any call: how much of a core they take. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { systemClock } from '../../src/ops/clock.ts';
import { answerCalls } from '../child-calls.ts';
import { steadyStream } from '../stream.ts';
import { createStage } from './stage.ts';
import { createTicker } from './ticker.ts';
import { waitingPlace } from './waiting-place.ts';

const thinkMs = 500;
const warmUpMs = 4000;

/** Half of the answers on each platform, each in a channel and workspace of its own: the most edits that the platforms allow. */
async function many(count: number, measuredMs: number) {
  const ticker = createTicker(5);
  const chars = Math.ceil((4 * (warmUpMs + measuredMs + 2000)) / 10);
  const spec = { ...steadyStream(chars), thinkMs };
  const stage = await createStage({ clock: systemClock, spec, createPace: ticker.createPace });
  let writes = 0;
  const onWrite = () => {
    writes += 1;
  };
  const place = (at: number) => waitingPlace(at % 2 ? 'slack' : 'discord', `W${at}`, systemClock, onWrite);
  const all = Array.from({ length: count }, (_, at) => stage.answer(place(at)));
  await sleep(thinkMs + warmUpMs);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const before = process.cpuUsage();
  const from = performance.now();
  writes = 0;
  await sleep(measuredMs);
  const { user, system } = process.cpuUsage(before);
  const tookMs = performance.now() - from;
  delay.disable();
  ticker.stop();
  void Promise.allSettled(all);
  return { coreShare: (user + system) / 1000 / tookMs, lagP99Ms: delay.percentile(99) / 1e6, writes, tookMs };
}

answerCalls({
  many(args) {
    const { count, measuredMs } = z.object({ count: z.number(), measuredMs: z.number() }).parse(args);
    return many(count, measuredMs);
  },
});
