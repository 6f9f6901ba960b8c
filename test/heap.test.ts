import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const heap = JSON.stringify(join(import.meta.dirname, '../src/heap.ts'));

// Many objects that live for a while: what makes V8 give more and more room to young ones.
const script = (limited: boolean) => `
  const { limitYoungObjects, limitHeap } = await import(${heap});
  if (${limited}) { limitYoungObjects(); limitHeap(); }
  const kept = [];
  for (let round = 0; round < 300; round += 1) {
    for (let at = 0; at < 20_000; at += 1) kept[(round * 20_000 + at) % 400_000] = { round, at, of: [round, at] };
    await new Promise(setImmediate);
  }
  const { getHeapSpaceStatistics } = await import('node:v8');
  console.log(getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size / 2 ** 20);
`;

async function youngMib(limited: boolean): Promise<number> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script(limited)]);
  return Number(stdout);
}

it('a process with many answers keeps the space of young objects small, which V8 alone does not', async () => {
  expect(await youngMib(true)).toBeLessThanOrEqual(32);
  expect(await youngMib(false)).toBeGreaterThan(32);
});
