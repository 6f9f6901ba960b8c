import type { AgentInfo } from '../../../core/ports/agent.ts';
import type { PlatformAdapter } from '../../../core/ports/platform.ts';
import type { RecentPlace } from '../../../core/ports/stores.ts';
import type { Clock, Logger, Metrics } from '../../../core/ports/system.ts';
import type { IncomingPorts } from '../incoming/ports.ts';
import { commandDefinitions, registerCommands } from '../outbound/commands.ts';
import { createCatchUp } from './catch-up.ts';
import type { DiscordClient } from './client.ts';
import { createHandlers, type Doors, listen } from './handlers.ts';
import { logIn } from './login.ts';
import { watchShards } from './shard-watch.ts';

/** What hearing Discord needs. */
export interface IntakeOptions extends Doors {
  readonly token: string;
  /** Whether the privileged intent is on in the portal: follow-ups in the bot's own threads then need no mention. */
  readonly messageContent: boolean;
  /** All that can have a command, whether or not they are set up. */
  readonly agents: readonly AgentInfo[];
  /** The names of the templates that a question may choose; none unless given. */
  readonly templates?: readonly string[] | undefined;
  /** Where the bot was asked on Discord since then, the newest first: what it missed there is looked for after a gap. */
  readonly recentPlaces: (acceptedSince: number, limit: number) => Promise<readonly RecentPlace[]>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'connectionOpened' | 'connectionLost'>;
}

/** The half of Discord that hears: the connection on which events arrive. */
export interface Intake
  extends Pick<PlatformAdapter, 'start' | 'connected' | 'heardAt' | 'reconnect' | 'pause' | 'stop'> {}

/** An intake that hears nothing yet. */
export function createIntake(
  options: IntakeOptions,
  ports: IncomingPorts,
  { client, reconnect }: DiscordClient,
): Intake {
  const { token } = options;
  let ready = false;
  let paused = false;
  const catchUp = createCatchUp({
    ...options,
    client,
    budget: ports.budget,
    onMissed: (message) => handlers.onMessage(message, true),
  });
  const handlers = createHandlers({ ...options, client, caughtUp: catchUp.caughtUp, isPaused: () => paused }, ports);
  const shards = watchShards(client, { ...options, onNewSession: (since) => void catchUp.run(since) });
  listen(client, handlers, catchUp, ports);
  return {
    async start() {
      await logIn(client, token);
      ready = true;
      shards.started();
      if (client.application) await offerCommands(client.application.id, options, ports);
    },
    connected: () => ready && shards.allUp(),
    heardAt: shards.heardAt,
    reconnect,
    async pause() {
      paused = true;
    },
    async stop() {
      paused = true;
      ready = false;
      await client.destroy();
    },
  };
}

/** Without its commands the bot can still be mentioned: no reason to end. */
async function offerCommands(
  applicationId: string,
  { agents, templates = [] }: IntakeOptions,
  { api, logger, words }: IncomingPorts,
): Promise<void> {
  try {
    if (await registerCommands(api, applicationId, commandDefinitions(agents, templates, words.commands)))
      logger.info({}, 'Registered the slash commands on Discord.');
  } catch (error) {
    logger.error({ err: error }, 'The slash commands could not be registered on Discord.');
  }
}
