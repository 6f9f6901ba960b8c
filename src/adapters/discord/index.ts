import {
  type ButtonInteraction,
  Events,
  GatewayDispatchEvents,
  type Interaction,
  type Message,
  MessageFlags,
} from 'discord.js';
import type { AgentInfo } from '../../core/ports/agent.ts';
import type { Render } from '../../core/ports/place.ts';
import type { Accept, Buttons, Edits, PlatformAdapter, RenderDetails } from '../../core/ports/platform.ts';
import type { ConversationIndex, RecentPlace } from '../../core/ports/stores.ts';
import type { Clock, Logger, Metrics } from '../../core/ports/system.ts';
import type { EditBudget } from '../../core/reply/edit-budget.ts';
import { unreadableReply } from '../../words/en.ts';
import { createAcknowledgement } from './connection/acknowledgement.ts';
import { createCatchUp } from './connection/catch-up.ts';
import { createDiscordClient } from './connection/client.ts';
import { logIn } from './connection/login.ts';
import { watchShards } from './connection/shard-watch.ts';
import { fromDiscordError } from './errors.ts';
import { seeDeleted, seeEdited } from './inbound/edit.ts';
import { addressed, isBlanked, messageIdentity } from './inbound/inbound.ts';
import { seeCommand, seeMessage, seePress } from './inbound/seen.ts';
import { type AnswerDeps, reopenPlace } from './incoming/answer-place.ts';
import { incomingCommand } from './incoming/command.ts';
import { createConversations, directMessageGuild } from './incoming/conversations.ts';
import { incomingMessage } from './incoming/message.ts';
import { pressedButton } from './incoming/pressed-button.ts';
import { createDiscordApi } from './outbound/api.ts';
import { commandNamed, registerCommands } from './outbound/commands.ts';
import { catchUpBeforeCommandMs } from './outbound/limits.ts';
import type { DiscordPart } from './render/render.ts';
import { readSaid } from './said.ts';

/** What the Discord adapter is made of. */
export interface DiscordAdapterOptions {
  readonly token: string;
  /** The base of the REST API, for example `https://discord.com/api`; the gateway's address comes from it. */
  readonly apiUrl: string;
  /** Whether the privileged intent is on in the portal: follow-ups in the bot's own threads then need no mention. */
  readonly messageContent: boolean;
  /** All that can have a command, whether or not they are set up. */
  readonly agents: readonly AgentInfo[];
  /** The names of the templates that a question may choose; none unless given. */
  readonly templates?: readonly string[] | undefined;
  readonly accept: Accept;
  /** Takes what people edit and delete. */
  readonly edits: Edits;
  /** Takes what people press. */
  readonly buttons: Buttons;
  readonly renderDetails: RenderDetails<DiscordPart>;
  /** Makes the renderer of the answer to one question. */
  readonly createRender: (questionId: string) => Render<DiscordPart>;
  readonly index: ConversationIndex;
  /** Shared by everything that writes to Discord. */
  readonly budget: EditBudget;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'connectionOpened' | 'connectionLost'>;
  /** Where the bot was asked on Discord since then, the newest first: what it missed there is looked for after a gap. */
  readonly recentPlaces: (acceptedSince: number, limit: number) => Promise<readonly RecentPlace[]>;
}

/** Footnote on Discord: mentions, direct messages and slash commands in, edited messages out. */
export function createDiscordAdapter(options: DiscordAdapterOptions): PlatformAdapter {
  const { token, messageContent, agents, templates = [], accept, edits, buttons, renderDetails } = options;
  const { createRender, index, budget, clock, logger } = options;
  const { client, reconnect } = createDiscordClient(options);
  const api = createDiscordApi(client.rest);
  const conversations = createConversations(index, clock);
  const deps: AnswerDeps = { api, conversations, createRender, budget, clock, logger };
  const catchUp = createCatchUp({ ...options, client, onMissed: (message) => onMessage(message, true) });
  const shards = watchShards(client, { ...options, onNewSession: (since) => void catchUp.run(since) });
  let ready = false;
  let paused = false;

  function isPaused(id: string): boolean {
    if (paused) logger.debug({ id }, 'Not taken in any more: the bot is stopping.');
    return paused;
  }

  async function onMessage(message: Message, missed = false): Promise<void> {
    if (!client.user) return;
    const seen = seeMessage(message, client.user.id);
    const reason = addressed(seen, client.user.id, messageContent);
    if (reason === undefined || isPaused(seen.id)) return;
    if (reason === 'perhaps-follow-up' && !(await conversations.beganWithQuestion(seen.place.channelId))) return;
    const incoming = incomingMessage(seen, deps);
    if (!isBlanked(seen)) await accept(incoming);
    // Whether it was told before is not recorded.
    else if (!missed) await incoming.tell(unreadableReply);
  }

  async function onEdited(payload: unknown): Promise<void> {
    const seen = client.isReady() ? seeEdited(payload, client) : undefined;
    if (!seen) return;
    await catchUp.caughtUp(seen.place.channelId);
    await edits.edited(incomingMessage(seen, deps));
  }

  async function onDeleted(payload: unknown): Promise<void> {
    const { ids = [], channelId: channel = '', guildId } = seeDeleted(payload) ?? {};
    await catchUp.caughtUp(channel);
    for (const messageId of ids) {
      const questionId = messageIdentity({ guildId: guildId ?? directMessageGuild, channelId: channel }, messageId);
      await edits.deleted({ platform: 'discord', channel, messageId, questionId });
    }
  }

  async function onButton(interaction: ButtonInteraction): Promise<void> {
    const seen = seePress(interaction);
    if (!seen) return;
    // Nothing is shown for it: what the button does is seen, and what is said follows.
    await interaction.deferUpdate();
    await buttons.press(pressedButton(seen, { api, clock, renderDetails }));
  }

  async function onInteraction(interaction: Interaction): Promise<void> {
    if (interaction.isButton()) return onButton(interaction);
    if (!interaction.isChatInputCommand() || isPaused(interaction.id)) return;
    const name = commandNamed(interaction.commandName, agents);
    const seen = name && seeCommand(interaction, name === 'help' ? undefined : name);
    if (!seen) return;
    const defer = (seenBy: 'all' | 'asker') =>
      interaction.deferReply(seenBy === 'all' ? {} : { flags: MessageFlags.Ephemeral });
    await catchUp.caughtUp(seen.place.channelId, catchUpBeforeCommandMs);
    await accept(incomingCommand(seen, deps, createAcknowledgement(defer, logger)));
  }

  const guard = (handled: Promise<void>) => {
    handled.catch((thrown: unknown) => {
      logger.error({ err: fromDiscordError(thrown) }, 'Something said on Discord could not be taken in.');
    });
  };

  client.on(Events.MessageCreate, (message) =>
    guard(catchUp.caughtUp(message.channelId).then(() => onMessage(message))),
  );
  client.ws.on(GatewayDispatchEvents.MessageUpdate, (payload: unknown) => guard(onEdited(payload)));
  client.ws.on(GatewayDispatchEvents.MessageDelete, (payload: unknown) => guard(onDeleted(payload)));
  client.ws.on(GatewayDispatchEvents.MessageDeleteBulk, (payload: unknown) => guard(onDeleted(payload)));
  client.on(Events.InteractionCreate, (interaction) => guard(onInteraction(interaction)));
  return {
    platform: 'discord',
    async start() {
      await logIn(client, token);
      ready = true;
      shards.started();
      const applicationId = client.application?.id;
      if (applicationId === undefined) return;
      try {
        if (await registerCommands(api, applicationId, agents, templates))
          logger.info({}, 'Registered the slash commands on Discord.');
      } catch (error) {
        logger.error({ err: error }, 'The slash commands could not be registered on Discord.');
      }
    },
    restore(text) {
      const found = readSaid(text);
      if (found?.type === 'message') return incomingMessage(found.seen, deps);
      return found && incomingCommand(found.seen, deps);
    },
    resume: (address, questionId) => reopenPlace(deps, address, { questionId }),
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
