import { join } from 'node:path';
import { endChild, startProgram } from '../bench/children.ts';

/** One process of the bot. */
export interface Bot {
  /** Resolves when it takes questions. Rejects when it ended before. */
  readonly ready: Promise<void>;
  /** Resolves with the exit code or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Ends it and resolves when it is gone. */
  stop(): Promise<void>;
}

/** How a bot is started. */
export interface BotOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Its working directory. */
  readonly folder: string;
  /** The `src/main.ts` to be run. */
  readonly main: string;
  readonly clockJumpMs: number;
  readonly onOutput: (text: string) => void;
}

/** Starts the bot as in production, but that its clock can be made to jump. */
export function startBot({ env, folder, main, clockJumpMs, onOutput }: BotOptions): Bot {
  const isReady = Promise.withResolvers<void>();
  let output = '';
  const child = startProgram(
    process.execPath,
    ['--import', join(import.meta.dirname, 'clock-jump.ts'), main],
    { env: { PATH: process.env['PATH'], HOME: folder, CLOCK_JUMP_MS: String(clockJumpMs), ...env }, cwd: folder },
    (text) => {
      onOutput(text);
      output = `${output}${text}`.slice(-2000);
      if (output.includes('Footnote is ready.')) isReady.resolve();
    },
  );
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  void ended.then(() => isReady.reject(new Error(`The bot ended before it was ready: ${output}`)));
  isReady.promise.catch(() => {});
  return {
    ready: isReady.promise,
    ended,
    signal: (signal) => {
      child.kill(signal);
    },
    stop: async () => {
      // A stopped process cannot end.
      child.kill('SIGCONT');
      await endChild(child, 3000);
    },
  };
}
