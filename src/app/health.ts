import type { PlatformAdapter } from '../core/ports/platform.ts';
import type { Clock } from '../core/ports/system.ts';
import { troubleOf } from '../core/upkeep/silence.ts';
import type { Health } from '../ops/http-server.ts';
import type { Agents } from './agents.ts';
import type { Stores } from './stores.ts';

/** What the readiness is made of. */
export interface HealthSources {
  readonly adapters: readonly PlatformAdapter[];
  readonly agents: Agents['agents'];
  readonly stores: Pick<Stores, 'ping'>;
  readonly clock: Clock;
  /** Aborts when the bot begins to stop. */
  readonly running: AbortSignal;
}

/** Makes the function that says whether every part can do its work, and why those that cannot do not. */
export function createHealth({ adapters, agents, stores, clock, running }: HealthSources): () => Promise<Health> {
  return async () => {
    const reasons: Record<string, string> = {};
    if (running.aborted) reasons['bot'] = 'is shutting down';
    for (const adapter of adapters) {
      const trouble = troubleOf(adapter, clock);
      if (trouble) reasons[adapter.platform] = trouble;
    }
    for (const agent of agents.values()) {
      void agent.refresh?.(running);
      const problem = agent.problem?.();
      if (problem !== undefined) reasons[agent.name] = problem;
    }
    await stores.ping().catch(() => {
      reasons['store'] = 'does not answer';
    });
    return { ready: Object.keys(reasons).length === 0, reasons };
  };
}
