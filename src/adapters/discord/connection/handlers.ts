import {
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type Client,
  Events,
  GatewayDispatchEvents,
  type Interaction,
  type Message,
  MessageFlags,
} from 'discord.js';
import type { Accept, Buttons, Edits, SeenBy } from '../../../core/ports/platform.ts';
import { fromDiscordError } from '../errors.ts';
import { addressed, isBlanked } from '../inbound/addressed.ts';
import { type CommandAgents, parseSlashCommand } from '../inbound/command.ts';
import { parseDeleted, parseEdited } from '../inbound/edit.ts';
import { parseMessage } from '../inbound/message.ts';
import { parsePress } from '../inbound/press.ts';
import { incomingCommand } from '../incoming/command.ts';
import { messageIdentity } from '../incoming/identity.ts';
import { incomingMessage } from '../incoming/message.ts';
import type { IncomingPorts } from '../incoming/ports.ts';
import { pressedButton } from '../incoming/pressed-button.ts';
import { catchUpBeforeCommandMs } from '../outbound/limits.ts';
import { createAcknowledgement } from './acknowledgement.ts';
import type { CatchUp } from './catch-up.ts';

/** The doors that the adapter knocks on. */
export interface Doors {
  readonly accept: Accept;
  /** Takes what people edit and delete. */
  readonly edits: Edits;
  /** Takes what people press. */
  readonly buttons: Buttons;
}

/** What handling events needs beside the ports. */
export interface HandlersOptions extends Doors {
  readonly client: Client;
  /** Whether the privileged intent is on in the portal: follow-ups in the bot's own threads then need no mention. */
  readonly messageContent: boolean;
  /** All that can have a command, whether or not they are set up. */
  readonly agents: CommandAgents;
  /** What is heard waits for what was missed in its channel. */
  readonly caughtUp: CatchUp['caughtUp'];
  /** True while nothing new may be taken in. */
  readonly isPaused: () => boolean;
}

/** What is done with each kind of event. */
export interface Handlers {
  /** `missed`: it was said while there was no connection. */
  onMessage(message: Message, missed?: boolean): Promise<void>;
  onEdited(payload: unknown): Promise<void>;
  onDeleted(payload: unknown): Promise<void>;
  onInteraction(interaction: Interaction): Promise<void>;
}

/** Hands what the client hears over to the core. A handler ends when what was said is recorded. */
export function createHandlers(options: HandlersOptions, ports: IncomingPorts): Handlers {
  const { client, accept, edits, caughtUp, messageContent } = options;
  const words = ports.words.places;

  function isPaused(id: string): boolean {
    const paused = options.isPaused();
    if (paused) ports.logger.debug({ id }, 'Not taken in any more: the bot is stopping.');
    return paused;
  }

  return {
    async onMessage(message, missed = false) {
      if (!client.user) return;
      const said = parseMessage(message, client.user.id, words);
      const reason = addressed(said, client.user.id, messageContent);
      if (reason === undefined || isPaused(said.id)) return;
      if (reason === 'follow-up' && !(await ports.conversations.beganWithQuestion(said.place.channelId))) return;
      const incoming = incomingMessage(said, ports);
      if (!isBlanked(said)) await accept(incoming);
      // Whether it was told before is not recorded.
      else if (!missed) await incoming.tell(words.unreadableReply);
    },
    async onEdited(payload) {
      const said = client.isReady() ? parseEdited(payload, client, words) : undefined;
      if (!said) return;
      await caughtUp(said.place.channelId);
      await edits.edited(incomingMessage(said, ports));
    },
    async onDeleted(payload) {
      for (const message of parseDeleted(payload)) {
        const { channelId: channel, id: messageId } = message;
        await caughtUp(channel);
        await edits.deleted({ platform: 'discord', channel, messageId, questionId: messageIdentity(message) });
      }
    },
    async onInteraction(interaction) {
      if (interaction.isButton()) await onPress(interaction, options, ports);
      else if (interaction.isChatInputCommand() && !isPaused(interaction.id))
        await onCommand(interaction, options, ports);
    },
  };
}

async function onPress(interaction: ButtonInteraction, { buttons }: Doors, ports: IncomingPorts): Promise<void> {
  const said = parsePress(interaction);
  if (!said) return;
  // Nothing is shown for it: what the button does is seen, and what is said follows.
  await interaction.deferUpdate();
  await buttons.press(pressedButton(said, ports));
}

async function onCommand(
  interaction: ChatInputCommandInteraction,
  { agents, accept, caughtUp }: HandlersOptions,
  ports: IncomingPorts,
): Promise<void> {
  const said = parseSlashCommand(interaction, agents, ports.words.places);
  if (!said) return;
  const defer = (seenBy: SeenBy) => interaction.deferReply(seenBy === 'all' ? {} : { flags: MessageFlags.Ephemeral });
  await caughtUp(said.place.channelId, catchUpBeforeCommandMs);
  await accept(incomingCommand(said, ports, createAcknowledgement(defer, ports.logger)));
}

/** Has the handlers called for what the client hears; what fails is logged. */
export function listen(client: Client, handlers: Handlers, { caughtUp }: CatchUp, ports: IncomingPorts): void {
  const guard = (handled: Promise<void>) => {
    handled.catch((thrown: unknown) => {
      ports.logger.error({ err: fromDiscordError(thrown) }, 'Something said on Discord could not be taken in.');
    });
  };
  client.on(Events.MessageCreate, (message) =>
    guard(caughtUp(message.channelId).then(() => handlers.onMessage(message))),
  );
  client.ws.on(GatewayDispatchEvents.MessageUpdate, (payload: unknown) => guard(handlers.onEdited(payload)));
  client.ws.on(GatewayDispatchEvents.MessageDelete, (payload: unknown) => guard(handlers.onDeleted(payload)));
  client.ws.on(GatewayDispatchEvents.MessageDeleteBulk, (payload: unknown) => guard(handlers.onDeleted(payload)));
  client.on(Events.InteractionCreate, (interaction) => guard(handlers.onInteraction(interaction)));
}
