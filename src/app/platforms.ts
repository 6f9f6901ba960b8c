import type { Config } from '../config/index.ts';
import { FootnoteError, toFootnoteError } from '../core/errors.ts';
import type { AgentInfo } from '../core/ports/agent.ts';
import type { Accept, Buttons, Edits, PlatformAdapter } from '../core/ports/platform.ts';
import type { ConversationIndex, Ledger } from '../core/ports/stores.ts';
import type { Clock, Logger, Metrics } from '../core/ports/system.ts';
import type { EditBudget } from '../core/reply/edit-budget.ts';
import type { Handler } from '../ops/http-server.ts';
import type { Words } from '../words/words.ts';

/** What the adapters work with. */
export interface PlatformPorts {
  readonly accept: Accept;
  readonly buttons: Buttons;
  readonly edits: Edits;
  readonly index: ConversationIndex;
  readonly ledger: Pick<Ledger, 'recentPlaces'>;
  /** All that can have a command, whether or not they are configured. */
  readonly agents: readonly AgentInfo[];
  /** The names of those that a question may choose. */
  readonly templates: readonly string[];
  readonly words: Words;
  readonly budget: EditBudget;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** The adapters of the configured platforms. */
export interface Platforms {
  readonly adapters: readonly PlatformAdapter[];
  /** What answers the platforms' HTTP requests, by path. */
  readonly mounts: Readonly<Record<string, Handler>>;
}

/** Makes the adapters, which are not connected yet. Each SDK takes a third of a second and 80 MB to load, so only the configured ones are. */
export async function createPlatforms(config: Config, ports: PlatformPorts): Promise<Platforms> {
  const adapters: PlatformAdapter[] = [];
  const mounts: Record<string, Handler> = {};
  const { links, maxMessages } = config;
  const { templates, ledger, ...rest } = ports;
  const shared = { ...rest, look: { links, maxMessages } };
  if (config.slack) {
    const { createSlackAdapter } = await import('../adapters/slack/index.ts');
    const adapter = createSlackAdapter({ ...config.slack, ...shared });
    adapters.push(adapter);
    if (adapter.handleRequest) mounts['/slack/events'] = adapter.handleRequest;
  }
  if (config.discord) {
    const { createDiscordAdapter } = await import('../adapters/discord/index.ts');
    const adapter = createDiscordAdapter({
      ...config.discord,
      ...shared,
      templates,
      recentPlaces: (since, limit) => ledger.recentPlaces('discord', since, limit),
    });
    adapters.push(adapter);
  }
  return { adapters, mounts };
}

/** Connects every adapter. Throws a `FootnoteError` that says all of what went wrong. */
export async function connectPlatforms(adapters: readonly PlatformAdapter[]): Promise<void> {
  const results = await Promise.allSettled(adapters.map((adapter) => adapter.start()));
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [toFootnoteError(result.reason)] : []));
  const [first] = errors;
  if (!first) return;
  if (errors.length === 1) throw first;
  throw new FootnoteError(first.kind, errors.map(({ message }) => message).join('\n'), { cause: first });
}
