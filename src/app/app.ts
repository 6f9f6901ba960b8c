import { type Config, ConfigError, secretsOf } from '../config/index.ts';
import type { Policy } from '../core/asking/policy.ts';
import { toFootnoteError } from '../core/errors.ts';
import type { AgentDefinition } from '../core/ports/agent.ts';
import type { PlatformAdapter } from '../core/ports/platform.ts';
import type { Clock, Logger } from '../core/ports/system.ts';
import { createEditBudget } from '../core/reply/edit-budget.ts';
import { systemClock } from '../ops/clock.ts';
import { createHttpServer, type HttpServer } from '../ops/http-server.ts';
import { createLogger } from '../ops/logger.ts';
import { createMetrics } from '../ops/metrics.ts';
import { wordsFor } from '../words/index.ts';
import type { Catalogue } from '../words/words.ts';
import { createAgents } from './agents.ts';
import { createDoors, type Doors } from './doors.ts';
import { createHealth } from './health.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { createPlatforms } from './platforms.ts';
import { openStores, type Stores } from './stores.ts';
import { ownTemplates, readTemplates } from './templates.ts';
import { startWork } from './upkeep.ts';

/** What a test may bring; production brings nothing. */
export interface AppOptions {
  readonly clock?: Clock;
  readonly limits?: Partial<Limits>;
  readonly logger?: Logger;
  /** They judge each question before the limits of running questions do. */
  readonly policies?: readonly Policy[];
  /** Agents besides those that come with Footnote. */
  readonly agents?: readonly AgentDefinition<undefined>[];
  /** The language that the bot speaks. */
  readonly catalogue?: Catalogue;
}

/** The running bot. */
export interface RunningFootnote {
  /** The port that the HTTP server listens on. */
  readonly port: number;
  /** Takes in nothing new, lets answers end within the configured time, and disconnects. Never throws; a second call waits for the first. */
  stop(): Promise<void>;
  /** Resolves if another process takes this one for dead and goes on with its questions: then this one is to end. */
  readonly replaced: Promise<void>;
}

/** Starts the bot and resolves when every configured platform is connected. Throws a `FootnoteError`; nothing is left running then. */
export async function startFootnote(config: Config, options: AppOptions = {}): Promise<RunningFootnote> {
  const logger = options.logger ?? createLogger({ level: config.logLevel, secrets: secretsOf(config) });
  const metrics = createMetrics();
  const system = { clock: options.clock ?? systemClock, logger, metrics };
  const limits = { ...defaultLimits, ...options.limits };
  const templates = readTemplates([ownTemplates, ...(config.templatesDir ? [config.templatesDir] : [])]);
  const stores = await openStores(config, system);
  const asking = () => doors.asking;
  const { knownAgents, agents } = createAgents(config, limits, { ...system, templates, asking }, options.agents);
  const words = options.catalogue?.(knownAgents) ?? wordsFor('en', knownAgents);
  const shared = { ...system, budget: createEditBudget(system), templates: [...templates.keys()] };
  const doors = createDoors(config, {
    ...shared,
    limits,
    stores,
    agents,
    policies: options.policies ?? [],
    knownAgents,
    phrases: words,
    adapters: () => adapters,
  });
  const { buttons, edits, reception } = doors;
  const { ledger, index } = stores;
  const knocking = { accept: reception.accept, buttons, edits };
  const { adapters, mounts } = await createPlatforms(config, {
    ...shared,
    ...knocking,
    agents: knownAgents,
    words,
    ledger,
    index,
  });

  const running = new AbortController();
  const health = createHealth({ adapters, agents, stores, clock: system.clock, running: running.signal });
  const server = createHttpServer({ host: config.host, port: config.port, health, metrics, logger, mounts });
  const replaced = Promise.withResolvers<void>();
  const parts = { doors, adapters, server, stores, logger };
  const times = { graceMs: config.drainMs, settleMs: limits.settleMs };
  const stop = () => {
    running.abort();
    return stopAll(parts, times);
  };
  let stopping: Promise<void> | undefined;
  const onReplaced = () => {
    logger.error({}, 'Another process took this one for dead and goes on with its questions: this one ends.');
    replaced.resolve();
  };

  try {
    for (const agent of agents.values()) void agent.refresh?.(running.signal);
    const { port } = await server.start();
    await startWork(config, { ...system, doors, stores, adapters }, onReplaced, running.signal);
    const ready = { port, platforms: adapters.map(({ platform }) => platform), agents: [...agents.keys()] };
    logger.info(ready, 'Footnote is ready.');
    return {
      port,
      replaced: replaced.promise,
      stop() {
        stopping ??= stop().then(() => logger.info({}, 'Footnote has stopped.'));
        return stopping;
      },
    };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

/** What to tell the operator of a start that failed, and the exit code: 78 (`EX_CONFIG`) for a configuration that cannot be used. */
export function describeStartError(thrown: unknown): { readonly message: string; readonly exitCode: number } {
  if (thrown instanceof ConfigError) return { message: thrown.message, exitCode: 78 };
  const error = toFootnoteError(thrown);
  const message = error.kind === 'bug' ? (error.stack ?? error.message) : error.message;
  return { message, exitCode: error.kind === 'config' ? 78 : 1 };
}

interface Parts {
  readonly doors: Doors;
  readonly adapters: readonly PlatformAdapter[];
  readonly server: HttpServer;
  readonly stores: Stores;
  readonly logger: Logger;
}

async function stopAll(
  { doors, adapters, server, stores, logger }: Parts,
  { graceMs, settleMs }: { readonly graceMs: number; readonly settleMs: number },
): Promise<void> {
  doors.reception.close();
  await Promise.allSettled(adapters.map((adapter) => adapter.pause()));
  await doors.runs.drain(graceMs, settleMs);
  const steps = [...adapters.map((adapter) => adapter.stop()), server.stop(), stores.close()];
  for (const result of await Promise.allSettled(steps)) {
    if (result.status === 'rejected')
      logger.warn({ err: toFootnoteError(result.reason) }, 'A part did not stop cleanly.');
  }
  stores.ledger.close();
}
