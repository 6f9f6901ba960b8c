import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Environment } from '../src/config/index.ts';

/** The bot, in a process of its own. */
export interface BotProcess {
  /** Resolves when it ended, with the exit code or the name of the signal. */
  readonly ended: Promise<number | string>;
  /** Asks it to stop, and ends it when that takes too long. Resolves when it ended. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. Resolves when it ended. */
  kill(): Promise<void>;
}

/** How long a stop may take. The bot waits for answers in flight (1 s in the demo) and for its last writes (5 s). */
const stopMs = 10_000;

/** Starts the bot as `npm start` does. Its output goes to this process's. */
export function startBotProcess(variables: Environment): BotProcess {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main], { env: variables, stdio: ['ignore', 'inherit', 'inherit'] });
  const ended = endOf(child);
  const running = () => child.exitCode === null && child.signalCode === null;
  // Whatever ends this process must not leave the bot behind.
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  void ended.then(() => process.off('exit', killAtExit));

  return {
    ended,
    async stop() {
      if (running()) child.kill('SIGTERM');
      const timer = new AbortController();
      const late = sleep(stopMs, undefined, { signal: timer.signal }).then(
        () => child.kill('SIGKILL'),
        () => undefined,
      );
      await ended;
      timer.abort();
      await late;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function endOf(child: ChildProcess): Promise<number | string> {
  try {
    await once(child, 'exit');
  } catch {
    return 'not started';
  }
  return child.exitCode ?? child.signalCode ?? 'unknown';
}
