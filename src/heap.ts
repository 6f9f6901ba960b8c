import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

const mib = 2 ** 20;
/** Both halves of the space in which objects begin stop growing here; V8 would let them grow to 128 MiB and keeps them. */
const enoughYoungBytes = 16 * mib;
/** How much the space of lasting objects may grow before it is collected again; V8 would let it grow to two or three times. */
const growingPercent = 40;

/**
 * Lets the space of young objects grow to 16 MiB, 32 at most. V8 has a size limit for it only on its command line, but reads
 * how much it may grow each time. Only of use while no code is loaded that runs for long without giving way.
 */
export function limitYoungObjects(): void {
  const bytes = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
  const factor = Math.max(1, Math.floor(enoughYoungBytes / Math.max(bytes, mib)));
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}

/** Makes the process hold little more than what is alive, for somewhat more work. To be called when all code is loaded. */
export function limitHeap(): void {
  setFlagsFromString(`--heap-growing-percent=${growingPercent}`);
  limitYoungObjects();
  // An idle V8 makes the space smaller, and it has to be able to grow again.
  new PerformanceObserver(limitYoungObjects).observe({ entryTypes: ['gc'] });
}
