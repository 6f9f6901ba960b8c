import { setTimeout as sleep } from 'node:timers/promises';
import type { BotProcess } from './bot-process.ts';
import { ActionError } from './pane.ts';

/** `back`: it runs again after it was killed. */
export type BotState = 'running' | 'killed' | 'back';

/** The bot ended before it was ready; it has said why. */
export class BotEndedError extends Error {
  override readonly name = 'BotEndedError';
}

/** The bot, which can be killed as a crash would, and then starts again by itself. */
export interface KillableBot {
  readonly state: BotState;
  /** Resolves when it ended without being killed here, with the exit code or the name of the signal. */
  readonly ended: Promise<number | string>;
  /** Resolves when it is connected. Throws a {@link BotEndedError} when it ends before. */
  start(signal: AbortSignal): Promise<void>;
  /** Resolves when its process is gone; it is started again after that. Throws an {@link ActionError} while it does not run. */
  kill(): Promise<void>;
  /** Calls the listener after every change of the state. */
  onChange(listener: () => void): void;
  stop(): Promise<void>;
}

/** What the services see of the bot. */
interface Seen {
  /** It can be talked to. */
  isReady(): boolean;
  /** It has no connection any more. */
  isGone(): boolean;
}

/** Not started yet. */
export function createKillableBot(startProcess: () => BotProcess, { isReady, isGone }: Seen): KillableBot {
  const stopping = new AbortController();
  const ended = Promise.withResolvers<number | string>();
  const listeners = new Set<() => void>();
  let bot: BotProcess | undefined;
  let state: BotState = 'running';

  function change(next: BotState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  async function start(signal: AbortSignal): Promise<void> {
    const started = startProcess();
    bot = started;
    let hasEnded = false;
    void started.ended.then((how) => {
      hasEnded = true;
      if (started === bot) ended.resolve(how);
    });
    while (!isReady()) {
      if (hasEnded) throw new BotEndedError('The bot ended before it was ready.');
      await sleep(50, undefined, { signal });
    }
  }

  async function restore(): Promise<void> {
    // What is still connected belongs to the process that is gone.
    while (!isGone()) await sleep(20, undefined, { signal: stopping.signal });
    stopping.signal.throwIfAborted();
    await start(stopping.signal);
    change('back');
  }

  return {
    get state() {
      return state;
    },
    ended: ended.promise,
    start,
    async kill() {
      if (!bot || state === 'killed') throw new ActionError('The bot is not running just now.');
      const killed = bot;
      bot = undefined;
      change('killed');
      await killed.kill();
      // Where it fails, the bot has ended or the demo is being stopped.
      restore().catch(() => undefined);
    },
    onChange(listener) {
      listeners.add(listener);
    },
    async stop() {
      stopping.abort();
      await bot?.stop();
    },
  };
}
