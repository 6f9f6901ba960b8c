import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const tests = (folders: string) => `test/${folders}/**/*.test.ts`;
/** What talks to adapters, services, processes or browsers, and so waits more than it works. */
const whole = tests('{adapters,browser,e2e,storage}');
/** discord.js and Bolt bring copies of undici, of which the one that a process loads first serves both. */
const discord = 'test/emulators/discord*.test.ts';

export default defineConfig({
  test: {
    // A test waits for what has to come, however busy the machine is; only one that fails takes so long.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000, interval: 20 } },
    // Most of the work was to load the bot and its packages anew for every file.
    isolate: false,
    // Vitest leaves one core to itself, which is half of two.
    maxWorkers: availableParallelism(),
    reporters: process.env['CI'] ? ['default', ['json', { outputFile: '.vitest.json' }]] : ['default'],
    projects: [
      { extends: true, test: { name: 'unit', include: [tests('**')], exclude: [whole, tests('emulators')] } },
      { extends: true, test: { name: 'emulators', include: [tests('emulators')], exclude: [discord] } },
      { extends: true, test: { name: 'discord', include: [discord] } },
      { extends: true, test: { name: 'whole', include: [whole] } },
    ],
  },
});
