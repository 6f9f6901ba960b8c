import { createDiscordRender, renderDiscordDetails } from './adapters/discord/render/discord.ts';
import { createSlackRender, renderSlackDetails } from './adapters/slack/render/slack.ts';
import { createReigentAgent } from './agents/reigent/client.ts';
import { createReigentProfile } from './agents/reigent/profile.ts';
import { createRekaAgent, type RekaTimeouts } from './agents/reka/client.ts';
import { type Config, ConfigError, secretsOf } from './config.ts';
import type { AgentProfile } from './core/answer/answer.ts';
import { controls } from './core/answer/control.ts';
import type { ConversationLimits } from './core/answer/conversation.ts';
import { createAdmission } from './core/asking/admission.ts';
import { createButtons } from './core/doors/buttons.ts';
import { createEdits, createRestore, withNewWording } from './core/doors/edits.ts';
import { createReception, type Reception } from './core/doors/reception.ts';
import { FootnoteError, toFootnoteError } from './core/errors.ts';
import type { Agent } from './core/ports/agent.ts';
import type { Buttons, Edits, PlatformAdapter } from './core/ports/platform.ts';
import type { RunStore } from './core/ports/stores.ts';
import type { Clock, Logger, Metrics } from './core/ports/system.ts';
import type { AgentName } from './core/question/question.ts';
import type { Templates } from './core/question/template.ts';
import { createEditBudget, type EditBudget } from './core/reply/edit-budget.ts';
import { createKeyedQueue } from './core/runs/keyed-queue.ts';
import { createRuns, type Runs } from './core/runs/runs.ts';
import { keepLease } from './core/upkeep/lease.ts';
import { pruneRuns } from './core/upkeep/pruning.ts';
import { askAgain, prepareRecovery } from './core/upkeep/recovery.ts';
import { troubleOf, watchSilence } from './core/upkeep/silence.ts';
import { systemClock } from './ops/clock.ts';
import { createHttpServer, type Handler, type Health } from './ops/http-server.ts';
import { createLogger } from './ops/logger.ts';
import { createMetrics } from './ops/metrics.ts';
import { thisProcess } from './ops/this-process.ts';
import { createConversationIndex } from './storage/conversation-index.ts';
import { createHistoryStore } from './storage/history.ts';
import { rememberedForMs } from './storage/keyspace.ts';
import { openRuns } from './storage/open-runs.ts';
import { openStore, type Store } from './storage/open-store.ts';
import { ownTemplates, readTemplates } from './storage/templates.ts';
import { createBuiltInTools } from './tools/built-in-tools.ts';
import { phrases } from './words/en.ts';

/** Numbers that a test may change. Production uses the defaults. */
export interface Limits {
  /** How much of a conversation is kept in the store. */
  readonly kept: ConversationLimits;
  /** How often the last write of an answer is tried. */
  readonly maxFinalAttempts: number;
  /** How long a question waits for its turn before it is given up, with a word in its reply. */
  readonly maxWaitMs: number;
  /** How long a stop waits for the last writes of answers that it ended early. */
  readonly settleMs: number;
  /** Timeouts of the agents; each agent's own defaults unless given. */
  readonly agentTimeouts?: Partial<RekaTimeouts> | undefined;
}

/** What a test may bring; production brings nothing. */
export interface AppOptions {
  readonly clock?: Clock;
  readonly limits?: Partial<Limits>;
  readonly logger?: Logger;
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

const defaults: Limits = {
  kept: { maxTurns: 50, maxChars: 400_000 },
  maxFinalAttempts: 8,
  maxWaitMs: 600_000,
  settleMs: 5000,
};

/** Starts the bot and resolves when every configured platform is connected. Throws a `FootnoteError`; nothing is left running then. */
export async function startFootnote(config: Config, options: AppOptions = {}): Promise<RunningFootnote> {
  const { clock = systemClock } = options;
  const limits = { ...defaults, ...options.limits };
  const logger = options.logger ?? createLogger({ level: config.logLevel, secrets: secretsOf(config) });
  const metrics = createMetrics();
  const templates = readTemplates([ownTemplates, ...(config.templatesDir ? [config.templatesDir] : [])]);
  const { leaseMs } = config;
  const ledger = openRuns(config.storeUrl, config.runsFile, {
    logger,
    holder: { ...thisProcess, leaseMs },
    onFailure: () => metrics.storageFailed('ledger'),
  });
  const store = await openStore(config.storeUrl, { onFailure: () => metrics.storageFailed('conversations') }).catch(
    (thrown: unknown) => {
      ledger.close();
      throw thrown;
    },
  );
  const history = createHistoryStore(store.keyspace('history'));
  const budget = createEditBudget({ clock });
  const runs = createRuns({ ...limits, history, ledger, budget, clock, logger, metrics });
  const admission = createAdmission(config.running);
  const turns = createKeyedQueue();
  const profile = config.reigent && createReigentProfile({ ...config.reigent, clock, logger });
  const agents = createAgents(config, templates, limits, { clock, logger, profile: () => profile?.current() });
  const { defaultAgent } = config;
  const reception = createReception({
    ...limits,
    agents,
    defaultAgent,
    runs,
    turns,
    admission,
    ledger,
    history,
    phrases,
    clock,
    logger,
    metrics,
    templates: [...templates.keys()],
  });
  const asking = { ledger, agents, runs, admission };
  const perQuestion = createKeyedQueue();
  const restore = createRestore(() => adapters);
  const buttons = createButtons({
    runs,
    runStore: ledger,
    history,
    retry: (run) => askAgain(run, { ...asking, adapters, clock }),
    reworded: (run) => withNewWording(run, { reception, restore }),
    perQuestion,
    phrases,
    logger,
  });
  const ports = { budget, clock, logger, metrics };
  const edits = createEdits({
    ...limits,
    ...ports,
    ledger,
    reception,
    runs,
    turns,
    perQuestion,
    history,
    restore,
  });
  const names = [...templates.keys()];
  const { adapters, mounts } = await createAdapters(config, store, ledger, reception, names, { buttons, edits }, ports);

  const running = new AbortController();
  const replaced = Promise.withResolvers<void>();
  let stopping: Promise<void> | undefined;
  const health = async (): Promise<Health> => {
    const reasons: Record<string, string> = {};
    if (stopping) reasons['bot'] = 'is shutting down';
    for (const adapter of adapters) {
      const trouble = troubleOf(adapter, clock);
      if (trouble) reasons[adapter.platform] = trouble;
    }
    void profile?.refresh(running.signal);
    const problem = profile?.problem();
    if (problem !== undefined) reasons['reigent'] = problem;
    await store.ping().catch(() => {
      reasons['store'] = 'does not answer';
    });
    return { ready: Object.keys(reasons).length === 0, reasons };
  };
  const { host, port: wantedPort } = config;
  const server = createHttpServer({ host, port: wantedPort, health, metrics, logger, mounts });

  async function stopAll(): Promise<void> {
    running.abort();
    await drain(reception, runs, adapters, config.drainMs, limits.settleMs);
    await settleAll([...adapters.map((adapter) => adapter.stop()), server.stop(), store.close()], logger);
    ledger.close();
  }

  try {
    void profile?.refresh(running.signal);
    const { port } = await server.start();
    const recovery = { ...asking, adapters, reception, turns, logger, reask: config.reaskAfterCrash };
    // Before anything new can be accepted, which is not left from earlier.
    const takeUp = await prepareRecovery(recovery);
    // What is said from now on comes after what was said before.
    const release = reception.hold();
    await startAdapters(adapters);
    void takeUp().then(release);
    void watchSilence({ adapters, clock, logger, metrics }, running.signal);
    void pruneRuns({ ledger, clock, logger }, rememberedForMs, running.signal);
    void keepLease({ ...recovery, clock, leaseMs }, running.signal).then((isReplaced) => {
      if (!isReplaced) return;
      logger.error({}, 'Another process took this one for dead and goes on with its questions: this one ends.');
      replaced.resolve();
    });
    logger.info(
      { port, platforms: adapters.map(({ platform }) => platform), agents: Object.keys(agents) },
      'Footnote is ready.',
    );
    return {
      port,
      replaced: replaced.promise,
      stop() {
        stopping ??= stopAll().then(() => logger.info({}, 'Footnote has stopped.'));
        return stopping;
      },
    };
  } catch (thrown) {
    stopping = stopAll();
    await stopping;
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

function createAgents(
  { reka, reigent }: Config,
  templates: Templates,
  limits: Limits,
  ports: { clock: Clock; logger: Logger; profile: () => AgentProfile | undefined },
): Partial<Record<AgentName, Agent>> {
  const timeouts = limits.agentTimeouts;
  const research = reka && createRekaAgent({ ...reka, ...ports, templates, timeouts });
  const tools = createBuiltInTools(research, ports.clock);
  return {
    ...(research && { research }),
    ...(reigent && { reigent: createReigentAgent({ ...reigent, ...ports, tools, timeouts }) }),
  };
}

// Each platform's SDK takes a third of a second and 80 MB to load, so only the configured ones are.
async function createAdapters(
  config: Config,
  store: Store,
  ledger: RunStore,
  { accept }: Reception,
  templates: readonly string[],
  doors: { buttons: Buttons; edits: Edits },
  ports: { budget: EditBudget; clock: Clock; logger: Logger; metrics: Metrics },
) {
  const index = createConversationIndex(store.keyspace('index'), ports);
  const shared = { ...ports, accept, ...doors, index };
  const { slack, discord, links, maxMessages } = config;
  const look = { links, maxMessages };
  const adapters: PlatformAdapter[] = [];
  const mounts: Record<string, Handler> = {};
  if (slack) {
    const { createSlackAdapter } = await import('./adapters/slack/index.ts');
    const adapter = createSlackAdapter({
      ...slack,
      ...shared,
      createRender: (questionId, offered = controls) => createSlackRender(look, { questionId, offered }),
      renderDetails: renderSlackDetails,
    });
    adapters.push(adapter);
    if (adapter.handleRequest) mounts['/slack/events'] = adapter.handleRequest;
  }
  if (discord) {
    const { createDiscordAdapter } = await import('./adapters/discord/index.ts');
    const adapter = createDiscordAdapter({
      ...discord,
      ...shared,
      templates,
      recentPlaces: (since, limit) => ledger.recentPlaces('discord', since, limit),
      createRender: (questionId) => createDiscordRender(look, { questionId, offered: controls }),
      renderDetails: renderDiscordDetails,
    });
    adapters.push(adapter);
  }
  return { adapters, mounts };
}

async function startAdapters(adapters: readonly PlatformAdapter[]): Promise<void> {
  const results = await Promise.allSettled(adapters.map((adapter) => adapter.start()));
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [toFootnoteError(result.reason)] : []));
  const [first] = errors;
  if (!first) return;
  if (errors.length === 1) throw first;
  throw new FootnoteError(first.kind, errors.map(({ message }) => message).join('\n'), { cause: first });
}

async function drain(
  reception: Reception,
  runs: Runs,
  adapters: readonly PlatformAdapter[],
  graceMs: number,
  settleMs: number,
): Promise<void> {
  reception.close();
  await Promise.allSettled(adapters.map((adapter) => adapter.pause()));
  await runs.drain(graceMs, settleMs);
}

async function settleAll(steps: readonly Promise<void>[], logger: Logger): Promise<void> {
  for (const result of await Promise.allSettled(steps)) {
    if (result.status === 'rejected')
      logger.warn({ err: toFootnoteError(result.reason) }, 'A part did not stop cleanly.');
  }
}
