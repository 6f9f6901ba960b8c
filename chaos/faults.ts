import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SlackEmulator } from '../emulators/slack/index.ts';
import type { Platform } from './history.ts';
import type { Fault, QuestionPlan } from './plan.ts';
import type { Side } from './side.ts';

/** What faults are done to. */
export interface Target {
  readonly sides: Readonly<Record<Platform, Side>>;
  readonly slack: SlackEmulator;
  /** The file of the store. */
  readonly store: string;
  /** What was asked so far, the newest last. */
  readonly asked: readonly QuestionPlan[];
  /** Sends a signal to the process that runs now. */
  signal(signal: NodeJS.Signals): void;
  /** Told of what makes the bot late or deaf through no fault of its own. */
  onDeaf(): void;
}

/** Does one fault; resolves when it is over. Those that last do not hold up the questions. */
export async function doFault(fault: Fault, target: Target): Promise<void> {
  const { sides, slack, asked } = target;
  switch (fault.kind) {
    case 'calls':
      return sides[fault.platform].planCalls(fault);
    case 'outage': {
      target.onDeaf();
      const heal = await sides[fault.platform].outage(fault.how);
      await sleep(fault.forMs);
      return heal();
    }
    case 'reconnect':
      target.onDeaf();
      return sides[fault.platform].reconnect(fault.how);
    case 'reorder': {
      const release = slack.holdEvents();
      await sleep(fault.forMs);
      return release();
    }
    case 'again':
      for (const { platform, marker } of asked.slice(-fault.questions))
        await sides[platform].again(marker, fault.times);
      return;
    case 'pause':
      target.onDeaf();
      target.signal('SIGSTOP');
      await sleep(fault.forMs);
      return target.signal('SIGCONT');
    case 'locked store':
      target.onDeaf();
      return lock(target.store, fault.forMs);
    case 'clock':
      return target.signal('SIGUSR2');
  }
}

/** Keeps everybody else from writing to an SQLite file. */
async function lock(path: string, forMs: number): Promise<void> {
  const database = new DatabaseSync(path, { timeout: 100 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    await sleep(forMs);
    database.exec('ROLLBACK');
  } catch (thrown) {
    // The bot is just writing, or the store does not exist yet: there is nothing to take away from it.
    if (!(thrown instanceof Error && 'errcode' in thrown)) throw thrown;
  } finally {
    database.close();
  }
}
