import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** The bot as a process of its own. */
export interface BotProcess {
  readonly process: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  /** The files in its working directory. */
  written(): Promise<string[]>;
}

/** Starts a command in an empty working directory with nothing but these variables; it is killed with the test. */
async function start(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd?: string,
): Promise<BotProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-process-'));
  const child = spawn(command, args, {
    cwd: cwd ?? folder,
    env: { PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`, HOME: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (data: Buffer) => {
    stdout += data;
  });
  child.stderr?.on('data', (data: Buffer) => {
    stderr += data;
  });
  const ended = once(child, 'close').then(
    ([code, signal]: unknown[]) => (code ?? signal) as number | NodeJS.Signals | null,
  );
  onTestFinished(async () => {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    } catch {
      // It has ended already.
    }
    await rm(folder, { recursive: true, force: true });
  });
  return { process: child, stdout: () => stdout, stderr: () => stderr, ended, written: () => readdir(folder) };
}

/** Starts `node src/main.ts`. */
export const startMain = (env: Readonly<Record<string, string>>) =>
  start(join(root, 'node_modules/.bin/node'), [join(root, 'src/main.ts')], env);

/** Starts `npm start` in the project's folder. */
export const startWithNpm = (env: Readonly<Record<string, string>>) => start('npm', ['start', '--silent'], env, root);
