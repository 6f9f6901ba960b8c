import { type ChildProcess, type ForkOptions, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const running = new Set<ChildProcess>();

/** Follows a child process, so that it ends with this one whatever happens. */
function follow(child: ChildProcess): ChildProcess {
  running.add(child);
  child.once('exit', () => running.delete(child));
  // A process that could not be started tells so by this event alone.
  child.once('error', () => running.delete(child));
  return child;
}

/** Starts a script that answers calls. What it prints is kept from the table; `onOutput` gets it. */
export function forkScript(
  path: string,
  options: ForkOptions,
  args: readonly string[],
  onOutput: (text: string) => void,
): ChildProcess {
  const child = follow(fork(path, args, { ...options, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] }));
  listen(child, onOutput);
  return child;
}

/** Starts a program. */
export function startProgram(
  command: string,
  args: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly cwd: string },
  onOutput: (text: string) => void,
): ChildProcess {
  const child = follow(spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] }));
  listen(child, onOutput);
  return child;
}

function listen(child: ChildProcess, onOutput: (text: string) => void): void {
  child.stdout?.on('data', (data: Buffer) => onOutput(String(data)));
  child.stderr?.on('data', (data: Buffer) => onOutput(String(data)));
}

/** Asks a child to end and ends it when that takes longer than `patienceMs`. */
export async function endChild(child: ChildProcess, patienceMs = 3000): Promise<void> {
  if (!running.has(child)) return;
  const ended = once(child, 'exit');
  // A forked script ends when nobody can call it any more.
  if (child.connected) child.disconnect();
  else child.kill('SIGTERM');
  const timer = new AbortController();
  const late = sleep(patienceMs, undefined, { signal: timer.signal }).then(
    () => child.kill('SIGKILL'),
    () => undefined,
  );
  await ended;
  timer.abort();
  await late;
}

/** Leaves no child behind, however this process ends. */
export function endChildrenAtExit(): void {
  process.once('exit', () => {
    for (const child of running) child.kill('SIGKILL');
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
}
