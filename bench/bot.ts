import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { botEnvironment, unlimitedQuestions } from '../emulators/bot-environment.ts';
import { endChild, startProgram } from './children.ts';
import type { Addresses } from './world/addresses.ts';

/** What the bot's `/metrics` tell. */
export interface BotSample {
  /** CPU time of the process so far, all threads, in milliseconds. */
  readonly cpuMs: number;
  readonly memoryMb: number;
  /** The 99th percentile of the event loop's delay since the sample before, by `monitorEventLoopDelay`, in milliseconds. */
  readonly loopLagP99Ms: number;
}

/** The bot in a process of its own, started as in production. */
export interface Bot {
  /** From the start of the process until `/readyz` answered 200. */
  readonly readyMs: number;
  sample(): Promise<BotSample>;
  /** What it has printed. */
  output(): string;
  stop(): Promise<void>;
}

const startTimeoutMs = 15_000;
const main = join(import.meta.dirname, '../src/main.ts');

/** What `npm start` tells Node. */
function startFlags(): readonly string[] {
  const text = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8');
  const { scripts } = z.object({ scripts: z.object({ start: z.string() }) }).parse(JSON.parse(text));
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

/** Starts the bot on the emulators of a world and waits until it is ready. */
export async function startBot(emulators: Addresses): Promise<Bot> {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-bench-'));
  const port = await freePort();
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    ...botEnvironment(emulators),
    // What is measured is the bot, not its patience: one person asks all the questions.
    ...unlimitedQuestions,
    STORE_URL: `sqlite:${join(folder, 'footnote.db')}`,
    PORT: String(port),
    DRAIN_MS: '0',
  };
  let output = '';
  const args = process.env['BENCH_PROFILE'] ? ['--cpu-prof', '--cpu-prof-dir', process.env['BENCH_PROFILE']] : [];
  const startedAt = performance.now();
  const child = startProgram(process.execPath, [...startFlags(), ...args, main], { env, cwd: folder }, (text) => {
    output += text;
  });
  const stop = async () => {
    await endChild(child, 10_000);
    await rm(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;

  async function sample(): Promise<BotSample> {
    const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(10_000) });
    const text = await response.text();
    const metric = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
    return {
      cpuMs: 1000 * metric('process_cpu_seconds_total'),
      memoryMb: metric('process_resident_memory_bytes') / 2 ** 20,
      loopLagP99Ms: 1000 * metric('nodejs_eventloop_lag_p99_seconds'),
    };
  }

  try {
    while (!(await isReady(url))) {
      if (child.exitCode !== null || performance.now() - startedAt > startTimeoutMs)
        throw new Error(`The bot did not start: ${output}`);
      await sleep(10);
    }
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return {
    readyMs: performance.now() - startedAt,
    sample,
    output: () => output,
    stop,
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1000) })).status === 200;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
